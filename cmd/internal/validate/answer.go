package validate

import (
	"context"

	"failsim/cmd/internal/validate/oracle"
)

// judge answers one case in every way that its kind has.
func judge(ctx context.Context, c *oracle.Case, k Kind, computedOnly bool) Result {
	r := Result{Case: c}
	judged := map[string]bool{}
	reason := r.compute(k, judged)
	computed, simulated := len(judged) > 0, false
	if k.simulated() && !computedOnly && reason == "" {
		reason, simulated = r.simulate(ctx, k, judged)
	}
	r.How = how(computed, simulated)
	if r.How == Neither && reason != "" {
		r.Gaps = []Gap{{"", reason}}
	} else {
		r.Gaps = gaps(c, judged, reason)
	}
	r.Status = statusOf(r)
	return r
}

// compute judges what theory says, and returns why it says nothing.
func (r *Result) compute(k Kind, judged map[string]bool) (reason string) {
	c := r.Case
	if k.Compute == nil {
		return ""
	}
	var values Values
	if why := c.Try(func() { values = k.Compute(c) }); why != nil {
		return why.Error() // also if it was not to know a parameter
	}
	for _, metric := range c.Metrics() {
		got, ok := values[metric]
		if e := c.Expected[metric]; ok && e.CalcTolerance != nil {
			r.Verdicts = append(r.Verdicts, JudgeComputed(metric, e, got))
			judged[metric] = true
		}
	}
	return ""
}

// simulate judges what the models show, and returns why some of it is missing.
func (r *Result) simulate(ctx context.Context, k Kind, judged map[string]bool) (reason string, simulated bool) {
	c := r.Case
	seen, why := measure(ctx, c, k)
	if why != nil {
		reason = why.Error()
	}
	r.Size = seen.size
	for _, metric := range c.Metrics() {
		verdicts, one := seen.judge(c, metric)
		if len(verdicts) == 0 {
			if e := c.Expected[metric]; judged[metric] && len(leaves(metric, e)) > 0 && e.Simulable() {
				because := reason
				if because == "" {
					because = seen.omitted[metric]
				}
				if because == "" {
					because = k.Omits[metric]
				}
				r.Unsimulated = append(r.Unsimulated, Gap{metric, because})
			}
			continue
		}
		judged[metric], simulated = true, true
		r.Verdicts = append(r.Verdicts, verdicts...)
		r.OneRule = append(r.OneRule, one...)
	}
	return reason, simulated
}

func gaps(c *oracle.Case, judged map[string]bool, reason string) []Gap {
	var list []Gap
	for _, metric := range c.Metrics() {
		if judged[metric] {
			continue
		}
		why := reason
		switch e := c.Expected[metric]; {
		case why != "":
		case e.CalcTolerance == nil && e.Simulable():
			why = whyNotSimulated
		default:
			why = whyNoAnswer
		}
		list = append(list, Gap{metric, why})
	}
	return list
}

func statusOf(r Result) Status {
	for _, v := range r.Verdicts {
		if !v.OK {
			return Failed
		}
	}
	if len(r.Gaps) > 0 {
		return NotExpressible
	}
	return Passed
}
