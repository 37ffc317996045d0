package counted

// thrash counts what steering moves.
type thrash struct {
	names         float64 // moved, by their shares
	moved, inVain int64   // requests
}

// Thrash is what steering moved in a run.
type Thrash struct{ MovesPerDay, Moved, InVain float64 }

// of returns the figures of a run with so many requests.
func (t *thrash) of(l *Layout, requests int64) Thrash {
	names := 0
	for p := range l.Populations {
		names += l.names(p)
	}
	return Thrash{t.names / float64(names) / (l.Length.Hours() / 24), share(t.moved, requests), share(t.inVain, requests)}
}
