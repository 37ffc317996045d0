package study

import (
	"fmt"
	"slices"
	"strings"

	"failsim/sim"
)

// sketchHabits are what clients of a population do otherwise than others.
type sketchHabits struct {
	timeout, patience float64 // 0: as others
	resolvers         int
	overstay          []sketchOverstay
	nextAddress       float64
	stays             bool   // at an address that refuses
	choosing          string // empty: as the design says
	retrying          string
	returns           string // empty: nobody comes back
	on, onOrders      string // after which failures they try again, and for what is not idempotent; empty: unsaid
}

// write writes them as the fields of a mapping.
func (h sketchHabits) write(s *sketch) string {
	var list []string
	add := func(key, value string, given bool) {
		if given {
			list = append(list, key+": "+value)
		}
	}
	add("timeout", s.time(h.timeout), h.timeout > 0)
	add("patience", s.time(h.patience), h.patience > 0)
	add("resolvers", fmt.Sprint(h.resolvers), h.resolvers > 0)
	add("overstay", s.staying(h.overstay), len(h.overstay) > 0)
	refused := ""
	if h.stays {
		refused = ", refused: never"
	}
	add("next-address", "{after: "+s.time(h.nextAddress)+refused+"}", h.nextAddress > 0)
	add("choosing", "["+h.choosing+"]", h.choosing != "")
	add("retrying", "["+h.retrying+"]", h.retrying != "")
	add("returns", h.returns, h.returns != "")
	add("on", h.on, h.on != "")
	add("on-non-idempotent", h.onOrders, h.onOrders != "")
	return strings.Join(list, ", ")
}

// staying writes shares of resolvers that hold answers for longer.
func (s *sketch) staying(overstay []sketchOverstay) string {
	var list []string
	for _, o := range overstay {
		list = append(list, fmt.Sprintf("{share: %s, hold: %s}", percent(o.share), s.time(o.hold)))
	}
	return "[" + strings.Join(list, ", ") + "]"
}

// under returns a population's habits under a design.
func (q sketchPopulation) under(d *sketchDesign) sketchHabits {
	h, changed := q.habits, d.clients[q.name]
	if changed.choosing != "" {
		h.choosing = changed.choosing
	}
	if changed.retrying != "" {
		h.retrying = changed.retrying
	}
	return h
}

// decides reports whether a design has populations left for which it decides.
func (s *sketch) decides(d *sketchDesign, own func(sketchHabits) string) bool {
	return slices.ContainsFunc(s.populations, func(q sketchPopulation) bool { return own(q.under(d)) == "" })
}

// drawHabits gives some populations habits of their own, and has some designs
// change them.
func (s *sketch) drawHabits() {
	d := &dice{key: sim.NewKey(s.seed, 0).Named("habits")}
	for i := range s.populations {
		if d.chance(0.6) {
			s.populations[i].habits = s.drawHabitsOf(d)
		}
	}
	for i := range s.designs {
		g := &s.designs[i]
		g.clients = map[string]sketchHabits{}
		for _, q := range s.populations {
			if d.chance(0.3) {
				if h := s.drawHabitsOf(d); h.write(s) != "" {
					h.patience = max(h.patience, h.timeout, q.habits.timeout, s.timeout)
					g.clients[q.name] = h
				}
			}
		}
	}
}

func (s *sketch) drawHabitsOf(d *dice) (h sketchHabits) {
	if d.chance(0.5) {
		h.timeout = s.serviceHigh * d.u(1.2, 6)
		h.patience = h.timeout + d.u(0.1, 10)
	}
	if d.chance(0.3) {
		h.resolvers = 1 + d.n(20)
	}
	if d.chance(0.3) {
		h.overstay = []sketchOverstay{{d.u(0, 1), d.u(20, 200)}}
	}
	if d.chance(0.5) {
		h.nextAddress = oneOf(d, 0.25, d.u(0.01, 2))
	}
	if d.chance(0.4) {
		h.choosing = oneOf(d, "dns-answer", fmt.Sprintf("{ranked-list: {supported: %s, second-first: %s, probe-after: %s}}",
			percent(d.u(0.3, 1)), percent(d.u(0, 1)), s.time(d.u(5, 40))))
	}
	if d.chance(0.4) {
		base := d.u(0.05, 1)
		h.retrying = oneOf(d, "never", fmt.Sprintf("{backoff: {attempts: %d, limit: none, base: %s, cap: %s}}", 2+d.n(3), s.time(base), s.time(8*base)))
	}
	return h
}

// eachHabits changes all habits, those that designs change included.
func (s *sketch) eachHabits(change func(h *sketchHabits)) {
	for i := range s.populations {
		change(&s.populations[i].habits)
	}
	for i := range s.designs {
		for name, h := range s.designs[i].clients {
			if change(&h); h.write(s) == "" {
				delete(s.designs[i].clients, name)
			} else {
				s.designs[i].clients[name] = h
			}
		}
	}
}
