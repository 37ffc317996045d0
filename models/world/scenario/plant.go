package scenario

import (
	"time"

	"failsim/models/policy"
)

// This file reads what the provider runs: load balancers, the control plane,
// its state store, and what providers share.

func loadBalancers(n node) LoadBalancers {
	m := n.open("load-balancers")
	defer m.done()
	return LoadBalancers{
		Other:           get(m, "other", count, 0),
		NodesAtPeak:     need(m, "nodes-at-peak", positiveCount),
		Target:          need(m, "target", positiveShare),
		Burst:           need(m, "burst", duration),
		SurgeQueue:      need(m, "surge-queue", count),
		Check:           need(m, "check", check),
		BackendsPerZone: need(m, "backends-per-zone", positiveCount),
		Places:          need(m, "places", positiveCount),
	}
}

func check(n node) policy.ProbeTiming {
	m := n.open("check")
	defer m.done()
	return policy.ProbeTiming{
		Interval:  need(m, "interval", positiveDuration),
		Timeout:   need(m, "timeout", positiveDuration),
		Unhealthy: need(m, "unhealthy", positiveCount),
		Healthy:   need(m, "healthy", positiveCount),
	}
}

func controlPlane(n node) ControlPlane {
	m := n.open("control-plane")
	defer m.done()
	c := ControlPlane{
		TouchesPerHour:   need(m, "touches", rate).PerHour(),
		CreationsPerHour: need(m, "creations", rate).PerHour(),
		Workers:          need(m, "workers", positiveCount),
		Work:             need(m, "work", positiveVarying),
		Alarm:            need(m, "alarm", duration),
		Misread:          get(m, "misread", probability, 0),
	}
	scaling := need(m, "scaling", scaling)
	c.ScaleEvery, c.ScaleWindow = scaling[0], scaling[1]
	return c
}

// scaling returns how often scaling looks, and how far back.
func scaling(n node) [2]time.Duration {
	m := n.open("scaling")
	defer m.done()
	return [2]time.Duration{
		need(m, "every", positiveDuration),
		need(m, "window", positiveDuration),
	}
}

func stateStore(n node) StateStore {
	m := n.open("state-store")
	s := StateStore{
		Snapshots: need(m, "snapshots", positiveDuration),
		Retention: need(m, "retention", positiveDuration),
	}
	if !m.broken && s.Retention > 0 && s.Retention < s.Snapshots {
		m.refuseAt("retention", "a retention of %s keeps no snapshot, of which there is one every %s",
			FormatDuration(s.Retention), FormatDuration(s.Snapshots))
	}
	m.done()
	return s
}

func commonMode(n node) CommonMode {
	m := n.open("common-mode")
	defer m.done()
	return CommonMode{
		Share: need(m, "share", probability),
		For:   need(m, "for", varying),
	}
}
