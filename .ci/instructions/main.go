// Command instructions counts the instructions of a whole request, client to
// record, and says which part of its way they go to. Unlike times, counts are
// the same whatever else a machine does, to one in a thousand. It says what each
// may be at most, and fails where one is more. It needs valgrind, and takes about
// five minutes.
package main

import (
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// parts of a request's way, by the file or function that an instruction is of,
// of which inlined code keeps its own; the first that matches counts.
var parts = []struct {
	title   string
	matches *regexp.Regexp
}{
	{"arrivals: when the next request of a stream comes, or a customer's call", of(`Exponentials|traces[/.]|distribution/daily\.go|stream\)\.readOn|client/stream\.go`)},
	{"turns: whose request comes next, and the clock", of(`turns\.go|Clients\)\.arrivals|sim/(kernel|slot|queue)\.go`)},
	{"identities: user, name, population", of(`client/(population|bounds)\.go|identify|follow`)},
	{"route: DNS answer, endpoint, LB", of(`models/dns/|client/(route|choose)\.go|ranked_list|Choose|rankedList`)},
	{"LB: its capacity", of(`balancer/(lb|regions)\.go|balancer\.\(\*LB\)|station/rated\.go|station\.\(\*Rated\)`)},
	{"outstanding attempts at each backend", of(`wheel|openAttempts|balancer/open\.go`)},
	{"LBs that learn and filter: outcomes reported, what filters leave", of(`balancer/(hooks|closings|verdicts)\.go|\)\.(Learn|Filter)\b|strategies/(outlier|peak|panic)|portable\.Decay`)},
	{"choice of a backend", of(`Pick`)},
	{"service: its distribution, less the draw", of(`models/distribution|Lognormal`)},
	{"passing on: the LB's and the backend's state, draws, servers and queue", of(`models/(station|balancer)`)},
	{"control planes: touches, workflows, scaling", of(`models/(control|store|people|health)`)},
	{"failures: retries, time-outs, requests in flight", of(`models/caller|client/calls\.go`)},
	{"ledger of what will be answered", of(`models/client`)},
	{"record: counts, latencies, user-minutes, fingerprint", of(`results/counted|figures/histogram\.go|figures\.\(\*Histogram|Fingerprint`)},
}

const rest = "the world's building, figures at the end, and the rest"

func of(pattern string) *regexp.Regexp { return regexp.MustCompile(pattern) }

// workload is one of the runs of BenchmarkRequest.
type workload struct {
	title, name string
	most        float64 // instructions a request; 0: as many as it takes
}

// tables are what is printed: a request of designs without mechanisms, and what
// mechanisms cost, each beside the same without it.
var tables = []struct {
	workloads []workload
	ratios    []ratio
}{
	{workloads: []workload{
		{"one provider, steady", "single-provider/steady", 1072}, {"with faults", "single-provider/faults", 1188},
		{"two providers, steady", "multi-provider-client/steady", 1227}, {"with faults", "multi-provider-client/faults", 1277},
		{"ten designs side by side, with faults (aim: 850)", "ten-designs/faults", 0},
	}},
	{workloads: []workload{
		{"one provider, steady", "single-provider/steady", 1072},
		{"outlier-ejection, which learns and filters", "single-provider/steady-ejecting", 0},
		{"peak-ewma, which learns, and panic, which filters", "single-provider/steady-averaging", 0},
		{"round-robin, which looks at nothing", "single-provider/steady-turns", 0},
	}, ratios: []ratio{{1, 0, 1.35}, {2, 0, 1.35}, {3, 0, 0.906}}}, // 0.906: a hundred less
	{workloads: []workload{
		{"one provider, with faults", "single-provider/faults", 1188},
		{"seven services, three queues, a herd of 20,000 besides", "single-provider/services", 0},
	}, ratios: []ratio{{1, 0, 0}}},
	{workloads: []workload{
		{"two providers, steady, probes that see no slowness", "multi-provider-client/steady-blind", 0},
		{"probes that see it", "multi-provider-client/steady", 1227},
		{"faults and slow servers, probes that see no slowness", "multi-provider-client/slow-blind", 0},
		{"probes that see it", "multi-provider-client/slow", 0},
	}, ratios: []ratio{{1, 0, 1.05}, {3, 2, 1.15}}},
}

// ratio is of two workloads of a table, and may be most, or anything where that is 0.
type ratio struct {
	of, to int
	most   float64
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	for _, tool := range []string{"valgrind", "callgrind_annotate"} {
		if _, err := exec.LookPath(tool); err != nil {
			return fmt.Errorf("%w; Debian has it in the package valgrind", err)
		}
	}
	dir, err := os.MkdirTemp("", "instructions")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	binary := filepath.Join(dir, "study.test")
	if out, err := exec.Command("go", "test", "-c", "-o", binary, "./cmd/internal/study").CombinedOutput(); err != nil {
		return fmt.Errorf("%w\n%s", err, out)
	}
	counted := make(map[string]map[string]float64)
	var above []string
	for i, t := range tables {
		if i > 0 {
			fmt.Println()
		}
		for _, w := range t.workloads {
			if counted[w.name] != nil {
				continue
			}
			if counted[w.name], err = request(dir, binary, w.name); err != nil {
				return err
			}
		}
		above = append(above, show(t.workloads, t.ratios, counted)...)
	}
	if len(above) > 0 {
		return fmt.Errorf("above the limit:\n%s", strings.Join(above, "\n"))
	}
	return nil
}

// request returns the instructions of a request by part: those by which two
// runs exceed one.
func request(dir, binary, name string) (map[string]float64, error) {
	requests, err := requestsOf(name)
	if err != nil {
		return nil, err
	}
	once, err := count(dir, binary, name, 1)
	if err != nil {
		return nil, err
	}
	twice, err := count(dir, binary, name, 2)
	if err != nil {
		return nil, err
	}
	byPart := make(map[string]float64)
	for function, n := range twice {
		byPart[partOf(function)] += (n - once[function]) / requests
	}
	return byPart, nil
}

// requestsOf returns how many requests a run has, by the golden file that the
// benchmark is compared with.
func requestsOf(name string) (float64, error) {
	golden, err := os.ReadFile(filepath.Join("cmd", "internal", "study", "testdata", "measured.golden"))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(golden)) { // design, steady or faults, fingerprint, requests, events
		if f := strings.Fields(line); len(f) == 5 && f[0]+"/"+f[1] == name {
			return strconv.ParseFloat(f[3], 64)
		}
	}
	if after, ok := strings.CutPrefix(name, "ten-designs/"); ok { // they meet the same requests
		one, err := requestsOf("single-provider/" + after)
		return 10 * one, err
	}
	return 0, fmt.Errorf("measured.golden holds no %s", name)
}

