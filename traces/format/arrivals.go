package format

// arrivals makes of stamps at the end the times at which requests came.
//
// A stamp of whole seconds is as good as its second: the request came in the
// second that begins a duration before it, to the nearest second, within which
// it is spread as any other.
type arrivals struct {
	feed
	fine    bool // stamps have decimals
	shifted int64
}

func (a *arrivals) next(r *Record) (Fault, bool) {
	f, ok := a.feed.next(r)
	if !ok || f.Reason != "" || r.Duration <= 0 {
		return f, ok
	}
	took := r.Duration
	if a.fine = a.fine || r.At%second != 0; !a.fine {
		took = (took + second/2) / second * second
	}
	if r.At >= took {
		r.At -= took
		a.shifted++
	}
	return f, ok
}
