package scenario

import (
	"time"

	"failsim/models/distribution"
	"failsim/models/file"
)

// UsualServers and UsualRolling are those of a design that says nothing.
func UsualServers() *Servers { return empty("servers", servers) }

// UsualRolling is how a rolling update goes by default.
func UsualRolling() *Rolling { return empty("rolling-update", rolling) }

func empty[T any](what string, parse file.Parser[*T]) *T {
	v, err := file.Read("default of "+what, []byte("{}"), parse)
	if err != nil {
		panic(err) // a mistake in the reader
	}
	return v
}

// operations reads what a design says of them; like is what the design has from another.
func (r *reader) operations(m *file.Mapping, like Operations) Operations {
	return Operations{
		Servers:    file.Get(m, "servers", servers, like.Servers, "how its servers start, stop and warm up, where they are updated or scaled; without, as the design that it is like, or as its keys say"),
		Rolling:    file.Get(m, "rolling-update", rolling, like.Rolling, "how a new version of its servers goes out; without, as the design that it is like, or as its keys say"),
		Scaling:    file.Get(m, "autoscaler", autoscaler, like.Scaling, "how the number of servers follows their load; without it, as many as capacity says"),
		Evacuation: file.Get(m, "evacuation", evacuation, like.Evacuation, "how traffic leaves a region before maintenance takes it down; without, it does not"),
	}
}

func servers(n file.Node) *Servers {
	m := n.Open("servers")
	defer m.Done()
	s := &Servers{
		StartsIn:    file.Or(m, "starts-in", distribution.PositiveOf, "30s", "how long a server takes to start, until it answers", "assumption: a container whose image is there"),
		Fails:       file.Get(m, "fails", file.ProbabilityOf, 0, "probability that a start fails"),
		Again:       file.Get(m, "again", file.DurationOf, 0, "time between a failed start and the next", "at once"),
		PreStop:     file.Get(m, "pre-stop", file.DurationOf, 0, "the pause before the process of a server that stops gets the signal to stop", "Kubernetes has none"),
		Grace:       file.Get(m, "grace", file.PositiveDurationOf, 30*time.Second, "how long a server that stops may take, pre-stop and all, until it is killed", "terminationGracePeriodSeconds of Kubernetes"),
		LeavesAfter: file.Get(m, "leaves-after", file.DurationOf, time.Second, "how long it takes until load balancers know of a server that comes or goes, beside their checks", "assumption: EndpointSlice and proxies follow within a second or so"),
		Exits: file.Get(m, "told-to-end", file.OneOf("what a process does on a request to stop", "drains", "exits"), "drains",
			"what its process does on a request to stop: it refuses new requests and finishes those that it has begun, or exits at once", "a server that shuts down gracefully") == "exits",
		Cold:      file.Get(m, "cold", atLeastOne, 1, "how many times as long all takes at a server whose caches are cold", "no longer"),
		WarmsIn:   file.Get(m, "warms-in", file.PositiveDurationOf, 5*time.Minute, "how long a cold server is at work until it is warm", "assumption"),
		ColdAfter: file.Get(m, "cold-after", file.PositiveDurationOf, 0, "how long a server is without work until its caches are cold; without, it stays warm"),
	}
	for _, key := range []string{"warms-in", "cold-after"} {
		if m.Has(key) && s.Cold == 1 && !m.Broken() {
			m.RefuseAt(key, `%q is of servers that are cold at first: cold: 3, say`, key)
		}
	}
	if m.Has("again") && s.Fails == 0 && !m.Broken() {
		m.RefuseAt("again", `no start comes to nothing: that takes "fails"`)
	}
	if s.Fails == 1 {
		m.RefuseAt("fails", "no server would ever start")
	}
	return s
}

func rolling(n file.Node) *Rolling {
	m := n.Open("rolling-update")
	defer m.Done()
	return &Rolling{
		Surge:       file.Get(m, "surge", file.ProbabilityOf, 0.25, "how many servers more than usual there may be, as a share, rounded up", "maxSurge of Kubernetes"),
		Unavailable: file.Get(m, "unavailable", file.ProbabilityOf, 0.25, "how many servers fewer than usual there may be, as a share, rounded down", "maxUnavailable of Kubernetes"),
		MinReady:    file.Get(m, "min-ready", file.DurationOf, 0, "how long a new server must have answered before it counts as there", "minReadySeconds of Kubernetes"),
	}
}

func autoscaler(n file.Node) *Scaling {
	m := n.Open("autoscaler")
	defer m.Done()
	s := &Scaling{
		Target:    file.Need(m, "target", file.PositiveShareOf, "the share of its servers that is to be busy"),
		Period:    file.Get(m, "every", file.PositiveDurationOf, time.Minute, "how often it decides, by the mean since it last did", "CloudWatch's periods are a minute or more"),
		Tolerance: file.Get(m, "tolerance", file.ProbabilityOf, 0.1, "how far off the target scaling does nothing", "horizontal-pod-autoscaler-tolerance of Kubernetes"),
		CoolDown:  file.Get(m, "cool-down", file.DurationOf, 0, "how long after it wanted more servers it wants no more again", "as Kubernetes"),
		InWindow:  file.Get(m, "scale-in", file.DurationOf, 5*time.Minute, "how long fewer servers must have been enough before it takes any away", "the stabilization window of Kubernetes"),
		Least:     file.Get(m, "least", file.PositiveShareOf, 0.5, "the fewest servers, as a share of those at first", "assumption"),
		Most:      file.Get(m, "most", aboveNothing, 2, "the most servers, as a share of those at first: its limit, or the tenant's quota", "assumption"),
	}
	if s.Most < s.Least && !m.Broken() {
		m.RefuseAt("most", "the most are %s and the least %s", file.FormatShare(s.Most), file.FormatShare(s.Least))
	}
	return s
}

func evacuation(n file.Node) *Evacuation {
	m := n.Open("evacuation")
	defer m.Done()
	e := &Evacuation{
		Ahead:     file.Need(m, "ahead", file.PositiveDurationOf, "how long before the region is taken down traffic begins to leave it"),
		Over:      file.Get(m, "over", file.DurationOf, 0, "time over which traffic leaves, and comes back", "all at once"),
		BackAfter: file.Get(m, "back-after", file.DurationOf, 0, "how long after the region is up again traffic begins to come back", "at once"),
	}
	if e.Over > e.Ahead && !m.Broken() {
		m.RefuseAt("over", "the region is taken down before all traffic has left it, %s after it began to", file.FormatDuration(e.Ahead))
	}
	return e
}
