package policy

// Filtering decides which backends are in the choice at all, and how large they
// count. A design has a list of filters; each acts on what the one before left.
// It is called on the path of every request, and must not allocate.
type Filtering interface {
	// Filter takes backends out of t.Healthy, or puts members back, in ascending
	// order, and may change t.Weights, which are its to change for this request. If
	// none are left the request is refused.
	Filter(t *Targets)
}

// Sparing is what a Filtering strategy may also be: it tells, for less than Filter
// takes, that Filter would change nothing now, and is asked before. It may bring what
// it remembers up to date, as Filter may. It is called on the path of every request.
type Sparing interface {
	// Spares reports whether Filter would change nothing now, and if so whether that
	// lasts, however late it is, and need not be asked again until there is news:
	// other backends exist or are healthy, or an attempt has not succeeded.
	Spares(t *Targets) (spares, lasts bool)
}

// FailingOpen is what a Filtering strategy may also be: it puts all backends back
// where fewer than a share of them are healthy, or none.
type FailingOpen interface {
	OpensBelow() float64
}

// PoolDemand is a pool and its demand, as one LB before it knows them.
type PoolDemand struct {
	Backends  int     // at the start
	PerSecond float64 // attempts at each of them through the LB, at the peak of demand
}

// Doubting is what a Filtering strategy may also be: it says why it does nothing,
// or hardly ever anything, before such a pool; "" if it may.
type Doubting interface {
	Doubt(c PoolDemand) (why string)
}
