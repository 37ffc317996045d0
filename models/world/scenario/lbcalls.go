package scenario

import (
	"maps"
	"time"

	"failsim/models/file"
	"failsim/models/policy"
)

// lbCalls reads how load balancers call their servers.
func (r *reader) lbCalls(n file.Node) *Calls {
	if n.Is("none", "none") {
		return nil
	}
	m := n.Open("calls of load balancers")
	defer m.Done()
	c := &Calls{
		Timeout:  file.Get(m, "timeout", callTimeout, MostPatience, "how long a try at a server waits for its answer", "nginx's proxy_read_timeout; Envoy's route has 15s"),
		Retrying: file.Get(m, "retrying", r.theOnly(policy.RetryingSocket), nil, "when a load balancer tries again, within one retry budget of its own; without it, never"),
		Sending:  file.Get(m, "sending", r.beside, nil, "when it sends a second try beside the first (hedge), or none (circuit-breaker); without, one try at a time"),
		On:       file.Get(m, "on", retryOn, nil, "after which failures it tries again, if retrying has it: connect-failure (no server took it in, or it died with it), errors (an answer that is an error), overload (a server's queue was full), timeouts; without, after all"),
	}
	c.OnNonIdempotent = file.Get(m, "on-non-idempotent", retryOn, c.On, "the same for requests of kinds that are not idempotent; none: they are never repeated; without, as on says")
	if m.Has("on") || m.Has("on-non-idempotent") {
		if m.Known() && n.Sound() && c.Retrying == nil {
			m.Refuse(`"on" says after which failures "retrying" tries again, which is not there`)
		}
	}
	if m.Known() && n.Sound() && c.Retrying == nil && len(c.Sending) == 0 && !m.Has("timeout") {
		m.Refuse(`lb-calls changes nothing without "timeout", "retrying" or "sending": say one, or leave it out`)
	}
	return c
}

// RetryOn are the words for failures after which load balancers, or clients, may call again.
var RetryOn = []string{"connect-failure", "errors", "overload", "timeouts"}

func retryOn(n file.Node) []string {
	if n.Is("none", "none") {
		return []string{}
	}
	return file.ListOf("failures", file.OneOf("failure", RetryOn...))(n)
}

// repeats reads after which failures clients try again.
func (c *Clients) repeats(m *file.Mapping) {
	c.On = file.Get(m, "on", retryOn, c.On, "after which failures clients try again, if retrying has it: connect-failure (no server took it in, or it died with it), errors (an answer that is an error), overload (no room), timeouts; without, after all")
	if m.Has("on") {
		c.OnNonIdempotent = c.On
	}
	c.OnNonIdempotent = file.Get(m, "on-non-idempotent", retryOn, c.OnNonIdempotent, "the same for requests of kinds that are not idempotent; none: they are never repeated; without, as on says")
}

// beside reads strategies of sending that say nothing of where attempts go, for who calls
// one place.
func (r *reader) beside(n file.Node) []policy.Setting {
	list := r.list(policy.SendingSocket)(n)
	for _, s := range list {
		if s.Strategy != nil && !s.Strategy.Beside {
			n.Refuse("%s says where attempts go: what is called here is one place", s.Strategy.Name)
		}
	}
	return list
}

var callTimeout = file.That(file.PositiveDurationOf, "at most "+file.FormatDuration(MostPatience), func(d time.Duration) bool { return d <= MostPatience })

// checkLBCalls has load balancers call their servers in one way: what a design says itself
// counts more than what it takes from another, or from a preset.
func checkLBCalls(m *file.Mapping, d *Design, preset []policy.Setting) {
	list := d.Tenant[policy.LBRetryingSocket]
	if d.Calls == nil || len(list) == 0 || list[0].Strategy == nil {
		return
	}
	own := m.Has("tenant") && (len(preset) == 0 || &list[0] != &preset[0])
	switch {
	case m.Has("lb-calls") && own:
		m.RefuseAt("lb-calls", "lb-calls and lb-retrying, %s, are two ways for load balancers to call their servers: keep one", list[0].Strategy.Name)
	case m.Has("lb-calls"):
		d.Tenant = maps.Clone(d.Tenant)
		delete(d.Tenant, policy.LBRetryingSocket)
	default:
		d.Calls = nil
	}
}
