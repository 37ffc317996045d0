package main

import (
	"fmt"
	"math"
	"os"
	"path"
	"runtime"
	"runtime/debug"
	"strconv"
	"time"

	"github.com/spf13/pflag"
	"go.yaml.in/yaml/v4"

	"failsim/cmd/internal/study"
	"failsim/models/file"
	"failsim/results/words"
)

// memory is how much memory runs may take.
type memory struct{ limit string }

func (m *memory) add(f *pflag.FlagSet) {
	f.StringVar(&m.limit, "memory", "", "most memory that runs may take, such as 8GB (default: what the machine, its control group and ulimit allow)")
}

// bytes returns the limit; 0 if none is known.
func (m *memory) bytes() (float64, error) {
	if m.limit != "" {
		bytes, err := file.ParseSize(m.limit)
		if err != nil || bytes <= 0 {
			return 0, usage("--memory %q: not a size such as 8GB or 512MiB", m.limit)
		}
		return bytes, nil
	}
	least := machineMemory()
	if set := debug.SetMemoryLimit(-1); set < math.MaxInt64 && (least == 0 || float64(set) < least) { // GOMEMLIMIT
		least = float64(set)
	}
	return least, nil
}

// frugal has the collector run when garbage is half of what is in use, unless GOGC says
// something else. The default comparison then takes 116 MB at its peak instead of 145, in the
// same time (within what turns differ by; 30 November 2026): see drawingPercent, too.
func frugal() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(50)
	}
}

// Below these no note is needed.
const (
	largeMemory = 1e9              // bytes
	largeWork   = 10 * time.Minute // of processor time
)

// afford refuses, before the work, runs that take more memory than there is,
// and returns what to say of large ones. name is the scenario; runs are made jobs
// at a time, 0 for one a core.
func (m *memory) afford(name string, size study.Size, runs, jobs int) (said string, err error) {
	limit, err := m.bytes()
	if err != nil {
		return "", err
	}
	if jobs <= 0 {
		jobs = runtime.GOMAXPROCS(0)
	}
	jobs = min(jobs, runs)
	all := size.Bytes() * float64(jobs)
	if limit > 0 && all > limit {
		return "", tooLarge(name, &size, jobs, limit)
	}
	work := size.Seconds * float64(runs)
	if all < largeMemory && work < largeWork.Seconds() {
		return "", nil
	}
	return fmt.Sprintf("about %s of memory (%s at a time), %s requests in %s, and %s of processor time",
		roundSize(all), plainRuns(jobs), roundCount(size.Requests*float64(runs)), plainRuns(runs), roundWork(work)), nil
}

// abreast returns how many runs each job may make side by side: as many as half of
// what --memory allows has room for, as sizes are of the order of magnitude; without
// it, no more than take what needs no note.
func (m *memory) abreast(size study.Size, jobs int) int {
	limit, _ := m.bytes()
	allowed := limit / 2
	if m.limit == "" && (limit == 0 || allowed > largeMemory) {
		allowed = largeMemory
	}
	if jobs <= 0 {
		jobs = runtime.GOMAXPROCS(0)
	}
	return max(1, int(allowed/(size.Bytes()*float64(jobs))))
}

func tooLarge(name string, size *study.Size, jobs int, limit float64) error {
	cost := size.Costliest()
	where, value := placeOf(name, cost)
	way := cost.Remedy
	if one := size.Bytes(); jobs > 1 && one <= limit {
		way = fmt.Sprintf("--jobs %d, or %s", max(1, int(limit/one)), way)
	}
	takes := "a run takes"
	if jobs > 1 {
		takes = fmt.Sprintf("%d runs at a time take", jobs)
	}
	return usage("%s%s%s needs about %s of memory; %s %s in all, and there are %s (--memory sets another limit); the way out: %s",
		where, cost.Key, value, roundSize(cost.Bytes), takes, roundSize(size.Bytes()*float64(jobs)), roundSize(limit), way)
}

// some returns how many are named, or all if none is.
func some(names []string, all int) int {
	if len(names) > 0 {
		return len(names)
	}
	return all
}

func plainRuns(n int) string { return plural(n, "run") }

// plural is a number of things.
func plural[N int | int64](n N, thing string) string {
	return words.Plural(int64(n), thing)
}

func roundSize(bytes float64) string {
	for _, u := range []struct {
		name string
		size float64
	}{{"EB", 1e18}, {"PB", 1e15}, {"TB", 1e12}, {"GB", 1e9}} {
		if bytes >= u.size {
			return rounded(bytes/u.size) + " " + u.name
		}
	}
	return fmt.Sprintf("%.0f MB", bytes/1e6)
}

func roundCount(n float64) string {
	switch {
	case n >= 1e9:
		return rounded(n/1e9) + " billion"
	case n >= 1e6:
		return rounded(n/1e6) + " million"
	}
	return rounded(n)
}

func roundWork(seconds float64) string {
	for _, u := range []struct {
		name string
		size float64
	}{{"years", 365 * 86400}, {"days", 86400}, {"hours", 3600}, {"minutes", 60}} {
		if seconds >= 2*u.size {
			return rounded(seconds/u.size) + " " + u.name
		}
	}
	return rounded(seconds) + " s"
}

// rounded is a number to two digits, in full: a reader need not know what e+02 is.
func rounded(x float64) string {
	two, err := strconv.ParseFloat(strconv.FormatFloat(x, 'e', 1, 64), 64)
	if err != nil {
		two = x
	}
	return strconv.FormatFloat(two, 'f', -1, 64)
}

// placeOf finds where a scenario says what costs most: FILE:LINE:COLUMN, and the
// value. Aliases and designs that are like others say it once.
func placeOf(name string, cost *study.Cost) (where, value string) {
	content, err := embedded.ReadFile(path.Join("scenarios", name+".yaml"))
	if err != nil {
		if content, err = os.ReadFile(name); err != nil {
			return name + ": ", ""
		}
	}
	var root yaml.Node
	if yaml.Unmarshal(content, &root) != nil || cost.Means == nil {
		return name + ": ", ""
	}
	if n := valueOf(&root, cost); n != nil {
		return fmt.Sprintf("%s:%d:%d: ", name, n.Line, n.Column), ": " + n.Value
	}
	return name + ": ", ""
}

func valueOf(n *yaml.Node, cost *study.Cost) *yaml.Node {
	if n.Kind == yaml.MappingNode {
		for i := 0; i+1 < len(n.Content); i += 2 {
			if k, v := n.Content[i], n.Content[i+1]; k.Value == cost.Key && v.Kind == yaml.ScalarNode && cost.Means(v.Value) {
				return v
			}
		}
	}
	for _, below := range n.Content {
		if found := valueOf(below, cost); found != nil {
			return found
		}
	}
	return nil
}
