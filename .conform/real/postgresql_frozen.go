package main

import (
	"fmt"
	"path/filepath"
	"sync"
	"syscall"
	"time"

	"failsim/cmd/conform/rig"
	"failsim/models/data"
	"failsim/models/policy"
	"failsim/sim"
)

// senderTimeout stands for wal_sender_timeout, 60 s by default.
const (
	senderTimeout          = 6 * time.Second
	standbyFreezes, gameOf = 4 * time.Second, 20 * time.Second
)

// postgresqlFrozen holds a leader of two standbys, the first of which is frozen, against what
// failsim says of one that waits for the first, and of one that waits for any.
func postgresqlFrozen() []experiment {
	one := func(which, setting string) experiment {
		return experiment{name: "postgresql-frozen-" + which, program: postgresProgram,
			predict: func() []fact {
				acks := rig.Make[policy.Acknowledging]("semi-synchronous", "which="+which, "silent="+senderTimeout.String()).Acks(3)
				return []fact{{"semi-synchronous", fmt.Sprintf("synchronous_standby_names '%s', wal_sender_timeout %v, a is frozen and b is not: how long no write is acknowledged", setting, senderTimeout), secs(frozenFirst(acks)).period(writeEvery.Seconds(), "between two writes")}}
			},
			measure: func(b *rig.Bench, path string) []figure {
				p := newPostgres(b, filepath.Dir(path))
				return []figure{secs(p.freeze(setting))}
			}}
	}
	return []experiment{one("first", "FIRST 1 (a, b)"), one("any", "ANY 1 (a, b)")}
}

// frozenFirst is what failsim says.
func frozenFirst(acks policy.Acks) float64 {
	var kernel sim.Kernel
	all := data.New(&kernel, quiet{})
	all.Add(data.Spec{Key: key, PerSecond: 1, Replicas: []data.Replica{{Name: "leader", Writers: 1}, {Name: "a"}, {Name: "b"}}, Acks: acks})
	kernel.Run(sim.Time(standbyFreezes))
	all.Fare(sim.Time(standbyFreezes), 0, 1, data.Frozen)
	kernel.Run(sim.Time(gameOf))
	return all.Figures(sim.Time(gameOf), 0).Unwritable
}

// freeze starts two standbys, stops the processes of the first, and returns the longest time
// without an acknowledged write.
func (p *postgres) freeze(setting string) float64 {
	b := p.b
	var first *rig.Process
	for i, name := range []string{"a", "b"} {
		folder := "db/" + name
		if out := p.run("pg_basebackup", "-h", "127.0.0.1", "-p", portOf(p.leader), "-U", "postgres", "-D", filepath.Join(b.Dir, folder), "-R", "-c", "fast"); out != "" {
			b.Fail("pg_basebackup says %q", out)
		}
		b.Write(folder+"/postgresql.auto.conf", fmt.Sprintf("primary_conninfo = 'host=127.0.0.1 port=%s user=postgres application_name=%s'\n", portOf(p.leader), name), nil)
		if started := p.start(name, filepath.Join(b.Dir, folder), b.Port()); i == 0 {
			first = started
		}
	}
	p.ask(p.leader, 10*second, fmt.Sprintf("ALTER SYSTEM SET wal_sender_timeout = '%v'", senderTimeout))
	p.ask(p.leader, 10*second, "ALTER SYSTEM SET synchronous_standby_names = '"+setting+"'")
	p.ask(p.leader, 10*second, "SELECT pg_reload_conf()")
	for is := ""; is != "2" && b.Failed() == nil && b.Now() < time.Minute; b.Sleep(b.Now() + 200*ms) {
		is, _ = p.ask(p.leader, 10*second, "SELECT count(*) FROM pg_stat_replication WHERE sync_state <> 'async'")
	}
	from := b.Now()
	var mu sync.Mutex
	var all sync.WaitGroup
	var acked []time.Duration
	all.Go(func() {
		b.Sleep(from + standbyFreezes)
		first.SignalAll(syscall.SIGSTOP)
	})
	for n := range int(gameOf / writeEvery) {
		b.Sleep(from + time.Duration(n)*writeEvery)
		all.Go(func() {
			if _, good := p.ask(p.leader, gameOf, fmt.Sprintf("INSERT INTO t VALUES (%d)", 1000+n)); good {
				mu.Lock()
				defer mu.Unlock()
				acked = append(acked, b.Now()-from)
			}
		})
	}
	all.Wait()
	first.SignalAll(syscall.SIGCONT)
	return longestGap(acked)
}
