package scenario

import (
	"time"

	"failsim/models/distribution"
	"failsim/models/file"
)

// This file reads what the provider runs: load balancers, the control plane,
// its state store, and what providers share.

func (r *reader) loadBalancers(n file.Node) LoadBalancers {
	m := n.Open("load-balancers")
	defer m.Done()
	m.Renamed("places", "queue-capacity")
	return LoadBalancers{
		Other:           file.Get(m, "other", file.CountOf, 0, "load balancers of the tenant without clients of their own, at the primary region of each location"),
		NodesAtPeak:     file.Or(m, "nodes-at-peak", file.PositiveCountOf, "12", "how many nodes the load balancers of a name have at its peak", "assumption"),
		Target:          file.Or(m, "target", file.PositiveShareOf, "22%", "the utilisation of nodes that scaling aims at", "assumption: those of 2012 went on forwarding a day without scaling"),
		Burst:           file.Or(m, "burst", file.DurationOf, "60s", "how long a burst above capacity passes without waiting", "assumption"),
		SurgeQueue:      file.Or(m, "surge-queue", file.CountOf, "1024", "how many requests may wait at a load balancer for a server", "AWS Classic ELB"),
		Check:           file.Or(m, "check", r.check, "{}", "how load balancers check their servers", "AWS Classic ELB"),
		BackendsPerZone: file.Or(m, "backends-per-zone", file.PositiveCountOf, "1", "how many pools of servers a zone has", "assumption"),
		QueueCapacity:   file.Or(m, "queue-capacity", file.PositiveCountOf, "8", "how many requests may wait at a server, for each that it works on", "assumption"),
	}
}

func controlPlane(n file.Node) ControlPlane {
	m := n.Open("control-plane")
	defer m.Done()
	c := ControlPlane{
		TouchesPerHour:   file.Or(m, "touches", file.RateOf, "0.0685/h", "how often other customers' changes write to a load balancer", "assumption: with a quarter of the state gone it gives 6.8 % misconfigured after 278 min").PerHour(),
		CreationsPerHour: file.Or(m, "creations", file.RateOf, "60/h", "how many load balancers are made in a region", "assumption").PerHour(),
		Workers:          file.Or(m, "workers", file.PositiveCountOf, "120", "how many workflows a region runs at a time", "assumption: three times the usual load of us-east-1"),
		Work:             file.Or(m, "work", distribution.PositiveOf, "{lognormal: {median: 90s, sigma: 0.6}}", "how long a workflow takes", "scaling takes 1 to 7 min (AWS, Best Practices in Evaluating ELB)"),
		Alarm:            file.Or(m, "alarm", file.DurationOf, "2m", "how long a failing load balancer goes until its alarm", "CloudWatch periods are 1 to 5 min"),
		Misread:          file.Get(m, "misread", file.ProbabilityOf, 0, "how probable it is that adopting a live configuration reads it wrongly"),
	}
	scaling := file.Or(m, "scaling", scaling, "{}", "how often load balancers are scaled, and on what", "assumption")
	c.ScaleEvery, c.ScaleWindow = scaling[0], scaling[1]
	return c
}

// scaling returns how often scaling looks, and how far back.
func scaling(n file.Node) [2]time.Duration {
	m := n.Open("scaling")
	defer m.Done()
	return [2]time.Duration{
		file.Or(m, "every", file.PositiveDurationOf, "5m", "how often scaling looks", "assumption"),
		file.Or(m, "window", file.PositiveDurationOf, "15m", "how much history scaling averages", "assumption"),
	}
}

func stateStore(n file.Node) StateStore {
	m := n.Open("state-store")
	s := StateStore{
		Snapshots: file.Or(m, "snapshots", file.PositiveDurationOf, "1h", "how often a snapshot of the records is taken", "assumption"),
		Retention: file.Or(m, "retention", file.PositiveDurationOf, "7d", "how long snapshots are kept", "assumption"),
	}
	if !m.Broken() && s.Retention > 0 && s.Retention < s.Snapshots {
		m.RefuseAt("retention", "a retention of %s keeps no snapshot, of which there is one every %s",
			file.FormatDuration(s.Retention), file.FormatDuration(s.Snapshots))
	}
	m.Done()
	return s
}

func commonMode(n file.Node) CommonMode {
	m := n.Open("common-mode")
	defer m.Done()
	return CommonMode{
		Share: file.Need(m, "share", file.ProbabilityOf, "how probable it is that what providers share fails too when one fails"),
		For:   file.Need(m, "for", distribution.Of, "how long it is gone then"),
	}
}
