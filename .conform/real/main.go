package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"time"

	"failsim/cmd/conform/rig"
	"failsim/cmd/internal/conform"
)

const (
	by    = "make conform-real"
	limit = 6 * time.Minute // of one experiment
)

func main() {
	only := flag.String("only", "", "run only experiments whose names match")
	update := flag.Bool("update", false, "write what was found to the table, ../cmd/internal/conform/facts.tsv")
	notes := flag.String("predictions", os.TempDir()+"/failsim-predictions.tsv", "where predictions are written before anything runs")
	long := flag.Bool("long", false, "run those as well that take a quarter of an hour")
	dry := flag.Bool("predict", false, "write the predictions, and run nothing")
	side := flag.Int("parallel", 4, "experiments at a time; they mostly wait")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	wanted, err := regexp.Compile(*only)
	if err == nil {
		err = play(ctx, wanted, *notes, *side, *long, *update, *dry)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// task is an experiment with its predictions, and what came of it.
type task struct {
	experiment
	facts    []fact
	version  string
	measured []figure
	err      error
	again    bool
}

func play(ctx context.Context, wanted *regexp.Regexp, notes string, side int, long, update, dry bool) error {
	tasks, missing := prepare(wanted, long)
	if err := writeDown(tasks, notes); err != nil || dry {
		return err
	}
	fmt.Printf("%d experiments; predictions are in %s; %s\n", len(tasks), notes, load())
	slots := make(chan struct{}, side)
	var wg sync.WaitGroup
	for _, t := range tasks {
		slots <- struct{}{}
		wg.Go(func() {
			t.run(ctx)
			<-slots
		})
	}
	wg.Wait()
	for _, name := range missing {
		fmt.Printf("skipped: %s\n", name)
	}
	r := report(tasks)
	fmt.Printf("\n%d facts of %d programs: %d hold, %d deviate, %d are not modelled; %s\n", r.held+r.deviating+r.unsaid, r.programs, r.held, r.deviating, r.unsaid, load())
	if update {
		return enter(tasks, wanted.String() == "" && len(missing) == 0 && r.failed == 0)
	}
	if r.failed > 0 {
		return fmt.Errorf("%d experiments could not be made", r.failed)
	}
	return nil
}

// prepare works out the predictions of those experiments whose programs are there.
func prepare(wanted *regexp.Regexp, long bool) (tasks []*task, missing []string) {
	versions := map[*rig.Program]string{}
	for _, e := range all() {
		if !wanted.MatchString(e.name) {
			continue
		}
		if e.long && !long {
			missing = append(missing, e.name+": it takes a quarter of an hour; -long runs it")
			continue
		}
		version, asked := versions[e.program]
		if !asked {
			if version = ""; e.program.Path() != "" {
				version = e.program.Version()
			}
			versions[e.program] = version
		}
		if version == "" {
			missing = append(missing, e.name+": "+e.program.Missing())
			continue
		}
		if lacks := e.lacks(); lacks != "" {
			missing = append(missing, e.name+": "+lacks)
			continue
		}
		tasks = append(tasks, &task{experiment: e, facts: e.predict(), version: version})
	}
	return tasks, missing
}

func writeDown(tasks []*task, path string) error {
	var out strings.Builder
	for _, t := range tasks {
		for _, f := range t.facts {
			fmt.Fprintf(&out, "%s\t%s\t%s\t%s\t%v\n", t.program.Name, t.version, f.strategy, f.text, f.says())
		}
	}
	return os.WriteFile(path, []byte(out.String()), 0o644)
}

// run measures, and once more if anything deviates.
func (t *task) run(ctx context.Context) {
	for range 2 {
		t.once(ctx)
		if t.err == nil && t.passes() || ctx.Err() != nil {
			return
		}
		t.again = !t.again
	}
	t.again = true
}

func (t *task) once(ctx context.Context) {
	bound := limit
	if t.long {
		bound *= 4
	}
	inTime, cancel := context.WithTimeout(ctx, bound)
	defer cancel()
	bench, err := rig.Open(inTime, t.name)
	if err != nil {
		t.err = err
		return
	}
	began := time.Now()
	measured := t.measure(bench, t.program.Path())
	t.err = bench.Close()
	if t.err == nil && len(measured) != len(t.facts) {
		t.err = fmt.Errorf("%d figures for %d facts", len(measured), len(t.facts))
	}
	t.measured = measured
	fmt.Fprintf(os.Stderr, "%-32s %3.0f s\n", t.name, time.Since(began).Seconds())
}

func (t *task) passes() bool {
	for i, f := range t.facts {
		if !f.predicted.passes(t.measured[i]) {
			return false
		}
	}
	return true
}

// outcome is what a run comes to.
type outcome struct{ programs, held, deviating, unsaid, failed int }

func report(tasks []*task) (r outcome) {
	programs := map[string]bool{}
	for _, t := range tasks {
		fmt.Printf("\n%s: %s %s", t.name, t.program.Name, t.version)
		if t.again {
			fmt.Print(", measured twice")
		}
		fmt.Println()
		if t.err != nil {
			fmt.Printf("  could not be made: %v\n", t.err)
			r.failed++
			continue
		}
		programs[t.program.Name] = true
		for i, f := range t.facts {
			verdict := f.verdict(t.measured[i])
			switch verdict {
			case conform.Holds:
				r.held++
			case conform.NotModelled:
				r.unsaid++
			default:
				r.deviating++
			}
			fmt.Printf("  %-13s predicted %-9v measured %-9v (%s): %s\n", verdict, f.says(), t.measured[i], t.measured[i].deviation(f.predicted), f.text)
		}
	}
	r.programs = len(programs)
	return r
}

// enter writes what was found to the table; whole drops rows that nothing shows any more.
// A fact that has another text now is a new row: the old one goes with its experiment.
func enter(tasks []*task, whole bool) error {
	book, err := conform.Open("../cmd/internal/conform/facts.tsv", by, true)
	if err != nil {
		return err
	}
	for _, t := range tasks {
		if t.err != nil {
			continue
		}
		for i, f := range t.facts {
			verdict, predicted := f.verdict(t.measured[i]), f.predicted.String()
			if verdict == conform.NotModelled {
				predicted = ""
			}
			book.Enter(conform.Fact{Program: t.program.Name, Version: t.version, Strategy: f.strategy, Fact: f.text,
				Predicted: predicted, Measured: t.measured[i].String(), Verdict: verdict, Rule: f.predicted.ruled(t.measured[i]).String()})
		}
	}
	texts := map[string]bool{}
	for _, e := range all() {
		for _, f := range e.predict() {
			texts[e.program.Name+"\t"+f.strategy+"\t"+f.text] = true
		}
	}
	book.Drop(func(f *conform.Fact) bool { return !texts[f.Program+"\t"+f.Strategy+"\t"+f.Fact] })
	return book.Save(whole)
}

// load says how busy the machine is.
func load() string {
	text, _ := os.ReadFile("/proc/loadavg")
	return "load " + strings.Join(strings.Fields(string(text))[:3], " ")
}
