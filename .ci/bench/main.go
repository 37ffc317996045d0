// Command bench runs the benchmarks of the kernel, of a whole request and of
// reading traces turn by turn, and prints one table of medians: what one of
// each costs, its ratio to a floor in the same turn, and what it allocates.
// Floors: of the kernel a hand-written program in the same total order; of a
// log the time that it takes to cut it into lines; of a request an event of the
// hand-written HOLD with 1,000 pending, as how fast a machine is at that tells
// best how fast it is at all.
package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// row is a line of the table and where it comes from.
type row struct {
	title     string
	benchmark string // as go test prints it
	of        string // of what the nanoseconds are
	ns        func(m metrics) float64
	floor     string // the metric that is the ratio to the floor
	allocs    func(m metrics) float64
	also      func(m metrics) string
}

var rows = []row{
	kernel("HOLD, 1e3 pending", hold), kernel("HOLD, 1e5 pending", "Hold1e5"), kernel("HOLD, 1e6 pending", "Hold1e6"),
	kernel("M/M/1", "OneQueue"), kernel("two choices of 100", "TwoChoices"),
	request("one provider, steady", "single-provider/steady"), request("one provider, faults", "single-provider/faults"),
	request("two providers, steady", "multi-provider-client/steady"), request("two providers, faults", "multi-provider-client/faults"),
	reading("read a common log", "Read/clf_of_95_bytes"), reading("read a combined log", "Read/clf_of_171_bytes"),
	{title: "replay counts", benchmark: "Arrival/of_counts", of: "request", ns: perOp, allocs: allocsPerOp, also: perSecond("requests")},
}

// suites are the packages whose benchmarks are run, and the tests that hold
// what is measured against its golden file.
var suites = []struct{ folder, tests, benchmarks, time string }{
	{"sim", "^$", "^Benchmark(Hold1e[356]|OneQueue|TwoChoices)$", "15x"},
	{"cmd/internal/study", "^TestMeasuredRunsAreWhatTheyWere$", "^BenchmarkRequest$", "500ms"},
	{"sim", "^$", "^BenchmarkHold1e3$", "15x"}, // again: a request's floor is that before and after it
	{"traces", "^$", "^Benchmark(Read|Arrival)$/^(clf.*|of_counts$)", "100ms"},
}

func kernel(title, benchmark string) row {
	return row{title: title, benchmark: benchmark, of: "event", floor: "kernel/floor", allocs: allocsPerOp,
		ns: func(m metrics) float64 { return m["kernel-ns/event"] }}
}

func request(title, benchmark string) row {
	return row{title: title, benchmark: "Request/" + benchmark, of: "request",
		ns:     func(m metrics) float64 { return m["ns/request"] },
		allocs: func(m metrics) float64 { return m["allocs/request"] },
		also:   func(m metrics) string { return fmt.Sprintf("%.3f events a request", m["events/request"]) },
		floor:  perHold}
}

const (
	hold    = "Hold1e3"
	perHold = "request/hold-floor" // of a request's turn; relate works it out
)

// relate gives each turn of a request its ratio to the floor of HOLD in that
// turn: the mean of before and after, as machines change their pace in seconds.
func relate(turns map[string][]metrics) {
	for _, r := range rows {
		for i, m := range turns[r.benchmark] {
			if r.floor == perHold && 2*i+1 < len(turns[hold]) {
				m[perHold] = 2 * r.ns(m) / (turns[hold][2*i]["floor-ns/event"] + turns[hold][2*i+1]["floor-ns/event"])
			}
		}
	}
}

func reading(title, benchmark string) row {
	return row{title: title, benchmark: benchmark, of: "line", floor: "x-plain",
		ns:     func(m metrics) float64 { return 1e3 / m["Mlines/s"] },
		allocs: func(m metrics) float64 { return m["allocs/op"] / linesOfALog },
		also: func(m metrics) string {
			return fmt.Sprintf("%.1f million lines a second, %.0f MB/s", m["Mlines/s"], m["MB/s"])
		}}
}

