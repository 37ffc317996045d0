package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"failsim/cmd/conform/rig"
	"failsim/models/data"
	"failsim/models/distribution"
	"failsim/models/policy"
	"failsim/sim"
)

var postgresProgram = &rig.Program{Name: "PostgreSQL", Command: "initdb", Asks: []string{"--version"}, Finds: `PostgreSQL\) (\d+\.\d+)`, Package: "postgresql", Within: "/usr/lib/postgresql/*/bin"}

// standby are the times of a game with a leader and its standby, which is killed and
// started again. Clients write so often and give up after patience.
const (
	standbyDies, standbyBack, standbyEnd = 4 * second, 16 * second, 22 * second
	writeEvery, patience                 = 500 * ms, 3 * second
)

// postgresql holds a leader without its standby against what failsim's replicating
// strategies say of such a leader.
func postgresql() []experiment {
	const text = "the standby is killed and started again 12 s later, clients write twice a second and give up after 3 s: "
	one := func(name, strategy, setting, says string) experiment {
		return experiment{name: "postgresql-" + name, program: postgresProgram,
			predict: func() []fact {
				f := withoutStandby(rig.Make[policy.Acknowledging](strategy).Acks(2))
				lasts := (standbyBack - standbyDies).Seconds()
				written := int((standbyBack - standbyDies - patience) / writeEvery)
				stand := 0
				if f.InDoubt > 0 {
					stand = written
				}
				return []fact{{strategy, says + text + "how long no write is acknowledged", secs(f.Unwritable).period(writeEvery.Seconds(), "between two writes")},
					{strategy, says + text + "share of reads answered meanwhile", part(24-int(24*(f.Unwritable-f.ReadOnly)/lasts), 24)},
					{strategy, says + text + "writes whose clients gave up and which stand afterwards", number(stand)}}
			},
			measure: func(b *rig.Bench, path string) []figure {
				p := newPostgres(b, filepath.Dir(path))
				p.standby(setting)
				return p.play()
			}}
	}
	return []experiment{one("sync", "semi-synchronous", "1 (s)", "synchronous_standby_names '1 (s)', "), one("async", "asynchronous", "", "synchronous_standby_names empty, ")}
}

// quiet is a game's listener that needs to know nothing.
type quiet struct{}

func (quiet) DataChanged(sim.Time, int, data.Faces)              {}
func (quiet) DataLost(sim.Time, int, data.Loss)                  {}
func (quiet) DataWaits(sim.Time, int, distribution.Distribution) {}
func (quiet) DataEvent(sim.Time, int, string, ...any)            {}

// withoutStandby is what failsim says of the same game.
func withoutStandby(acks policy.Acks) data.Figures {
	var kernel sim.Kernel
	all := data.New(&kernel, quiet{})
	all.Add(data.Spec{Key: key, PerSecond: float64(second / writeEvery), Replicas: []data.Replica{{Name: "leader", Writers: 1}, {Name: "standby"}}, Acks: acks})
	for _, c := range []struct {
		at time.Duration
		is data.Health
	}{{standbyDies, data.Dead}, {standbyBack, data.Well}} {
		kernel.Run(sim.Time(c.at))
		all.Fare(sim.Time(c.at), 0, 1, c.is)
	}
	kernel.Run(sim.Time(standbyEnd))
	return all.Figures(sim.Time(standbyEnd), 0)
}

// postgres is a leader, and its standby.
type postgres struct {
	b              *rig.Bench
	bin            string
	leader, second string
	follows        *rig.Process
}

// as runs a command of PostgreSQL's as somebody else than root, which it asks for.
func (p *postgres) as(command string, args ...string) []string {
	all := append([]string{filepath.Join(p.bin, command)}, args...)
	if os.Geteuid() == 0 {
		all = append([]string{"setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"}, all...)
	}
	return all
}

func (p *postgres) run(command string, args ...string) string {
	all := p.as(command, args...)
	out, _ := p.b.Run(time.Minute, all[0], all[1:]...)
	return out
}

