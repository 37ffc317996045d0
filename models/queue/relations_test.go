package queue

import (
	"fmt"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"failsim/models/figures"
	"failsim/sim"
)

// drawn is a random station and stream in words; demand stops halfway, so that
// it is empty in the end.
type drawn struct {
	t        *testing.T
	seed     uint64
	rate     float64 // a second
	servers  int
	service  string
	mean     float64 // seconds
	stream   string  // more keys of the stream
	station  string  // more keys of the station
	arrivals string  // in place of those of the stream
	warmUp   string
}

var services = []string{"constant: {value: %s}", "exponential: {mean: %s}", "erlang: {mean: %s, stages: 3}", "lognormal: {mean: %s, cv: 2}",
	"hyperexponential: {mean: %s, cv: 3}"}

func drawSystem(t *testing.T, seed uint64) *drawn {
	key := sim.NewKey(seed, 0).Named("drawn")
	d := &drawn{t: t, seed: seed, warmUp: "none", servers: 1 + key.IntN(0, 4), mean: 0.05 + 0.2*key.Float64(1), service: services[key.IntN(2, len(services))]}
	d.rate = (0.3 + 0.6*key.Float64(3)) * float64(d.servers) / d.mean
	return d
}

func (d *drawn) text() string {
	mean := strconv.Itoa(int(math.Round(d.mean*1e9))) + "ns"
	service := fmt.Sprintf("{"+d.service+"}", mean)
	arrivals := d.arrivals
	if arrivals == "" {
		arrivals = fmt.Sprintf("traced: {every: 100s, rates: [%s/s, 0/s]}", strconv.FormatFloat(d.rate, 'f', -1, 64))
	}
	return fmt.Sprintf("queueing: drawn\nlength: 200s\nwarm-up: %s\narrivals: [{stream: web, %s, to: front%s}]\n"+
		"stations: [{station: front, servers: %d, service: %s%s}]\n", d.warmUp, arrivals, d.stream, d.servers, service, d.station)
}

func (d *drawn) with(change func(*drawn)) *drawn {
	c := *d
	change(&c)
	return &c
}

func (d *drawn) run() *figures.Report { return d.play(d.text()) }

func (d *drawn) play(text string) *figures.Report {
	d.t.Helper()
	return Run(read(d.t, text), d.seed, 0)
}

func (d *drawn) check(holds bool, format string, args ...any) {
	d.t.Helper()
	if !holds {
		require.FailNowf(d.t, "the relation is broken", "seed %d: %s\n%s", d.seed, fmt.Sprintf(format, args...), d.text())
	}
}

// alike checks that every figure of a station or stream is the same.
func (d *drawn) alike(a, b *figures.Report, of, other string) {
	d.t.Helper()
	compared := 0
	for _, f := range a.Figures {
		if f.Of != of {
			continue
		}
		x, y := f.Value, b.Value(other, f.Name)
		d.check(math.IsNaN(x) && math.IsNaN(y) || math.Abs(x-y) <= 1e-9*max(1, math.Abs(x)), "%s: %v and %v", f.Name, x, y)
		compared++
	}
	d.check(compared > 8, "%s has %d figures", of, compared)
}

const front = "station front"

