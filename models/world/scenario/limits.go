package scenario

// The most names of a kind. A request numbers its population in a byte. Every
// region and every provider's people handle events, of whom a kernel knows 256,
// and the world needs a dozen more.
const (
	mostPopulations = 256
	mostProviders   = 40
	mostRegions     = 200
)
