package main

import (
	"time"

	"failsim/cmd/conform/rig"
	"failsim/cmd/internal/conform/model"
	"failsim/models/policy"
)

// posts has each request be one that may not be done twice.
type posts struct{ policy.LBRetrying }

// Again implements policy.LBRetrying.
func (p posts) Again(t *policy.Try) (policy.Where, time.Duration) {
	t.NonIdempotent = true
	return p.LBRetrying.Again(t)
}

// nginxPosts: one of two servers answers 503, which nginx may pass on, and requests are
// POSTs.
func nginxPosts() experiment {
	const gap, n = 100 * ms, 60
	return experiment{name: "nginx-posts", program: nginxProgram,
		predict: func() (list []fact) {
			for _, word := range []string{"no", "yes"} {
				s := setup(2, model.Every(gap, n), "weighted-round-robin", posts{nextUpstream("errors=yes", "non-idempotent="+word)})
				r, _ := predicted(fails(s, 1, rig.Errs, 0, ever))
				list = append(list, fact{"next-upstream", "one of two servers answers 503, proxy_next_upstream http_503, max_fails=0, non_idempotent: " + word + ": POSTs that fail", part(r.bad, n)})
			}
			return list
		},
		measure: func(b *rig.Bench, path string) (list []figure) {
			servers := b.Backends(2, 0)
			servers[0].Set(rig.Errs)
			for _, word := range []string{"", " non_idempotent"} {
				e := startNginx(b, path, "", "max_fails=0", "proxy_next_upstream error timeout http_503"+word+";", servers)
				r := measured(b.Send(&rig.Load{URL: e.url(), Method: "POST", At: rig.Every(b.Now(), gap, n), Limit: 10 * second}))
				e.process.Kill()
				list = append(list, part(r.bad, n))
			}
			return list
		}}
}
