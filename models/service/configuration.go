package service

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"time"

	"failsim/models/id"
	"failsim/sim"
	"failsim/sim/portable"
)

// Version is what a place may hold instead of what is right. The zero value is
// right.
type Version struct {
	Fails  float64       // share of a place's requests that fail with it
	After  time.Duration // what an error takes, 0: all of the service time
	Begins time.Duration // how long a place has held it when it begins to fail
	// Older, above 0, is a version from so long ago: a place whose own row has changed
	// since has lost all of it, and fails everything; the others fail Fails.
	Older   time.Duration
	Missing bool // there is none: a place that keeps what it had goes on
}

// Site is a service whose places hold a configuration, as many.
type Site struct {
	Service   id.Service
	Instances int
	// Each, if set, is notified of each place by itself instead of the service, of which all
	// places are alike to a request.
	Each func(now sim.Time, place int, from, to Ail)
}

// ConfigurationSpec is a configuration, and how it is changed.
type ConfigurationSpec struct {
	Name  string // the key of its draws
	Sites []Site
	// Changes is how often a place's own row changes, in a second: the age of what a
	// place holds is exponential.
	Changes float64
	Takes   time.Duration // a push to all places, one by one at a steady speed
	Guards
}

// Configuration is versions of something, and which place holds which. A push visits
// places in an order of its own, so a place changes at instants alone; how much of a
// service fails follows from what its places hold.
//
// It leaves out what a place does while it changes, and rows that differ in more than
// their age.
type Configuration struct {
	ConfigurationSpec
	kernel   *sim.Kernel
	owner    sim.Owner
	graph    *Graph
	reported func(now sim.Time, line string, args ...any)
	draws    sim.Key
	verdicts uint64 // drawn
	places   []place
	order    []int // in which a push visits places
	ends     []int // by wave: how many places have it then
	versions []Version
	sites    []Ail // what each service has been told
	roll     roll
	lastGood int // of versions
	frozen   bool
	mended   bool  // what makes versions does it right from then on
	held     []int // pushes that wait for the end of a freeze
	alarming bool  // as much fails as people or machines are alarmed by
	spell    uint64
}

// place is one that holds a version.
type place struct {
	site, number int // of its site
	age          time.Duration
	holds        int // of versions, of which 0 is right
	turn         uint64
	killed       bool // it does without what is pushed
	is           Ail  // what the place does with it
}

// roll is a version on its way.
type roll struct {
	turn    uint64
	version int
	wave    int
	reached int // places, in order
	until   int // of the wave
	most    int // places at all
	takes   time.Duration
	guarded bool // by waves
	kills   bool // it has places do without
	began   sim.Time
}

// NewConfiguration returns one of which all places hold what is right. told is told
// what happens, for people; it may be nil.
func NewConfiguration(k *sim.Kernel, g *Graph, key sim.Key, s ConfigurationSpec, reported func(now sim.Time, line string, args ...any)) *Configuration {
	c := &Configuration{ConfigurationSpec: s, kernel: k, graph: g, reported: reported, draws: key.Named("verdict"), versions: make([]Version, 1), sites: make([]Ail, len(s.Sites))}
	c.owner = k.Register(c)
	var order []float64
	for i, at := range s.Sites { // by site, so that another site leaves this one's draws as they are
		one := key.Named(g.Name(at.Service))
		age, orders := shuffled(at.Instances, one.Named("age")), one.Named("order")
		for n := range at.Instances {
			c.places = append(c.places, place{site: i, number: n, age: s.age(age[n], at.Instances)})
			order = append(order, orders.Float64(uint64(n)))
		}
	}
	all := make([]int, len(order))
	for i := range all {
		all[i] = i
	}
	slices.SortStableFunc(all, func(a, b int) int { return cmp.Compare(order[a], order[b]) })
	c.layWaves(all)
	return c
}

// age is how long ago a row changed, the kth of n evenly over the distribution, so that shares
// are its own.
func (s *ConfigurationSpec) age(k, n int) time.Duration {
	if s.Changes == 0 {
		return math.MaxInt64
	}
	u := (float64(k) + 0.5) / float64(n)
	return time.Duration(min(-portable.Log(u)/s.Changes*1e9, math.MaxInt64/4))
}

// shuffled returns the numbers below n in a random order (Fisher and Yates).
func shuffled(n int, key sim.Key) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = i
	}
	for i := n - 1; i > 0; i-- {
		j := int(key.Float64(uint64(i)) * float64(i+1))
		list[i], list[j] = list[j], list[i]
	}
	return list
}

// layWaves puts the places in the order in which waves reach them.
func (c *Configuration) layWaves(order []int) {
	in := make([]bool, len(order))
	take := func(most int, that func(*place) bool) {
		for _, i := range order {
			if len(c.order) < most && !in[i] && that(&c.places[i]) {
				in[i] = true
				c.order = append(c.order, i)
			}
		}
	}
	for _, w := range c.Waves {
		if w.To >= 0 {
			take(len(order), func(p *place) bool { return c.Sites[p.site].Service == w.To })
		} else {
			take(int(math.Ceil(float64(w.Share*float64(len(order)))-1e-9)), func(*place) bool { return true })
		}
		c.ends = append(c.ends, len(c.order))
	}
	take(len(order), func(*place) bool { return true })
	c.ends = append(c.ends, len(order))
}

// Failing is the share of requests that fails for what places hold, each place having
// as many.
func (c *Configuration) Failing() float64 { return c.failing(len(c.order)) }

// failing is that of the places that a push reaches first.
func (c *Configuration) failing(of int) float64 {
	sum := 0.0
	for _, i := range c.order[:of] {
		sum += c.places[i].is.Errors
	}
	return sum / float64(max(1, of))
}

// Holding is the share of places that do not hold what is right.
func (c *Configuration) Holding() float64 {
	n := 0
	for i := range c.places {
		if c.places[i].holds != 0 {
			n++
		}
	}
	return float64(n) / float64(len(c.places))
}

// The events of configurations.
const (
	nextPlace uint8 = iota // of a push
	judged                 // the bake of a wave is over
	begins                 // a place begins to fail
	trusted                // a version becomes the last good one
	backs                  // roll-back begins
	alarmed                // as much has failed for long enough
)

func (c *Configuration) after(now sim.Time, d time.Duration, kind uint8, arg uint64) {
	c.kernel.Schedule(now.Add(d), sim.Change, c.owner, sim.Event{Kind: kind, Arg: arg})
}

// describe says what a version is.
func (c *Configuration) describe(version int) string {
	switch v := c.versions[version]; {
	case version == 0:
		return "the right version"
	case v.Older > 0:
		return fmt.Sprintf("a version from %v ago", v.Older)
	case v.Missing:
		return "a version that lacks rows, or cannot be loaded,"
	default:
		return fmt.Sprintf("a version that fails %.3g %%", 100*v.Fails)
	}
}

func (c *Configuration) say(now sim.Time, line string, args ...any) {
	if c.reported != nil {
		c.reported(now, c.Name+": "+line, args...)
	}
}