const linesOfALog = 100_000 // in the benchmarks of package traces

func perOp(m metrics) float64       { return m["ns/op"] }
func allocsPerOp(m metrics) float64 { return m["allocs/op"] }

func perSecond(what string) func(m metrics) string {
	return func(m metrics) string { return fmt.Sprintf("%.0f million %s a second", 1e3/m["ns/op"], what) }
}

// metrics are the values of one line of go test -bench by their units.
type metrics map[string]float64

func main() {
	rounds := flag.Int("rounds", 5, "turns of each")
	flag.Parse()
	if err := run(*rounds); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(rounds int) error {
	dir, err := os.MkdirTemp("", "bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	for _, s := range suites {
		build := exec.Command("go", "test", "-c", "-o", binary(dir, s.folder), "./"+s.folder)
		build.Stderr = os.Stderr
		if err := build.Run(); err != nil {
			return err
		}
	}
	turns := make(map[string][]metrics)
	for i := range rounds {
		for _, s := range suites {
			tests := s.tests
			if i > 0 {
				tests = "^$"
			}
			turn := exec.Command(binary(dir, s.folder), "-test.run", tests, "-test.bench", s.benchmarks, "-test.benchtime", s.time, "-test.benchmem")
			turn.Dir = s.folder
			out, err := turn.CombinedOutput()
			if err != nil {
				return fmt.Errorf("%s: %w\n%s", s.folder, err, out)
			}
			collect(turns, string(out))
		}
	}
	relate(turns)
	return show(turns, rounds)
}

func binary(dir, folder string) string {
	return filepath.Join(dir, strings.ReplaceAll(folder, "/", "-")+".test")
}

// collect reads lines such as "BenchmarkX/y-2   5   12.3 ns/op   4 allocs/op".
func collect(turns map[string][]metrics, out string) {
	for line := range strings.Lines(out) {
		fields := strings.Fields(line)
		name, ok := strings.CutPrefix(line, "Benchmark")
		if !ok || len(fields) < 4 {
			continue
		}
		name = strings.Fields(name)[0]
		if at := strings.LastIndexByte(name, '-'); at > 0 {
			if _, err := strconv.Atoi(name[at+1:]); err == nil { // the number of processors
				name = name[:at]
			}
		}
		m := make(metrics)
		for i := 2; i+1 < len(fields); i += 2 {
			m[fields[i+1]], _ = strconv.ParseFloat(fields[i], 64)
		}
		turns[name] = append(turns[name], m)
	}
}

func show(turns map[string][]metrics, rounds int) error {
	fmt.Printf("medians of %d turns\n\n| workload | ns | of a | times the floor | allocations | |\n|---|--:|---|--:|--:|---|\n", rounds)
	for _, r := range rows {
		all := turns[r.benchmark]
		expected := rounds
		if r.benchmark == hold {
			expected = 2 * rounds
		}
		if len(all) != expected {
			return fmt.Errorf("benchmark %s printed %d lines instead of %d", r.benchmark, len(all), expected)
		}
		middle := make(metrics)
		for unit := range all[0] {
			middle[unit] = median(all, unit)
		}
		ratio, also := "", ""
		if r.floor != "" {
			ratio = fmt.Sprintf("%.2f", middle[r.floor])
		}
		if r.also != nil {
			also = r.also(middle)
		}
		fmt.Printf("| %s | %s | %s | %s | %.2g | %s |\n", r.title, threeDigits(r.ns(middle)), r.of, ratio, r.allocs(middle), also)
	}
	return nil
}

func threeDigits(ns float64) string {
	if ns >= 100 {
		return fmt.Sprintf("%.0f", ns)
	}
	return fmt.Sprintf("%.3g", ns)
}

func median(all []metrics, unit string) float64 {
	xs := make([]float64, len(all))
	for i, m := range all {
		xs[i] = m[unit]
	}
	slices.Sort(xs)
	return (xs[(len(xs)-1)/2] + xs[len(xs)/2]) / 2
}
