package scenario

import (
	"time"

	"failsim/models/file"
)

// Which requests for one object share a call.
var coalescing = []string{"false", "true", "new", "expired"}

// habits reads what a cache does about what it does not hold.
func (c *ObjectCache) habits(m *file.Mapping) {
	c.Stale = file.Get(m, "stale", file.DurationOf, c.Stale, "how long past its ttl an object may be served when the service does not answer in time; 0s: it may not", "never")
	c.StaleOnError = file.Get(m, "stale-on-error", file.DurationOf, stale(m, c), "and where an error is the answer; without, as long as stale", "as stale")
	is := 0
	switch {
	case c.CoalesceNew && c.CoalesceExpired:
		is = 1
	case c.CoalesceNew:
		is = 2
	case c.CoalesceExpired:
		is = 3
	}
	is = oneOf(m, "coalesce", coalescing, is, "whether requests for an object that is being asked for wait for that: all, or those for one that is new to it, or for one that has expired", "each asks")
	c.CoalesceNew, c.CoalesceExpired = is == 1 || is == 2, is == 1 || is == 3
	c.Updating = file.Get(m, "updating", yes, c.Updating, "who would wait for an object that has expired has the stale one at once", "it waits")
	c.Background = file.Get(m, "background", yes, c.Background, "the first request for an object that has expired has the stale one too, and it is fetched behind that answer", "it waits for the fetch")
	c.Rests = file.Get(m, "rests", file.DurationOf, c.Rests, "how long no object is fetched in the background after such a fetch that was not answered; 0s: none", "none")
	c.GivesUp = file.Get(m, "gives-up", file.PositiveDurationOf, c.GivesUp, "time after which a request that waits for another's fetch makes its own; without it, never")
	switch {
	case m.Has("gives-up") && is == 0:
		m.RefuseAt("gives-up", `no request waits for another's fetch: "coalesce" decides that`)
	case m.Has("background") && c.Background && c.Stale == 0 && c.StaleOnError == 0:
		m.RefuseAt("background", `no stale object is the answer: "stale" says for how long one is`)
	case m.Has("rests") && c.Rests > 0 && !c.Background:
		m.RefuseAt("rests", `no object is fetched in the background: "background" decides that`)
	case m.Has("updating") && !c.CoalesceExpired:
		m.RefuseAt("updating", `no request waits for an expired object's fetch: set coalesce: true, or expired`)
	}
}

// stale is how long an object is the answer where an error is, unless that is said.
func stale(m *file.Mapping, c *ObjectCache) (d time.Duration) {
	if m.Has("stale") {
		return c.Stale
	}
	return c.StaleOnError
}
