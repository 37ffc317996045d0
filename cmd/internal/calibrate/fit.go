package calibrate

import (
	"fmt"
	"math"
	"strings"
	"time"

	"failsim/cmd/internal/experiment"
	"failsim/models/file"
	"failsim/models/world/scenario"
	"failsim/sim"
)

// Knob is an unknown value of the scenario.
type Knob struct {
	Name string // as it was asked for
	Axis file.Axis
	// Template is the value that stands at the path, in which %s is the one that is
	// sought; "" where that is all of it.
	Template string
}

// Options say what is fitted to what.
type Options struct {
	Load             func([]file.Edit) (*scenario.Scenario, error)
	Log              *Log
	Began            time.Duration // the outage, after the log's first request
	Design, Incident string
	Knobs            []Knob
	Seed             uint64
	Replications     int
	Stop             func() error
	Done             func(of, points int) // a point has been played
}

// Value is what a knob was found to be.
type Value struct {
	Name  string `json:"name"`
	Path  string `json:"path"`
	Value string `json:"value"`
	// Low and High bound it, at 95 %, the others held.
	Low  string `json:"low"`
	High string `json:"high"`
	// Open reports that the log rules nothing out on that side of the range.
	OpenBelow bool `json:"open_below"`
	OpenAbove bool `json:"open_above"`
	// Recorded reports that the log reports it at all.
	Recorded bool `json:"told"`
	Edit     file.Edit
}

// Fit is what came of it.
type Fit struct {
	Values   []Value `json:"values"`
	Fitted   Half    `json:"fitted"`
	HeldOut  Half    `json:"held_out"`
	AsItIs   Half    `json:"held_out_by_the_scenario_as_it_is"`
	Window   time.Duration
	Points   int     `json:"points"`
	Deviance float64 `json:"deviance"` // of the fitted half
	Noise    float64 `json:"noise"`    // deviance for each degree of freedom, at least 1
}

// search is a fit under way.
type search struct {
	*Options
	player  player
	known   map[string]point
	points  int
	planned int
}

// point is what a place among the knobs' ranges comes to.
type point struct {
	squares  float64 // of the fitted half
	deviance float64
	reported int
	noise    float64
	failing  []float64
}

// parities of windows.
const (
	fitted  = 0
	heldOut = 1
)

// The search begins at so many points a knob, spread evenly, and then looks at each
// knob in turn around the best, closer each time.
const (
	starts  = 12
	rounds  = 4
	looks   = 7
	closer  = 0.35
	profile = 41
)

// Run fits.
func Run(o Options) (*Fit, error) {
	s := &search{Options: &o, known: map[string]point{}, planned: len(o.Knobs) * (starts + rounds*looks + profile)}
	s.player = player{log: o.Log, windows: newWindows(o.Log), began: o.Began, design: o.Design, incident: o.Incident, seed: o.Seed, replications: o.Replications, stop: o.Stop}
	asItIs, err := s.playedWith(nil)
	if err != nil {
		return nil, err
	}
	best, at, err := s.begin()
	if err != nil {
		return nil, err
	}
	width := 0.5
	for range rounds {
		for k := range o.Knobs {
			for i := range looks {
				u := append([]float64(nil), at...)
				u[k] = min(1, max(0, at[k]+float64(width*(2*float64(i)/(looks-1)-1))))
				p, err := s.at(u)
				if err != nil {
					return nil, err
				}
				if p.squares < best.squares {
					best, at = p, u
				}
			}
		}
		width *= closer
	}
	return s.result(best, at, asItIs)
}

// begin returns the best of the first points: the middle, and some spread over all.
func (s *search) begin() (best point, at []float64, err error) {
	k := len(s.Knobs)
	columns := make([][]float64, k)
	for i := range columns {
		columns[i] = experiment.Stratified(starts*k, sim.NewKey(s.Seed, 0).Named("calibrate").At(uint64(i)))
	}
	best.squares = math.Inf(1)
	for n := range starts*k + 1 {
		u := make([]float64, k)
		for i := range u {
			if u[i] = 0.5; n > 0 {
				u[i] = columns[i][n-1]
			}
		}
		p, err := s.at(u)
		if err != nil {
			return best, nil, err
		}
		if p.squares < best.squares {
			best, at = p, u
		}
	}
	return best, at, nil
}

