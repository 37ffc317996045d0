package policy

import "time"

// Change is a change to production that a person asks to make.
type Change struct {
	At        time.Time // by the clock of the region's people
	OnPurpose bool      // its maker is an attacker
}

// Gating decides whether a wrong change gets through before it does harm.
type Gating interface {
	// Passes returns the probability that a wrong change passes, and by how
	// much every change is delayed. Where more pass than were asked for at that time it
	// is how many do for one.
	Passes(c Change) (share float64, delay time.Duration)
}

// Limiting is what a Gating strategy may also be: what passes does not hit all at
// once that it would.
type Limiting interface{ Limits() Limit }

// Limit is how far a change that passes goes. Of several, each the least applies.
type Limit struct {
	Most float64 // share of a region's records that it changes at most; 0: no limit
	// First is the share of what it would change that it changes at once; 0: all. If no
	// LB of the region has an alarm after Watch it changes the rest; and if one has, with
	// probability Lost, for then no one hears of it.
	First float64
	Watch time.Duration
	Lost  float64
	// Cells is how many parts the records are kept in: it reaches one of them; 0: one part.
	Cells int
}

// And joins two limits.
func (l Limit) And(m Limit) Limit {
	least := func(a, b float64) float64 {
		if a == 0 || b > 0 && b < a {
			return b
		}
		return a
	}
	if m.First > 0 && (l.First == 0 || m.First < l.First) {
		l.First, l.Watch, l.Lost = m.First, m.Watch, m.Lost
	}
	l.Most, l.Cells = least(l.Most, m.Most), max(l.Cells, m.Cells)
	return l
}
