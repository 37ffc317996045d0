package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"syscall"

	"failsim/cmd/internal/study"
	"failsim/models/file"
	"failsim/models/queue"
	"failsim/traces"
	"failsim/traces/format"
)

// Exit statuses.
const (
	statusDone     = 0
	statusNo       = 1 // the answer is no
	statusBadInput = 2
	statusFailed   = 3 // the machine's or failsim's own failure
	// By a signal: 128 and its number, as shells have it.
	statusHungUp      = 129
	statusInterrupted = 130
	statusTerminated  = 143
)

// interrupted is why a run ends early: a signal.
type interrupted struct{ signal os.Signal }

func (i interrupted) Error() string { return i.signal.String() }

// Is reports that an interruption is a cancelled context.
func (i interrupted) Is(target error) bool { return target == context.Canceled }

const wasInterrupted = "failsim: interrupted; no result was written"

// partial is what is there, and what is missing, of what was interrupted.
type partial struct {
	says string
	error
}

func (p partial) Unwrap() error { return p.error }

func (i interrupted) status() int {
	switch i.signal {
	case syscall.SIGHUP:
		return statusHungUp
	case syscall.SIGTERM:
		return statusTerminated
	}
	return statusInterrupted
}

// stopOf returns what a run asks whether to end early, and why.
func stopOf(ctx context.Context) func() error {
	return func() error {
		if ctx.Err() == nil {
			return nil
		}
		return context.Cause(ctx)
	}
}

// no is an answer that is no: nothing went wrong, but something does not hold.
type no struct{ error }

func (n no) Unwrap() error { return n.error }

// badInput is an error that the user can mend.
type badInput struct{ error }

func (b badInput) Unwrap() error { return b.error }

func usage(format string, args ...any) error { return badInput{fmt.Errorf(format, args...)} }

// isOfMachine recognises a full disk and the like, whatever was to be done: no other
// input mends them.
func isOfMachine(err error) bool {
	for _, e := range []syscall.Errno{syscall.ENOSPC, syscall.EDQUOT, syscall.EIO, syscall.EMFILE, syscall.ENFILE, syscall.ENOMEM} {
		if errors.Is(err, e) {
			return true
		}
	}
	return false
}

// report prints an error and returns the status that goes with it.
func report(err error, stderr io.Writer) int {
	if several, ok := err.(interface{ Unwrap() []error }); ok {
		status := statusDone
		for _, e := range several.Unwrap() {
			status = max(status, report(e, stderr))
		}
		return status
	}
	var input *format.InputError
	var bad badInput
	var file *file.Errors
	var unknown *study.Unknown
	var broken *study.Broken
	var backlog *queue.Backlog
	var answer no
	switch {
	case err == nil:
		return statusDone
	case errors.Is(err, context.Canceled):
		said := wasInterrupted
		if p := (partial{}); errors.As(err, &p) {
			said = "failsim: " + p.says
		}
		fmt.Fprintln(stderr, said)
		if i := (interrupted{}); errors.As(err, &i) {
			return i.status()
		}
		return statusInterrupted
	case errors.As(err, &answer):
		fmt.Fprintf(stderr, "failsim: %v\n", err)
		return statusNo
	case errors.As(err, &file):
		fmt.Fprintln(stderr, file.Error())
		return statusBadInput
	case errors.As(err, &broken):
		fmt.Fprintf(stderr, "failsim: %v\nThis is an error in failsim. Please report it with the line above.\n%s", err, broken.Stack)
		return statusFailed
	case isOfMachine(err):
		fmt.Fprintf(stderr, "failsim: %v\n", err)
		return statusFailed
	case errors.As(err, &input):
		fmt.Fprintf(stderr, "failsim: %v\n", err)
		if scan := (*traces.ScanError)(nil); errors.As(err, &scan) {
			printLedger(stderr, "lines: ", &scan.Ledger)
			printBad(stderr, &scan.Ledger)
		}
		return statusBadInput
	case errors.As(err, &bad), errors.As(err, &unknown), errors.As(err, &backlog):
		fmt.Fprintf(stderr, "failsim: %v\n", err)
		return statusBadInput
	}
	fmt.Fprintf(stderr, "failsim: %v\n", err)
	return statusFailed
}
