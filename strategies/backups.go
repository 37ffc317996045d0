package strategies

import (
	"fmt"

	"failsim/models/policy"
)

var backupsEntry = policy.Strategy{
	Name:   "backups",
	Socket: policy.FilteringSocket,
	About:  "the last backends of a pool are in the choice only when none of the others is healthy, as HAProxy's and nginx's backup servers",
	Hazard: "until the very last of the others is lost they idle, while it drowns; one backup gets the whole load",
	Used:   "HAProxy's and nginx's backup servers",
	Params: []policy.Param{
		{Name: "last", Kind: policy.CountKind, Default: "1", About: "backends of the pool that are backups; assumption; all of them: none is"},
		{Name: "use", Kind: policy.WordKind, Default: "first", Words: []string{"first", "all"}, About: "first: one backup at a time, HAProxy's default; all: HAProxy's option allbackups, and nginx"},
	},
	New: func(v policy.Values) any { return &backups{v.Count("last"), v.Word("use") == "all"} },
}

type backups struct {
	last int
	all  bool
}

var (
	_ policy.Filtering = (*backups)(nil)
	_ policy.Doubting  = (*backups)(nil)
)

// Doubt implements policy.Doubting.
func (b *backups) Doubt(c policy.PoolDemand) string {
	if b.last == 0 || b.last < c.Backends {
		return ""
	}
	return fmt.Sprintf("last is %d, which is all of them, so none is a backup", b.last)
}

func (b *backups) Filter(t *policy.Targets) {
	first, n := t.Members-b.last, 0
	if first <= 0 {
		return
	}
	for n < len(t.Healthy) && int(t.Healthy[n]) < first {
		n++
	}
	switch {
	case n > 0:
		t.Healthy = t.Healthy[:n]
	case !b.all && len(t.Healthy) > 1:
		t.Healthy = t.Healthy[:1]
	}
}