func partOf(function string) string {
	for _, p := range parts {
		if p.matches.MatchString(function) {
			return p.title
		}
	}
	return rest
}

var counted = regexp.MustCompile(`^ *([0-9,]+) \([ 0-9.]+%\) +(.+?)(?: \[[^\]]*\])?$`)

// count runs the benchmark so many times and returns instructions by file and
// function.
func count(dir, binary, name string, times int) (map[string]float64, error) {
	profile := filepath.Join(dir, "profile")
	play := exec.Command("valgrind", "--tool=callgrind", "--callgrind-out-file="+profile, binary,
		"-test.run", "^$", "-test.bench", "^BenchmarkRequest$/^"+name+"$", "-test.benchtime", fmt.Sprintf("%dx", times))
	play.Dir = filepath.Join("cmd", "internal", "study")
	play.Env = append(os.Environ(), "GOGC=off", "GOMAXPROCS=1", "GODEBUG=asyncpreemptoff=1,cpu.rdtscp=off") // what the runtime does by the clock stays out, and an instruction that valgrind does not know
	if out, err := play.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("%s: %w\n%s", name, err, out)
	}
	out, err := exec.Command("callgrind_annotate", "--threshold=100", "--auto=no", profile).Output()
	if err != nil {
		return nil, err
	}
	byFunction := make(map[string]float64)
	for line := range strings.Lines(string(out)) {
		if m := counted.FindStringSubmatch(strings.TrimRight(line, "\n")); m != nil {
			n, _ := strconv.ParseFloat(strings.ReplaceAll(m[1], ",", ""), 64)
			byFunction[m[2]] += n
		}
	}
	delete(byFunction, "PROGRAM TOTALS")
	if len(byFunction) < 100 {
		return nil, fmt.Errorf("%s: callgrind_annotate printed no functions", name)
	}
	return byFunction, nil
}

// show prints a table, and returns what is above its limit.
func show(workloads []workload, ratios []ratio, counted map[string]map[string]float64) (above []string) {
	fmt.Print("| instructions a request |")
	for _, w := range workloads {
		fmt.Printf(" %s |", w.title)
	}
	fmt.Println("\n|---|" + strings.Repeat("--:|", len(workloads)))
	line := func(title string, value func(w workload) float64) {
		fmt.Printf("| %s |", title)
		for _, w := range workloads {
			fmt.Printf(" %.0f |", value(w))
		}
		fmt.Println()
	}
	for _, p := range parts {
		line(p.title, func(w workload) float64 { return counted[w.name][p.title] })
	}
	line(rest, func(w workload) float64 { return counted[w.name][rest] })
	all := func(w workload) (sum float64) {
		for _, n := range counted[w.name] {
			sum += n
		}
		return sum
	}
	line("**all**", all)
	fmt.Print("| at most |")
	for _, w := range workloads {
		if w.most == 0 {
			fmt.Print(" |")
			continue
		}
		if fmt.Printf(" %.0f |", w.most); math.Round(all(w)) > w.most {
			above = append(above, fmt.Sprintf("%s: %.0f instructions a request, of %.0f", w.name, all(w), w.most))
		}
	}
	fmt.Println()
	for _, r := range ratios {
		of, to := workloads[r.of], workloads[r.to]
		times := all(of) / all(to)
		fmt.Printf("\n%s: %.3f times %s", of.title, times, to.title)
		if r.most > 0 {
			fmt.Printf(", at most %g", r.most)
			if times > r.most {
				above = append(above, fmt.Sprintf("%s: %.3f times %s, of %g", of.name, times, to.name, r.most))
			}
		}
		fmt.Println()
	}
	return above
}
