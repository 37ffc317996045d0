// Command growth runs failsim on worlds and traces of growing size and prints
// what each takes: processor time, the largest resident memory, and the ratio
// to the smaller one before it. Each is a process of its own on one core; the
// two of a pair run turn by turn, and the least time of each counts, as other
// work on the machine only adds. Where valgrind is, it also counts instructions.
package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// size is a run: a trace or a world.
type size struct {
	title string
	trace func() string // counts per minute, played whole through elb-2012
	world shape
}

// question compares sizes with the first of them.
type question struct {
	title string
	sizes []size
}

var day = shape{regions: 3, serving: 1, fleet: 20_000, names: 24, other: 250, rate: "2/s", touches: "0.0685/h", length: "26h"}

func with(change func(s *shape)) shape {
	s := day
	change(&s)
	return s
}

var questions = []question{
	{"requests: a trace ten times as long", []size{
		{title: "4 million in half a day", trace: counts(720, 5560)},
		{title: "40 million in five days", trace: counts(7200, 5560)},
	}},
	{"requests: a trace ten times as dense", []size{
		{title: "4 million in half a day", trace: counts(720, 5560)},
		{title: "40 million in half a day", trace: counts(720, 55600)},
	}},
	{"LBs of others that nothing touches", []size{
		{title: "20,000 a region", world: with(func(s *shape) { s.touches = "0/h" })},
		{title: "200,000 a region", world: with(func(s *shape) { s.touches, s.fleet = "0/h", 200_000 })},
	}},
	{"the tenant's LBs without clients, with their health checks", []size{
		{title: "250", world: day},
		{title: "2,500", world: with(func(s *shape) { s.other = 2500 })},
	}},
	{"regions without traffic", []size{
		{title: "3", world: with(func(s *shape) { s.touches, s.fleet = "0/h", 1000 })},
		{title: "30", world: with(func(s *shape) { s.touches, s.fleet, s.regions = "0/h", 1000, 30 })},
	}},
	{"a fleet whose records are touched", []size{
		{title: "100,000 LBs", world: with(func(s *shape) { s.regions, s.fleet = 1, 100_000 })},
		{title: "1,000,000 LBs", world: with(func(s *shape) { s.regions, s.fleet = 1, 1_000_000 })},
	}},
	{"a tenant with 100 names, with clients, in every region", []size{
		{title: "1,000 LBs in 10 regions", world: with(func(s *shape) {
			s.regions, s.serving, s.fleet, s.names, s.other, s.rate = 10, 10, 1000, 100, 0, "20/s"
		})},
		{title: "10,000 LBs in 100 regions", world: with(func(s *shape) {
			s.regions, s.serving, s.fleet, s.names, s.other, s.rate = 100, 100, 1000, 100, 0, "20/s"
		})},
	}},
}

// counts writes a trace of so many minutes with so many requests each.
func counts(minutes, each int) func() string {
	return func() string {
		var b strings.Builder
		b.WriteString("period,count\n")
		start := time.Date(2020, 3, 2, 0, 0, 0, 0, time.UTC)
		for i := range minutes {
			fmt.Fprintf(&b, "%s,%d\n", start.Add(time.Duration(i)*time.Minute).Format(time.DateTime), each)
		}
		return b.String()
	}
}

func main() {
	rounds := flag.Int("rounds", 3, "turns of each")
	flag.Parse()
	if err := run(*rounds); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(rounds int) error {
	dir, err := os.MkdirTemp("", "growth")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	failsim := filepath.Join(dir, "failsim")
	build := exec.Command("go", "build", "-o", failsim, "./cmd/failsim")
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		return err
	}
	fmt.Printf("| | processor time, least of %d | ratio | resident | ratio |\n|---|--:|--:|--:|--:|\n", rounds)
	for _, q := range questions {
		if err := q.answer(failsim, dir, rounds); err != nil {
			return fmt.Errorf("%s: %w", q.title, err)
		}
	}
	return exact(failsim, dir)
}

func (q *question) answer(failsim, dir string, rounds int) error {
	spent, resident := make([]time.Duration, len(q.sizes)), make([]int64, len(q.sizes))
	for round := range rounds {
		for i, s := range q.sizes {
			took, memory, err := s.play(failsim, dir)
			if err != nil {
				return err
			}
			if round == 0 || took < spent[i] {
				spent[i] = took
			}
			resident[i] = max(resident[i], memory)
		}
	}
	fmt.Printf("| **%s** | | | | |\n", q.title)
	for i, s := range q.sizes {
		times, sizes := "", ""
		if i > 0 {
			times = fmt.Sprintf("%.2f", float64(spent[i])/float64(spent[0]))
			sizes = fmt.Sprintf("%.2f", float64(resident[i])/float64(resident[0]))
		}
		fmt.Printf("| %s | %.2f s | %s | %d MiB | %s |\n", s.title, spent[i].Seconds(), times, resident[i]>>20, sizes)
	}
	return nil
}

// play runs failsim once and returns the processor time it took and the most
// memory it held.
func (s *size) play(failsim, dir string) (time.Duration, int64, error) {
	command, err := s.command(failsim, dir)
	if err != nil {
		return 0, 0, err
	}
	command.Env = append(os.Environ(), "GOMAXPROCS=1")
	if out, err := command.CombinedOutput(); err != nil {
		return 0, 0, fmt.Errorf("%w: %s", err, out)
	}
	usage := command.ProcessState.SysUsage().(*syscall.Rusage)
	return command.ProcessState.UserTime() + command.ProcessState.SystemTime(), usage.Maxrss << 10, nil // Linux counts in KiB
}

// command writes what failsim is to run and returns the command.
func (s *size) command(failsim, dir string) (*exec.Cmd, error) {
	args := []string{"run", "elb-2012", "--design", "single-provider", "--incident", "elb-state-loss", "--quiet"}
	if s.trace != nil {
		path := filepath.Join(dir, "counts.csv")
		if err := os.WriteFile(path, []byte(s.trace()), 0o644); err != nil {
			return nil, err
		}
		args = append(args, "--whole", "--trace", path)
	} else {
		args[1], args[3], args[5] = filepath.Join(dir, "growth.yaml"), "one", "growth"
		if err := os.WriteFile(args[1], []byte(s.world.yaml()), 0o644); err != nil {
			return nil, err
		}
	}
	return exec.Command(failsim, args...), nil
}
