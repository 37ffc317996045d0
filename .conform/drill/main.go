// Command drill breaks two small regions on loopback, HAProxy before three backends
// each, gdnsd that fails over between them, and unbound that caches what it says, in
// ten ways, with clients that try twice: make drill. Beforehand failsim says, from
// the same figures (drill.yaml), how many requests will be lost and when the last
// of them; both are published in docs/drill.md.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"regexp"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"failsim/cmd/conform/rig"
)

func main() {
	runs := flag.Int("runs", 3, "how often each failure is played, at other moments of the checks")
	side := flag.Int("parallel", 3, "failures at a time; they mostly wait")
	only := flag.String("only", "", "play only failures whose names match")
	out := flag.String("o", "", "write the report to this file: ../docs/drill.md")
	logs := flag.String("logs", "", "write each run's requests to this folder, as CSV: time, status, duration")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	if err := drill(ctx, *runs, *side, *only, *out, *logs); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func drill(ctx context.Context, runs, side int, only, out, logs string) error {
	versions := ""
	for _, p := range programs {
		if p.Path() == "" {
			return fmt.Errorf("the drill needs %s, which is not here (Debian: apt-get install %s)", p.Command, p.Package)
		}
		versions += fmt.Sprintf("%s %s, ", p.Name, p.Version())
	}
	s, err := read()
	if err != nil {
		return err
	}
	all, err := predict(s)
	if err != nil {
		return err
	}
	wanted, err := regexp.Compile(only)
	if err != nil {
		return err
	}
	fmt.Print("predicted, before anything runs:\n", foretold(all))
	rows := make([]row, 0, len(all))
	for _, p := range all {
		if wanted.MatchString(p.name) {
			rows = append(rows, row{prediction: p})
		}
	}
	slots := make(chan struct{}, side)
	var mu sync.Mutex
	var again atomic.Int32
	var wg sync.WaitGroup
	for i := range rows {
		for n := range runs {
			slots <- struct{}{}
			wg.Go(func() {
				defer func() { <-slots }()
				r, results, err := undisturbed(ctx, rows[i].name, n, runs, &again)
				mu.Lock()
				defer mu.Unlock()
				if err != nil {
					rows[i].err = err
					fmt.Fprintf(os.Stderr, "%-20s %v\n", rows[i].name, err)
					return
				}
				rows[i].measured = append(rows[i].measured, r)
				fmt.Fprintf(os.Stderr, "%-20s lost %.0f, the last after %.1f s\n", rows[i].name, r.lost, r.recovery)
				if logs != "" {
					rows[i].err = keep(fmt.Sprintf("%s/%s-%d.csv", logs, rows[i].name, n), results)
				}
			})
		}
	}
	wg.Wait()
	for _, r := range rows {
		if len(r.measured) == 0 {
			return fmt.Errorf("%s could not be played: %w", r.name, r.err)
		}
	}
	text := report(rows, versions, runs, int(again.Load()))
	fmt.Print(text)
	if out != "" {
		return os.WriteFile(out, []byte(text), 0o644)
	}
	return nil
}

// undisturbed plays a failure until the machine has not stood still meanwhile, each
// time at another moment of the checks (1 s, 2 s, 6 s).
func undisturbed(ctx context.Context, incident string, n, runs int, again *atomic.Int32) (r result, results []rig.Result, err error) {
	const most = 6
	for try := range most {
		offset := time.Duration(n)*6*time.Second/time.Duration(max(1, runs)) + time.Duration(try)*700*time.Millisecond
		if r, results, err = measure(ctx, incident, offset%(6*time.Second)); err != nil || r.stalled == 0 {
			return r, results, err
		}
		again.Add(1)
		fmt.Fprintf(os.Stderr, "%-20s again: the machine stood still for %.1f s\n", incident, r.stalled.Seconds())
	}
	return r, nil, fmt.Errorf("the machine stood still in each of %d runs", most)
}

// keep writes what clients saw as a trace that failsim reads.
func keep(path string, results []rig.Result) error {
	text := "time,status,duration\n"
	begin := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	for _, r := range results {
		text += fmt.Sprintf("%s,%d,%.4f\n", begin.Add(r.At).Format("2006-01-02T15:04:05.000Z"), r.Status, r.Took.Seconds())
	}
	return os.WriteFile(path, []byte(text), 0o644)
}
