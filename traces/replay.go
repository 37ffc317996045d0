package traces

import (
	"failsim/models/request"
	"failsim/sim"
)

// replay plays the passes of a window one after the other.
type replay struct {
	trace  *trace
	key    sim.Key
	passes []pass
	index  int   // of the pass after the one that plays
	shift  int64 // ns, of the pass that plays
	days   int64 // how often the passes have started over
	repeat bool
	end    sim.Time

	spread spread
	err    error
}

// Open starts a replay of a window of the trace.
func (t *trace) Open(w Window) (Reader, error) {
	a, err := Align(t.info, w)
	if err != nil {
		return nil, err
	}
	r := &replay{trace: t, key: t.spreadKey(w), passes: passes(a), repeat: w.Repeat, end: a.End}
	if err := r.nextPass(); err != nil {
		return nil, err
	}
	return r, nil
}

func (t *trace) spreadKey(w Window) sim.Key {
	key := t.options.Key
	if w.Key != 0 {
		key = w.Key
	}
	return key.Named("spread")
}

// Next implements request.Arrivals.
func (r *replay) Next(a []request.Arrival) int {
	for r.spread.cells != nil {
		if n := r.spread.next(a); n > 0 {
			return r.play(a[:n])
		}
		if r.err = r.spread.cells.failed; r.err == nil {
			r.err = r.nextPass()
		}
		if r.err != nil {
			r.Close()
			return 0
		}
	}
	return 0
}

// play moves arrivals to the time of the run, and returns how many of them come
// before its end.
func (r *replay) play(a []request.Arrival) int {
	shift := sim.Time(r.shift)
	for i := range a {
		a[i].At += shift
	}
	n := len(a)
	for n > 0 && a[n-1].At >= r.end {
		n--
	}
	if n < len(a) {
		r.err = r.Close()
	}
	return n
}

// nextPass closes the pass that plays and opens the next, if there is one
// before the end.
func (r *replay) nextPass() error {
	if err := r.Close(); err != nil {
		return err
	}
	if r.index == len(r.passes) {
		if !r.repeat {
			return nil
		}
		r.index = 0
		r.days++
	}
	p := r.passes[r.index]
	r.index++
	r.shift = p.shift + r.days*int64(day)
	if sim.Time(r.days*int64(day)) >= r.end {
		return nil
	}
	r.spread = spread{cells: r.trace.cells(arrivalColumns, p.from), key: r.key, from: p.from, to: p.to, how: r.trace.options.Spread}
	return nil
}

// Err returns the error that ended the replay early, or nil.
func (r *replay) Err() error { return r.err }

// Close ends the replay.
func (r *replay) Close() error {
	r.spread.cells = nil
	return nil
}

// Reader yields the arrivals of one replay in order of time, and ends when the
// trace or the window does. Close releases the file; it is harmless twice.
type Reader interface {
	request.Arrivals
	Close() error
}
