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
	return LoadBalancers{
		Other:           file.Get(m, "other", file.CountOf, 0),
		NodesAtPeak:     file.Need(m, "nodes-at-peak", file.PositiveCountOf),
		Target:          file.Need(m, "target", file.PositiveShareOf),
		Burst:           file.Need(m, "burst", file.DurationOf),
		SurgeQueue:      file.Need(m, "surge-queue", file.CountOf),
		Check:           file.Need(m, "check", r.check),
		BackendsPerZone: file.Need(m, "backends-per-zone", file.PositiveCountOf),
		Places:          file.Need(m, "places", file.PositiveCountOf),
	}
}

func controlPlane(n file.Node) ControlPlane {
	m := n.Open("control-plane")
	defer m.Done()
	c := ControlPlane{
		TouchesPerHour:   file.Need(m, "touches", file.RateOf).PerHour(),
		CreationsPerHour: file.Need(m, "creations", file.RateOf).PerHour(),
		Workers:          file.Need(m, "workers", file.PositiveCountOf),
		Work:             file.Need(m, "work", distribution.PositiveOf),
		Alarm:            file.Need(m, "alarm", file.DurationOf),
		Misread:          file.Get(m, "misread", file.ProbabilityOf, 0),
	}
	scaling := file.Need(m, "scaling", scaling)
	c.ScaleEvery, c.ScaleWindow = scaling[0], scaling[1]
	return c
}

// scaling returns how often scaling looks, and how far back.
func scaling(n file.Node) [2]time.Duration {
	m := n.Open("scaling")
	defer m.Done()
	return [2]time.Duration{
		file.Need(m, "every", file.PositiveDurationOf),
		file.Need(m, "window", file.PositiveDurationOf),
	}
}

func stateStore(n file.Node) StateStore {
	m := n.Open("state-store")
	s := StateStore{
		Snapshots: file.Need(m, "snapshots", file.PositiveDurationOf),
		Retention: file.Need(m, "retention", file.PositiveDurationOf),
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
		Share: file.Need(m, "share", file.ProbabilityOf),
		For:   file.Need(m, "for", distribution.Of),
	}
}
