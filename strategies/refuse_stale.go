package strategies

import "failsim/models/policy"

var refuseStaleEntry = policy.Strategy{
	Name:   "refuse-stale",
	Called: "staleness-guard version-guard compare-and-set monotonic-version serial resource-version",
	Socket: policy.HealingSocket,
	About:  "workflows refuse a record with a lower version than the configuration that the LB runs, as of a store that lags or that an old copy was restored to",
	Hazard: "after a restore the records are right and older than what the LBs got meanwhile: it refuses them, and what is broken stays so until people write it; a wrong record with a higher version passes",
	Used:   "Terraform's state push by serial; Kubernetes' clients by resource version, whose restored etcd therefore needs its revisions raised",
	Params: []policy.Param{
		{Name: "restores", Kind: policy.WordKind, Default: "refused", Words: []string{"refused", "trusted"},
			About: "trusted: a restore gives records versions above all that were given, as etcdutl does with --bump-revision; etcd's default is not to"},
	},
	New: func(v policy.Values) any { return refuseStale{v.Word("restores") == "trusted"} },
}

// refuseStale compares versions, which do not say what is right.
type refuseStale struct{ trustsRestores bool }

var _ policy.Healing = refuseStale{}

func (r refuseStale) OnRecord(v policy.RecordView) policy.Verdict {
	if v.Older && !(v.Restored && r.trustsRestores) {
		return policy.Refuse
	}
	return policy.NoOpinion
}
