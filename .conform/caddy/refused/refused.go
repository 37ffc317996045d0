// Package refused plays what Caddy's proxy is held against: requests before some servers
// of which the first few refuse. Its module takes minutes to build; what failsim says of the
// same is held here, which builds in seconds.
//
// It leaves out Caddy.
package refused

import (
	"fmt"
	"time"

	"failsim/cmd/internal/conform"
	"failsim/cmd/internal/conform/model"
	"failsim/models/balancer"
	"failsim/models/distribution"
	"failsim/models/policy"
	"failsim/sim"
	"failsim/strategies"
)

// Trial is some servers of which the first few refuse from the beginning.
type Trial struct {
	Servers, Dead, Retries int
	FailFor                time.Duration // Caddy's fail_duration; 0: no passive checks
	Gap                    time.Duration
	Requests               int
}

// Named is a trial of the table.
type Named struct {
	Strategy, Fact string
	Trial
}

// Key is of the draws of those of the table.
var Key = sim.NewKey(71, 0)

// All are those of the table.
func All() []Named {
	list := []Named{
		{"random", "one of two servers refuses, nothing configured: requests that fail", Trial{2, 1, 0, 0, 40 * time.Millisecond, 4000}},
		{"random", "one of two servers refuses, lb_retries 1: requests that fail (the retry may draw the same server)", Trial{2, 1, 1, 0, time.Second, 4000}},
		{"outlier-ejection", "one of two servers refuses for 340 s, fail_duration 10s, 10 requests/s: requests that fail", Trial{2, 1, 0, 10 * time.Second, 100 * time.Millisecond, 3400}},
		{"outlier-ejection", "the only server refuses for 34 s, fail_duration 10s, 10 requests/s: requests that fail", Trial{1, 1, 0, 10 * time.Second, 100 * time.Millisecond, 340}},
	}
	for i := range list {
		list[i].Fact += " (in virtual time)"
	}
	return list
}

// Failed counts the requests that failsim's strategies fail.
func (t Trial) Failed(key sim.Key) (bad int) {
	s := &model.Setup{Key: key, Backends: t.Servers, Servers: 64 * t.Servers, QueueCapacity: 64, Distribution: distribution.Constant(time.Microsecond), Arrivals: model.Every(t.Gap, t.Requests), Users: 1 << 20,
		Timeout: time.Minute, Patience: time.Hour, Retrying: made[policy.Retrying]("never", nil), Balancing: made[policy.Balancing]("random", nil),
		Faults: []model.Fault{{First: t.Dead, Until: 1000 * time.Hour, Lost: true, As: balancer.Process}}}
	s.Check.Timeout = time.Second
	if t.Retries > 0 {
		s.Retrying = made[policy.Retrying]("fixed", map[string]string{"attempts": fmt.Sprint(t.Retries + 1), "wait": "250ms"})
	}
	if t.FailFor > 0 {
		s.Filters = []policy.Filtering{made[policy.Filtering]("outlier-ejection", map[string]string{"failures": "1", "sweep": "1ms", "base": t.FailFor.String(), "cap": t.FailFor.String(), "most": "100%"})}
	}
	fates, _ := model.Play(s)
	for _, f := range fates {
		if !f.Good {
			bad++
		}
	}
	return bad
}

// Share is how the table says that so many fail.
func (t Trial) Share(bad int) string {
	return fmt.Sprintf("%.1f %%", 100*float64(bad)/float64(t.Requests))
}

// Same is the rule for shares.
func (t Trial) Same(want, got int) bool {
	n := float64(t.Requests)
	return conform.SameShare(float64(want)/n, float64(got)/n, t.Requests, t.Requests)
}

func made[S any](name string, given map[string]string) S {
	for _, s := range strategies.All() {
		if s.Name != name {
			continue
		}
		v := policy.Values{}
		for _, p := range s.Params {
			text := p.Default
			if value, ok := given[p.Name]; ok {
				text = value
			}
			value, err := policy.ParseValue(text, p)
			if err != nil {
				panic(err)
			}
			v[p.Name] = value
		}
		return s.New(v).(S)
	}
	panic("no strategy " + name)
}
