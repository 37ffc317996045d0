// Command peers runs the same three workloads on failsim's kernel, on code
// written by hand for them alone and on other simulators, turn by turn in one
// run, and prints what an event costs on each. A peer that cannot be had here
// is named and left out. All must come to the same result.
//
//	cd .peers && go run .
package main

import (
	"flag"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"failsim/peers/draws"
)

var workloads = []struct{ name, title string }{
	{draws.OneQueue, "M/M/1"}, {draws.TwoChoices, "two choices"}, {draws.Hold, "HOLD, 1,000 pending"},
}

// peer is a simulator that may be here.
type peer struct {
	name  string
	build func(dir string) (command []string, version string, err error)
	size  int // customers and, half as many, holds, so that a turn takes about half a second

	command []string
	version string
	spent   map[string][]float64 // nanoseconds an event, by workload, in turn
}

func peers() []*peer {
	return []*peer{
		{name: "failsim", build: ours("failsim"), size: 2_000_000},
		{name: "hand-written Go", build: ours("hand"), size: 2_000_000},
		{name: "ns-3", build: ns3, size: 500_000},
		{name: "simgo", build: ofModule("simgo", "github.com/fschuetz04/simgo"), size: 200_000},
		{name: "godes", build: ofModule("godes", "github.com/agoussia/godes"), size: 60_000},
		{name: "SimPy", build: simPy, size: 60_000},
	}
}

func main() {
	rounds := flag.Int("rounds", 5, "turns of each")
	flag.Parse()
	if err := run(*rounds); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(rounds int) error {
	dir, err := os.MkdirTemp("", "peers")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	var here []*peer
	var absent []string
	for _, p := range peers() {
		if p.command, p.version, err = p.build(dir); err != nil {
			absent = append(absent, fmt.Sprintf("%s: %v", p.name, err))
			continue
		}
		p.spent = make(map[string][]float64)
		here = append(here, p)
	}
	if len(here) == 0 || here[0].name != "failsim" {
		return fmt.Errorf("failsim itself does not build: %s", strings.Join(absent, "; "))
	}
	for range rounds {
		for _, w := range workloads {
			for _, p := range here {
				if err := p.turn(w.name, here[0]); err != nil {
					return err
				}
			}
		}
	}
	show(here, rounds)
	for _, a := range absent {
		fmt.Println("not here:", a)
	}
	return nil
}

// turn runs a peer once. At its first turn it must find what failsim finds for
// the same number of events; units of time are rounded differently.
func (p *peer) turn(workload string, reference *peer) error {
	spent, result, err := p.play(workload, p.size)
	if err != nil {
		return err
	}
	if len(p.spent[workload]) == 0 {
		_, wanted, err := reference.play(workload, p.size)
		if err != nil {
			return err
		}
		if math.Abs(result-wanted) > 1e-4*wanted {
			return fmt.Errorf("%s finds %v in %s, failsim %v", p.name, result, workload, wanted)
		}
	}
	p.spent[workload] = append(p.spent[workload], spent)
	return nil
}

func (p *peer) play(workload string, size int) (spent, result float64, err error) {
	args := append(slices.Clone(p.command[1:]), workload, strconv.Itoa(size))
	out, err := exec.Command(p.command[0], args...).Output()
	if err != nil {
		return 0, 0, fmt.Errorf("%s: %s: %w", p.name, workload, err)
	}
	if _, err := fmt.Sscan(string(out), &spent, &result); err != nil {
		return 0, 0, fmt.Errorf("%s: %s: %q: %w", p.name, workload, out, err)
	}
	return spent, result, nil
}

func show(here []*peer, rounds int) {
	fmt.Printf("| ns an event, median of %d turns; times failsim's |", rounds)
	for _, w := range workloads {
		fmt.Printf(" %s |", w.title)
	}
	fmt.Printf("\n|---|%s\n", strings.Repeat("--:|", len(workloads)))
	for _, p := range here {
		fmt.Printf("| %s |", strings.TrimSpace(p.name+" "+p.version))
		for _, w := range workloads {
			// The ratio of a round, not of medians: a slow spell slows both.
			ratios := make([]float64, rounds)
			for i := range ratios {
				ratios[i] = p.spent[w.name][i] / here[0].spent[w.name][i]
			}
			fmt.Printf(" %.3g (%.2gx) |", median(p.spent[w.name]), median(ratios))
		}
		fmt.Println()
	}
}

func median(xs []float64) float64 {
	xs = slices.Sorted(slices.Values(xs))
	return (xs[(len(xs)-1)/2] + xs[len(xs)/2]) / 2
}

// ours builds a program of this module that needs no peer.
func ours(name string) func(dir string) ([]string, string, error) {
	return func(dir string) ([]string, string, error) { return goBuild(dir, name) }
}

func ofModule(name, module string) func(dir string) ([]string, string, error) {
	return func(dir string) ([]string, string, error) {
		command, _, err := goBuild(dir, name)
		if err != nil {
			return nil, "", err
		}
		version, err := exec.Command("go", "list", "-m", "-f", "{{.Version}}", module).Output()
		return command, short(strings.TrimSpace(string(version))), err
	}
}

// short leaves of a version between releases the commit.
func short(version string) string {
	if at := strings.LastIndex(version, "-"); at >= 0 && len(version) > at+8 {
		return version[at+1 : at+8]
	}
	return version
}

func goBuild(dir, name string) ([]string, string, error) {
	target := filepath.Join(dir, name)
	return []string{target}, "", attempt("go", "build", "-o", target, "./"+name)
}

func ns3(dir string) ([]string, string, error) {
	target := filepath.Join(dir, "ns3")
	// Debian's libns3-dev has ns-3 as shared libraries, built as released.
	if err := attempt("g++", "-O3", "-DNDEBUG", "ns3/peer.cc", "-o", target, "-lns3-core"); err != nil {
		return nil, "", err
	}
	version, _ := exec.Command("pkg-config", "--modversion", "ns3-core").Output() // only a label
	return []string{target}, strings.TrimSpace(string(version)), nil
}

func simPy(string) ([]string, string, error) {
	err := fmt.Errorf("no Python that has simpy")
	for _, python := range []string{"python3", "/usr/bin/python3"} {
		version, failed := exec.Command(python, "-c", "import simpy; print(simpy.__version__)").Output()
		if failed == nil {
			return []string{python, "simpy/peer.py"}, strings.TrimSpace(string(version)), nil
		}
	}
	return nil, "", err
}

// attempt runs a command and makes an error of what it complains about first.
func attempt(name string, args ...string) error {
	out, err := exec.Command(name, args...).CombinedOutput()
	if err == nil {
		return nil
	}
	for line := range strings.Lines(string(out)) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") && !strings.HasPrefix(line, "go: downloading") {
			return fmt.Errorf("%s", line)
		}
	}
	return err
}