func (p *postgres) start(name, folder, address string) *rig.Process {
	all := p.as("postgres", "-D", folder, "-p", portOf(address), "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "fsync=off", "-c", "shared_buffers=16MB", "-c", "max_wal_senders=4")
	process := p.b.Start(name, all[0], all[1:]...)
	p.b.Await(address)
	return process
}

func newPostgres(b *rig.Bench, bin string) *postgres {
	p := &postgres{b: b, bin: bin, leader: b.Port(), second: b.Port()}
	primary := filepath.Join(b.Dir, "db")
	if err := os.Mkdir(primary, 0o700); err != nil {
		b.Fail("%w", err)
	}
	if os.Geteuid() == 0 {
		os.Chmod(b.Dir, 0o711)
		b.Run(second*5, "chown", "postgres:postgres", primary)
	}
	p.run("initdb", "-A", "trust", "-U", "postgres", "-N", "-D", primary+"/leader")
	p.start("leader", primary+"/leader", p.leader)
	for made := false; !made && b.Failed() == nil; b.Sleep(b.Now() + 200*ms) { // it listens before it takes anything
		if _, made = p.ask(p.leader, 10*second, "CREATE TABLE IF NOT EXISTS t (n int PRIMARY KEY)"); !made && b.Now() > time.Minute {
			b.Fail("the leader takes no table")
		}
	}
	if out := p.run("pg_basebackup", "-h", "127.0.0.1", "-p", portOf(p.leader), "-U", "postgres", "-D", primary+"/standby", "-R", "-c", "fast"); out != "" {
		b.Fail("pg_basebackup says %q", out)
	}
	b.Write("db/standby/postgresql.auto.conf", fmt.Sprintf("primary_conninfo = 'host=127.0.0.1 port=%s user=postgres application_name=s'\n", portOf(p.leader)), nil)
	return p
}

// standby starts the standby and has commits wait for it, or not.
func (p *postgres) standby(names string) {
	p.follow()
	p.ask(p.leader, 10*second, "ALTER SYSTEM SET synchronous_standby_names = '"+names+"'")
	p.ask(p.leader, 10*second, "SELECT pg_reload_conf()")
	for want := names != ""; p.b.Failed() == nil && p.b.Now() < time.Minute; p.b.Sleep(p.b.Now() + 200*ms) {
		if is, _ := p.ask(p.leader, 10*second, "SELECT sync_state FROM pg_stat_replication"); is != "" && (is != "async") == want {
			return
		}
	}
	p.b.Fail("the standby does not follow as configured")
}

func (p *postgres) follow() {
	p.follows = p.start(fmt.Sprint("standby", p.b.Now()), filepath.Join(p.b.Dir, "db/standby"), p.second)
}

// ask has a client of its own say something, which gives up after a while.
func (p *postgres) ask(address string, patience time.Duration, sql string) (string, bool) {
	out, err := p.b.Try(patience, filepath.Join(p.bin, "psql"), "-X", "-q", "-A", "-t", "-h", "127.0.0.1", "-p", portOf(address), "-U", "postgres", "-c", sql)
	return strings.TrimSpace(out), err == nil
}

// play has the standby die and come back under writes and reads.
func (p *postgres) play() []figure {
	from := p.b.Now()
	var mu sync.Mutex
	var all sync.WaitGroup
	var acked []time.Duration
	var gaveUp []string
	reads, readsGood := 0, 0
	all.Go(func() {
		p.b.Sleep(from + standbyDies)
		p.follows.Kill()
		p.b.Sleep(from + standbyBack)
		p.follow()
	})
	for n := range int(standbyEnd / writeEvery) {
		at := time.Duration(n) * writeEvery
		p.b.Sleep(from + at)
		hung := at > standbyDies && at < standbyBack
		all.Go(func() {
			_, good := p.ask(p.leader, patience, fmt.Sprintf("INSERT INTO t VALUES (%d)", n))
			mu.Lock()
			defer mu.Unlock()
			if good {
				acked = append(acked, p.b.Now()-from)
			} else if at < standbyBack-patience {
				gaveUp = append(gaveUp, fmt.Sprint(n))
			}
		})
		if hung {
			all.Go(func() {
				_, good := p.ask(p.leader, patience, "SELECT count(*) FROM t")
				mu.Lock()
				defer mu.Unlock()
				if reads++; good {
					readsGood++
				}
			})
		}
	}
	all.Wait()
	stand := "0"
	if len(gaveUp) > 0 {
		stand, _ = p.ask(p.leader, 10*second, "SELECT count(*) FROM t WHERE n IN ("+strings.Join(gaveUp, ",")+")")
	}
	count := 0
	fmt.Sscan(stand, &count)
	return []figure{secs(longestGap(acked)), part(readsGood, reads), number(count)}
}

// longestGap is the longest time without an instant of a list, less what lies between
// two that follow each other as told.
func longestGap(list []time.Duration) float64 {
	slices.Sort(list)
	most := time.Duration(0)
	for i := 1; i < len(list); i++ {
		most = max(most, list[i]-list[i-1])
	}
	return max(0, most-writeEvery).Seconds()
}
