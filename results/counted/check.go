package counted

import (
	"fmt"
	"time"
)

// Check reports a broken law of conservation: every request that arrived was
// answered, failed for one cause or is in flight, in every window.
func (t *Tally) Check() error {
	for p := range t.populations {
		c, name := &t.populations[p], t.layout.Populations[p]
		if c.unmatched > 0 {
			return fmt.Errorf("population %s: %d outcomes without an arrival", name, c.unmatched)
		}
		if c.minutes.Late > 0 {
			return fmt.Errorf("population %s: %d answers came later than the patience of %v, so user-minutes are not exact",
				name, c.minutes.Late, t.layout.Patience)
		}
		if c.wasted < 0 {
			return fmt.Errorf("population %s: wasted work of %v is negative", name, time.Duration(c.wasted))
		}
		open := int64(0)
		column := t.column(p)
		for w := range column {
			k := &column[w]
			n, _ := k.settled()
			arrived := k.arrivals()
			if n > arrived {
				return fmt.Errorf("population %s, window %d: %d outcomes of %d arrivals", name, w, n, arrived)
			}
			open += int64(arrived - n)
		}
		if open != c.inFlight {
			return fmt.Errorf("population %s: %d requests have no outcome but %d are in flight", name, open, c.inFlight)
		}
	}
	for r := range t.fleets {
		if d := t.fleets[r].now; d.Misconfigured < 0 || d.Misconfigured > d.LBs || d.MissingState < 0 {
			return fmt.Errorf("region %s: %d of %d LBs misconfigured, %d without a record",
				t.layout.Regions[r], d.Misconfigured, d.LBs, d.MissingState)
		}
	}
	t.closeSecond()
	return t.near.check(&t.layout, t.inWindow)
}