// at plays the scenario at a place among the knobs' ranges.
func (s *search) at(u []float64) (point, error) {
	edits := s.edits(u)
	var words []string
	for _, e := range edits {
		words = append(words, e.Value)
	}
	name := strings.Join(words, "\x00")
	if p, known := s.known[name]; known {
		return p, nil
	}
	p, err := s.playedWith(edits)
	s.known[name] = p
	return p, err
}

func (s *search) playedWith(edits []file.Edit) (p point, err error) {
	sc, err := s.Load(edits)
	if err != nil {
		return p, err
	}
	if p.failing, p.noise, err = s.player.play(sc); err != nil {
		return p, err
	}
	p.squares = s.player.windows.squares(p.failing, s.Replications, fitted)
	p.deviance, p.reported = s.player.windows.deviance(p.failing, s.Replications, fitted)
	if s.points++; s.Done != nil {
		s.Done(s.points, max(s.points, s.planned))
	}
	return p, nil
}

func (s *search) edits(u []float64) (list []file.Edit) {
	for i := range s.Knobs {
		list = append(list, s.Knobs[i].Edit(u[i]))
	}
	return list
}

// Edit is the value at a share of the way along the range.
func (k *Knob) Edit(u float64) file.Edit {
	value := experiment.Quantile(k.Axis, u)
	if k.Template != "" {
		value = fmt.Sprintf(k.Template, value)
	}
	return file.Edit{Path: k.Axis.Path, Value: value, From: "--fit"}
}

// result says what was found, and how far each value may be off.
func (s *search) result(best point, at []float64, asItIs point) (*Fit, error) {
	w := s.player.windows
	f := &Fit{Window: w.width, Deviance: best.deviance, Noise: max(1, best.deviance/float64(max(1, best.reported-len(s.Knobs))))}
	f.Fitted, f.HeldOut, f.AsItIs = w.sums(best.failing, s.Replications, fitted), w.sums(best.failing, s.Replications, heldOut), w.sums(asItIs.failing, s.Replications, heldOut)
	for k := range s.Knobs {
		// 95 % of chi-square with one degree of freedom, for residuals of which each is as large as those are.
		each := best.squares / float64(max(1, best.reported-len(s.Knobs)))
		v, err := s.bounds(k, best, at, 3.84*each*max(1, best.noise/f.Noise))
		if err != nil {
			return nil, err
		}
		f.Values = append(f.Values, v)
	}
	f.Points = s.points
	return f, nil
}

// bounds looks along a knob's range for where the log rules values out.
func (s *search) bounds(k int, best point, at []float64, rise float64) (Value, error) {
	knob := &s.Knobs[k]
	v := Value{Name: knob.Name, Path: knob.Axis.Path, Value: experiment.Quantile(knob.Axis, at[k]), Edit: knob.Edit(at[k])}
	low, high := at[k], at[k]
	values := map[string]bool{}
	for i := range profile {
		u := append([]float64(nil), at...)
		u[k] = float64(i) / (profile - 1)
		p, err := s.at(u)
		if err != nil {
			return v, err
		}
		values[experiment.Quantile(knob.Axis, u[k])] = true
		if p.squares <= best.squares+rise {
			low, high = min(low, u[k]), max(high, u[k])
		} else {
			v.Recorded = true
		}
	}
	step := 1.0 / (profile - 1) // what lies between two that were looked at is not known
	if len(values) < profile {  // of whole numbers nothing does
		step = 0
	}
	v.OpenBelow, v.OpenAbove = low == 0, high == 1
	v.Low, v.High = experiment.Quantile(knob.Axis, max(0, low-step)), experiment.Quantile(knob.Axis, min(1, high+step))
	return v, nil
}
