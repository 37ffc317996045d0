package scenario

import (
	"failsim/models/file"
	"failsim/models/policy"
)

// load is how many users a population has, and how often they ask.
type load struct {
	users     int
	perSecond float64
}

// reader is what is known of a scenario while it is read: what it may name,
// and the names that it declares.
type reader struct {
	strategies     []policy.Strategy
	traces         []string
	providers      *file.Names
	regions        *file.Names // by full name
	locations      *file.Names
	people         *file.Names // populations
	designs        *file.Names
	services       *file.Names
	queues         *file.Names
	herds          *file.Names
	stocks         *file.Names
	configurations *file.Names
	datasets       *file.Names
	builtIn        []string // services
	// Of the world:
	allServices       []NamedService
	allQueues         []WorkQueue
	allHerds          []Herd
	allData           []Data
	allConfigurations []Configuration
	ofService         map[string]string // by service of the user's own: its region
	unsound           map[string]bool   // services of which something is wrong, which was reported
	zones             map[string]int    // by full region name
	names             map[string]int    // by population: how many it has
	fleets            []fleetSize
	checks            policy.Check // the world's
	drafts            map[string]Design
	all               Clients            // of all populations
	clients           map[string]Clients // by population, as it is used to
	thinkers          []string           // populations whose users think, or play
	asks              map[string]load
	presets           Presets
	filled            map[policy.Socket][]policy.Setting // by the presets of the design that is read
}

func newReader(strategies []policy.Strategy, traces []string) *reader {
	return &reader{
		strategies:     strategies,
		traces:         traces,
		providers:      file.NewNames("provider", mostProviders),
		regions:        file.NewNames("region", mostRegions),
		locations:      file.NewNames("location", file.MostNames),
		people:         file.NewNames("population", mostPopulations),
		designs:        file.NewNames("design", file.MostNames),
		services:       file.NewNames("service", mostServices),
		queues:         file.NewNames("queue", mostQueues),
		herds:          file.NewNames("herd", mostHerds),
		stocks:         file.NewNames("stock", mostQueues),
		configurations: file.NewNames("configuration", mostQueues),
		datasets:       file.NewNames("data", mostData),
		ofService:      map[string]string{},
		unsound:        map[string]bool{},
		asks:           map[string]load{},
		zones:          map[string]int{},
		names:          map[string]int{},
		drafts:         map[string]Design{},
		clients:        map[string]Clients{},
	}
}

// fleetSize is the size of a region's fleet and where the file says it.
type fleetSize struct {
	node file.Node
	size int
}
