package page

import (
	"encoding/json"
	"math"
	"slices"
	"strconv"
)

// packed is a series with its repeats counted: value, count, value, count. Most
// windows of most designs are steady, so that a page stays small.
func packed(values []float64, digits int) []any {
	list := []any{}
	last, n := "", 0
	flush := func() {
		if n > 0 {
			list = append(list, json.RawMessage(last), n)
		}
	}
	for _, v := range values {
		text := "null"
		if !math.IsNaN(v) && !math.IsInf(v, 0) {
			text = strconv.FormatFloat(v, 'g', digits, 64)
			if x, err := strconv.ParseFloat(text, 64); err == nil {
				text = strconv.FormatFloat(x, 'g', -1, 64)
			}
		}
		if text != last {
			flush()
			last, n = text, 0
		}
		n++
	}
	flush()
	return list
}

// chart is what a script draws of an incident.
type chart struct {
	Incident string       `json:"incident"`
	From     float64      `json:"from"`   // minutes since the onset
	Window   float64      `json:"window"` // minutes
	Windows  int          `json:"windows"`
	Onset    string       `json:"start"` // wall clock at which the run begins
	Regions  []string     `json:"regions"`
	Designs  []chartLines `json:"designs"`
	Causes   []string     `json:"causes"`
	Near     []int        `json:"near"` // windows whose seconds designs have
}

type chartLines struct {
	Name          string           `json:"name"`
	Offered       []any            `json:"offered"`
	Lost          []any            `json:"lost"`
	Tries         []any            `json:"tries"`
	Capacity      []any            `json:"capacity"` // requests a second that could be answered
	Misconfigured [][]any          `json:"misconfigured"`
	Refused       [][]any          `json:"refused"` // by region: share of calls to its control plane that fail
	Near          *nearLines       `json:"near"`    // null if no window is near an event
	Marks         []mark           `json:"marks"`
	LostAt        []float64        `json:"lostAt"`
	LostBy        map[string][]any `json:"lostBy"`
}

// nearLines are the seconds of all windows that are near events, one after the other.
type nearLines struct {
	Offered []any `json:"offered"`
	Lost    []any `json:"lost"`
	Tries   []any `json:"tries"`
}

type mark struct {
	Name string  `json:"name"`
	At   float64 `json:"at"` // minutes since the onset
}

// data returns what the page's scripts draw, as JSON.
func (r *result) data() ([]byte, error) {
	objective := any(nil)
	if r.Objectives.Availability > 0 {
		objective = float64(r.Objectives.Availability)
	}
	var charts []chart
	for i := range r.course {
		c := &r.course[i]
		in := &r.Incidents[i]
		out := chart{Incident: in.Name, From: c.from, Window: c.window, Windows: c.windows, Onset: r.Start, Causes: r.causes(i), Near: c.near}
		shown := c.hit()
		for _, g := range shown {
			out.Regions = append(out.Regions, c.regions[g])
		}
		for d := range c.designs {
			l := &c.designs[d]
			lines := chartLines{Name: in.Designs[d].Name, Offered: packed(l.offered, 4), Lost: packed(l.lost, 4), Tries: packed(l.tries, 4), Capacity: packed(l.capacity, 3), Marks: in.Designs[d].marks()}
			for _, g := range shown {
				lines.Misconfigured = append(lines.Misconfigured, packed(l.misconfigured[g], 4))
				lines.Refused = append(lines.Refused, packed(l.refused[g], 4))
			}
			if len(c.near) > 0 {
				lines.Near = &nearLines{packed(c.perSecond(l, func(s *seconds) []float64 { return s.offered }), 4),
					packed(c.perSecond(l, func(s *seconds) []float64 { return s.lost }), 4), packed(c.perSecond(l, func(s *seconds) []float64 { return s.tries }), 4)}
			}
			if o := r.lost[[2]int{i, d}]; o != nil {
				lines.LostAt, lines.LostBy = o.at, map[string][]any{}
				for cause, n := range o.cause {
					lines.LostBy[cause] = packed(n, 4)
				}
			}
			out.Designs = append(out.Designs, lines)
		}
		charts = append(charts, out)
	}
	return json.Marshal(map[string]any{"objective": objective, "charts": charts})
}

// hit returns the regions in which an LB was ever misconfigured, or a call to the control
// plane failed; all if there is none.
func (c *course) hit() []int {
	var list []int
	ever := func(of [][]float64, g int) bool {
		return slices.ContainsFunc(of[g], func(x float64) bool { return x > 0 })
	}
	for g := range c.regions {
		if slices.ContainsFunc(c.designs, func(l lines) bool { return ever(l.misconfigured, g) || ever(l.refused, g) }) {
			list = append(list, g)
		}
	}
	if list == nil {
		for g := range c.regions {
			list = append(list, g)
		}
	}
	return list
}

// marks are what people and machines did, at median times.
func (d *design) marks() []mark {
	var list []mark
	for _, p := range d.Phases {
		if p.P50.Known() {
			list = append(list, mark{p.Mark, float64(p.P50) / 60})
		}
	}
	return list
}
