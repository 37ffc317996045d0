package strategies

import "failsim/models/policy"

var logReplayEntry = policy.Strategy{
	Name:   "log-replay",
	Socket: policy.OperatingSocket,
	About:  "all calls are kept in a log: a snapshot and the log since make the state of any instant",
	Hazard: "an entry that does not apply stops the replay, which begins anew; the older the snapshot, the longer it takes",
	Used:   "AWS on 24 December 2012, by hand; databases with a write-ahead log",
	Params: []policy.Param{
		{Name: "speed", Kind: policy.FactorKind, Default: "5.5",
			About: "how much faster than real time, above 0; in 2012 15 to 17 h of changes took 175 min"},
		{Name: "stops", Kind: policy.ShareKind, Default: "10%", About: "probability that a replay fails at its end, when it is checked; below 1; assumption"},
	},
	New: func(v policy.Values) any {
		return &logReplay{max(1e-3, v.Factor("speed")), min(0.99, v.Share("stops"))}
	},
}

// logReplay has the merge follow the log.
type logReplay struct{ speed, stops float64 }

var _ policy.Operating = (*logReplay)(nil)

func (l *logReplay) Revise(p *policy.Playbook) {
	for i := range p.Steps {
		if s := &p.Steps[i]; s.Do == policy.Merge {
			s.ReplaySpeed, s.Fails = l.speed, l.stops
			if s.Else == policy.NoStep {
				s.Else = i
			}
		}
	}
}
