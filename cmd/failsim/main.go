// Command failsim simulates and compares load-balancer failover across regions
// and providers. See the README, or failsim help.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"failsim/cmd/internal/output"
)

func main() {
	ctx, cancel := context.WithCancelCause(context.Background())
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	if !signal.Ignored(syscall.SIGHUP) { // as nohup has it
		signal.Notify(signals, syscall.SIGHUP)
	}
	go obey(signals, cancel)
	frugal()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// grace is how long a verb may take to end by itself: runs, files and studies
// look whether to go on within milliseconds. What does not look, as it waits
// for input or is lost in a long sum, is ended then.
const grace = 750 * time.Millisecond

// obey ends failsim on a signal: gently, and at once on a second one or after
// the grace. Either way nothing is left of what is unfinished.
func obey(signals <-chan os.Signal, cancel context.CancelCauseFunc) {
	i := waitToEnd(signals, cancel, grace)
	said := wasInterrupted
	if output.Abandon() {
		said = "failsim: interrupted; the result had been written"
	}
	fmt.Fprintln(os.Stderr, said)
	os.Exit(i.status())
}

// waitToEnd waits until failsim has to end, and returns the signal by which it
// does.
func waitToEnd(signals <-chan os.Signal, cancel context.CancelCauseFunc, grace time.Duration) interrupted {
	first := interrupted{<-signals}
	cancel(first)
	select {
	case second := <-signals:
		return interrupted{second}
	case <-time.After(grace):
		return first
	}
}
