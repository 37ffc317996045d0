package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"

	"failsim/cmd/conform/rig"
	"failsim/models/data"
)

var etcdProgram = &rig.Program{Name: "etcd", Command: "etcd", Asks: []string{"--version"}, Finds: `etcd Version: (\d+\.\d+\.\d+)`, Package: "etcd-server"}

// etcd holds the election of a leader against quorum, whose defaults were measured with
// an election time-out of 1 s: here it is 3 s.
func etcd() []experiment {
	const clusters = 20
	return []experiment{{name: "etcd-leader-killed", program: etcdProgram,
		predict: func() []fact {
			return []fact{{"quorum", fmt.Sprintf("3 members, election timeout 3 s, heartbeat 300 ms, mean of %d clusters: from the leader's SIGKILL until another member takes a write", clusters), meanIn(promotions("quorum", "quorum", []string{"election-timeout=3s"}, data.Dead, 0), clusters, func(p *promoted) float64 { return p.leads })}}
		},
		measure: func(b *rig.Bench, path string) []figure {
			var took []float64
			for i := range clusters {
				if b.Failed() != nil {
					break
				}
				took = append(took, electedIn(b, path, fmt.Sprint("c", i)))
			}
			return []figure{secs(meanOfList(took))}
		}}}
}

// electedIn starts a cluster, kills its leader, and returns how long nobody takes a write.
func electedIn(b *rig.Bench, path, name string) float64 {
	var peers, clients, all []string
	for i := range 3 {
		peers, clients = append(peers, b.Port()), append(clients, b.Port())
		all = append(all, fmt.Sprintf("m%d=http://%s", i, peers[i]))
	}
	var members []*rig.Process
	for i := range 3 {
		peer, client := "http://"+peers[i], "http://"+clients[i]
		members = append(members, b.Start(fmt.Sprint(name, "-etcd", i), path, "--name", fmt.Sprint("m", i), "--data-dir", fmt.Sprintf("%s/%s-%d", b.Dir, name, i), "--listen-peer-urls", peer,
			"--initial-advertise-peer-urls", peer, "--listen-client-urls", client, "--advertise-client-urls", client, "--initial-cluster", strings.Join(all, ","),
			"--initial-cluster-token", name, "--election-timeout", "3000", "--heartbeat-interval", "300", "--unsafe-no-fsync"))
	}
	defer func() {
		for _, m := range members {
			m.Kill()
		}
	}()
	leader := -1
	for until := b.Now() + 30*second; leader < 0 && b.Now() < until && b.Failed() == nil; b.Sleep(b.Now() + 100*ms) {
		for i, c := range clients {
			status := post(b, c, "/v3/maintenance/status", "{}")
			if id := between(status, `"member_id":"`, `"`); id != "" && id == between(status, `"leader":"`, `"`) && strings.Contains(post(b, c, "/v3/kv/put", `{"key":"aw==","value":"dg=="}`), "revision") {
				leader = i
			}
		}
	}
	if leader < 0 {
		b.Fail("no leader within 30 s")
		return 0
	}
	b.Sleep(b.Now() + second)
	died, other := b.Now(), clients[(leader+1)%3]
	members[leader].Kill()
	for b.Now() < died+60*second && b.Failed() == nil {
		if strings.Contains(post(b, other, "/v3/kv/put", `{"key":"aw==","value":"dg=="}`), "revision") {
			return (b.Now() - died).Seconds()
		}
	}
	b.Fail("no write within a minute")
	return 0
}

func between(text, before, after string) string {
	_, rest, _ := strings.Cut(text, before)
	found, _, _ := strings.Cut(rest, after)
	return found
}

// post asks a member, for at most a fifth of a second.
func post(b *rig.Bench, address, path, body string) string {
	ctx, cancel := context.WithTimeout(context.Background(), 200*ms)
	defer cancel()
	q, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+address+path, strings.NewReader(body))
	if err != nil {
		b.Fail("%w", err)
		return ""
	}
	r, err := http.DefaultClient.Do(q)
	if err != nil {
		return ""
	}
	defer r.Body.Close()
	text, _ := io.ReadAll(r.Body)
	return string(text)
}