// Relations between runs of random systems that differ in a known way: they
// hold run by run, since request k is the same request in both.
func TestRelationsBetweenQueues(t *testing.T) {
	for _, rel := range []struct {
		name  string
		holds func(d *drawn)
	}{
		{"one server works as long whoever is next", func(d *drawn) {
			d.servers = 1
			d.rate = min(d.rate, 0.9/d.mean)
			fifo := d.run()
			for _, discipline := range []string{"lifo", "processor-sharing"} {
				other := d.with(func(d *drawn) { d.station = ", discipline: " + discipline }).run()
				for _, name := range []string{"carried", "p_zero", "throughput"} {
					d.check(math.Abs(fifo.Value(front, name)-other.Value(front, name)) < 1e-7, "%s under %s: %v, under fifo %v", name, discipline,
						other.Value(front, name), fifo.Value(front, name))
				}
			}
		}},
		{"time is what is spent: Little's law", func(d *drawn) {
			r := d.run()
			if r.InSystem(front)[0] < 0.3 {
				return // not empty in the end
			}
			l, lw := r.Value(front, "mean_in_system"), r.Value(front, "throughput")*r.Value(front, "mean_sojourn")
			d.check(math.Abs(l-lw) < 1e-6*max(1, l), "%v and %v", l, lw)
			q, lq := r.Value(front, "mean_queue"), r.Value(front, "throughput")*r.Value(front, "mean_wait")
			d.check(math.Abs(q-lq) < 1e-6*max(1, q), "%v and %v", q, lq)
		}},
		{"servers are busy for what they serve: the utilisation distribution", func(d *drawn) {
			d.service = services[0]
			r := d.run()
			d.check(math.Abs(r.Value(front, "carried")-r.Value(front, "throughput")*d.mean) < 1e-6+float64(d.servers)*d.mean/200, "%v and %v",
				r.Value(front, "carried"), r.Value(front, "throughput")*d.mean)
			d.check(math.Abs(r.Value(front, "utilisation")*float64(d.servers)-r.Value(front, "carried")) < 1e-9, "utilisation")
		}},
		{"one server more makes nobody wait longer", func(d *drawn) {
			a, b := d.run(), d.with(func(d *drawn) { d.servers++ }).run()
			d.check(b.Value("stream web", "mean_latency") <= a.Value("stream web", "mean_latency"), "latencies %v and %v",
				a.Value("stream web", "mean_latency"), b.Value("stream web", "mean_latency"))
			for n := range a.InSystem(front) {
				d.check(atLeast(b.InSystem(front), n) <= atLeast(a.InSystem(front), n)+1e-9, "at least %d in the system for a share %v instead of %v", n,
					atLeast(b.InSystem(front), n), atLeast(a.InSystem(front), n))
			}
		}},
		{"faster service leaves no more work", func(d *drawn) {
			a, b := d.run(), d.with(func(d *drawn) { d.mean *= 0.8 }).run()
			for _, name := range []string{"mean_wait", "mean_sojourn", "carried", "mean_in_system"} {
				d.check(b.Value(front, name) <= a.Value(front, name), "%s: %v instead of %v", name, b.Value(front, name), a.Value(front, name))
			}
		}},
		{"patience that nobody exhausts changes nothing", func(d *drawn) {
			d.alike(d.run(), d.with(func(d *drawn) { d.stream = ", patience: 1h" }).run(), front, front)
		}},
		{"places that nobody needs change nothing", func(d *drawn) {
			d.alike(d.run(), d.with(func(d *drawn) { d.station = ", queue-capacity: 100000" }).run(), front, front)
		}},
		{"a bucket that is never empty changes nothing", func(d *drawn) {
			d.alike(d.run(), d.with(func(d *drawn) { d.station = ", admits: {rate: 100000/s, burst: 100000}" }).run(), front, front)
		}},
		{"one class has no priority", func(d *drawn) {
			d.alike(d.run(), d.with(func(d *drawn) { d.stream, d.station = ", class: a", ", discipline: {priority: [a]}" }).run(), front, front)
		}},
		{"who may try once does not retry", func(d *drawn) {
			d.station = ", queue-capacity: 1, fails: 10%"
			a, b := d.run(), d.with(func(d *drawn) { d.stream = ", retry: {fixed: {attempts: 1, wait: 1s}}" }).run()
			d.alike(a, b, "stream web", "stream web")
			d.check(a.Value("stream web", "attempts_per_request") == 1, "%v attempts", a.Value("stream web", "attempts_per_request"))
		}},
		{"a timeout that nobody reaches changes nothing", func(d *drawn) {
			d.alike(d.run(), d.with(func(d *drawn) { d.stream = ", timeout: 1h" }).run(), "stream web", "stream web")
		}},
		{"a group of one is its station", func(d *drawn) {
			text := strings.Replace(d.text(), "stations: [{station: front", "groups: [{group: front, balance: random, stations: [only]}]\nstations: [{station: only", 1)
			a, b := d.run(), d.play(text)
			for _, name := range []string{"mean_wait", "mean_sojourn", "utilisation", "p_wait", "mean_in_system", "p_zero", "tail_ge_3"} {
				d.check(math.Abs(a.Value(front, name)-b.Value("group front", name)) < 1e-9, "%s: %v and %v", name, a.Value(front, name), b.Value("group front", name))
			}
		}},
		{"with servers for all, sharing is no sharing", func(d *drawn) {
			d.servers = 100_000
			a, b := d.run(), d.with(func(d *drawn) { d.station = ", discipline: processor-sharing" }).run()
			for _, name := range []string{"mean_sojourn", "mean_in_system", "carried"} {
				d.check(math.Abs(a.Value(front, name)-b.Value(front, name)) < 1e-7, "%s: %v and %v", name, a.Value(front, name), b.Value(front, name))
			}
			d.check(a.Value(front, "mean_wait") == 0, "somebody waits")
		}},
		{"more services that fail change no queue", func(d *drawn) {
			a, b := d.run(), d.with(func(d *drawn) { d.station = ", fails: 30%" }).run()
			d.check(a.Value(front, "mean_in_system") == b.Value(front, "mean_in_system") && a.Value(front, "mean_wait") == b.Value(front, "mean_wait"), "waits")
			d.check(b.Value(front, "p_error") > 0.1 && b.Value("stream web", "p_error") == b.Value(front, "p_error"), "%v of services fail", b.Value(front, "p_error"))
		}},
	} {
		t.Run(rel.name, func(t *testing.T) {
			for k := range systems(t) {
				rel.holds(drawSystem(t, sim.NewKey(0, 0).Named(rel.name).Uint64(k)>>40))
			}
		})
	}
}

// systems is how many random systems a relation is tried on.
func systems(t *testing.T) uint64 {
	if text := os.Getenv("FAILSIM_SCENARIOS"); text != "" {
		n, err := strconv.Atoi(text)
		require.NoError(t, err)
		return uint64(n)
	}
	return 20
}

func atLeast(shares []float64, n int) (sum float64) {
	for _, x := range shares[min(n, len(shares)):] {
		sum += x
	}
	return sum
}
