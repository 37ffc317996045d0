package robust

import (
	"context"
	"errors"
	"math"

	"failsim/models/file"
	"failsim/models/policy"
	"failsim/results"
	"failsim/results/counted"
	"failsim/results/statistics"
)

// Run asks it of each number, in order. One that is told to end returns what is done
// so far, with the reason.
func (s *Study) Run(ctx context.Context, marked []file.Marked) ([]Number, error) {
	var err error
	if s.runs, err = s.Lab.BaseRuns(); err != nil {
		return nil, err
	}
	if s.base, err = s.at(ctx, nil, s.Screen); err != nil {
		return nil, err
	}
	var list []Number
	for i, m := range marked {
		n, err := s.number(ctx, m)
		if err != nil {
			return list, err
		}
		list = append(list, n)
		if s.Progress != nil {
			s.Progress(i+1, len(marked))
		}
	}
	return list, nil
}

// at draws conclusions where the scenario says something else.
func (s *Study) at(ctx context.Context, edits []file.Edit, n int) (*point, error) {
	o := s.Lab.Options
	kept, err := s.runs.For(edits)
	if err != nil {
		return nil, err
	}
	o.Kept = kept
	a, err := s.Lab.At(edits, o)
	if err != nil {
		return nil, err
	}
	st, err := a.To(ctx, n)
	if err != nil {
		return nil, err
	}
	return conclude(st, a.Scenario.Objectives.Availability)
}

func (s *Study) number(ctx context.Context, m file.Marked) (Number, error) {
	if len(m.Words) > 0 {
		return s.word(ctx, m)
	}
	n := Number{Marked: m}
	amount, err := file.ParseAmount(m.Value)
	if err != nil || amount.X == 0 {
		n.Refused = "0 has no factor"
		return n, nil
	}
	ends := [2]*point{}
	low, high := amount.Around(s.Factor)
	for side, x := range []float64{low, high} {
		text := amount.Text(x)
		if text == m.Value {
			continue
		}
		p, err := s.at(ctx, edit(&m, text), s.Screen)
		var bad *file.Errors
		if errors.As(err, &bad) {
			n.Refused = bad.Problems[0].Message
			continue
		}
		if err != nil {
			return n, err
		}
		ends[side] = p
		if side == 0 {
			n.Low = text
		} else {
			n.High = text
		}
		turns, err := s.turns(ctx, m, amount, x, p)
		if err != nil {
			return n, err
		}
		n.Turns = append(n.Turns, turns...)
	}
	n.Worth = worthOfThree(ends[0], s.base, ends[1])
	return n, nil
}

// word asks it of a word of which each other could stand there.
func (s *Study) word(ctx context.Context, m file.Marked) (Number, error) {
	n, tried := Number{Marked: m}, []*point{s.base}
	for _, word := range m.Words {
		if word == m.Value {
			continue
		}
		p, err := s.at(ctx, edit(&m, word), s.Screen)
		var bad *file.Errors
		if errors.As(err, &bad) {
			n.Refused = bad.Problems[0].Message
			continue
		}
		if err != nil {
			return n, err
		}
		n.Others, tried = append(n.Others, word), append(tried, p)
		found, _, err := s.confirm(ctx, m, word, p)
		if err != nil {
			return n, err
		}
		for _, k := range found {
			n.Turns = append(n.Turns, Turn{k.Conclusion, k.incident, m.Value, word, true})
		}
	}
	n.Worth = worthOfWords(tried)
	return n, nil
}

// confirm returns the conclusions that are surely other ones with a value than in the
// scenario, and what is concluded there: few runs show candidates, more confirm them.
func (s *Study) confirm(ctx context.Context, m file.Marked, value string, p *point) ([]key, *point, error) {
	if len(s.base.turned(p)) == 0 {
		return nil, nil, nil
	}
	if s.confirmed == nil {
		base, err := s.at(ctx, nil, s.Confirm)
		if err != nil {
			return nil, nil, err
		}
		s.confirmed = base
	}
	end, err := s.at(ctx, edit(&m, value), s.Confirm)
	if err != nil {
		return nil, nil, err
	}
	return s.confirmed.turned(end), end, nil
}

// turns are the conclusions that are other ones at x than in the scenario.
func (s *Study) turns(ctx context.Context, m file.Marked, amount file.Amount, x float64, p *point) ([]Turn, error) {
	found, end, err := s.confirm(ctx, m, amount.Text(x), p)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	base := s.confirmed
	var list []Turn
	// Each step serves all conclusions that turn between its ends.
	points := map[string]*point{m.Value: base, amount.Text(x): end}
	for _, k := range found {
		from, to := amount.X, x
		for range s.Steps {
			middle := amount.Middle(from, to)
			text := amount.Text(middle)
			if text == amount.Text(from) || text == amount.Text(to) {
				break
			}
			q := points[text]
			if q == nil {
				if q, err = s.at(ctx, edit(&m, text), s.Screen); err != nil {
					return nil, err
				}
				points[text] = q
			}
			if q.holds[k].margin > 0 == (base.holds[k].margin > 0) {
				from = middle
			} else {
				to = middle
			}
		}
		list = append(list, Turn{k.Conclusion, k.incident, amount.Text(from), amount.Text(to), false})
	}
	return list, nil
}

// clearly is how unlikely a difference must be by chance to count.
const clearly = 0.02

// conclude draws every conclusion from a study. Two designs are compared pair by
// pair of runs, which met the same users and faults.
func conclude(st *results.Study, objective float64) (*point, error) {
	sum, err := st.Summary()
	if err != nil {
		return nil, err
	}
	p := &point{study: st, holds: map[key]verdict{}, lost: map[string]float64{}}
	of := func(r *counted.Run) float64 { return r.Availability }
	for i := range st.Incidents {
		in := &st.Incidents[i]
		for _, s := range in.Samples {
			e := s.Estimate(statistics.Range{Low: 0, High: 1}, of)
			p.holds[key{in.Name, Conclusion{A: s.Design.Name}}] = beyond(float64(e.Mean)-objective, half(&e))
			if s.Design.Buyer == string(policy.Tenant) {
				p.lost[s.Design.Name] += float64(s.Estimate(statistics.NotNegative, func(r *counted.Run) float64 { return r.UserMinutesLost }).Mean)
			}
		}
		for _, d := range sum.Incidents[i].Paired {
			if d.Metric == "availability" {
				p.holds[key{in.Name, Conclusion{A: d.A, B: d.B}}] = verdict{float64(d.MeanDifference), float64(d.P) <= clearly}
			}
		}
	}
	return p, nil
}

// half is half of an interval; of a figure that is the same in all runs it is 0.
func half(e *statistics.Estimate) float64 {
	if e.CI95 == nil {
		return math.Inf(1)
	}
	if e.Warning == statistics.NoFailureSeen || e.Warning == statistics.AlwaysSeen {
		return 0
	}
	return float64(e.CI95[1]-e.CI95[0]) / 2
}

// beyond reports whether a margin is beyond half of an interval.
func beyond(margin, half float64) verdict {
	return verdict{margin, math.Abs(margin) > half && margin != 0}
}
