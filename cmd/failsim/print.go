package main

import (
	"fmt"
	"io"

	"failsim/results"
)

// printInputs prints what was read, and what a reader must know.
func printInputs(w io.Writer, sum *results.Summary) {
	fmt.Fprintln(w)
	for _, i := range sum.Inputs {
		fmt.Fprintf(w, "%s (%s): %d lines read = %d accepted + %d skipped + %d refused\n", i.Name, i.Format, i.Read, i.Accepted, i.Skipped, i.Refused)
	}
	fmt.Fprintf(w, "seed %d, %d replications, fingerprint %s\n", sum.Seed, sum.Replications, sum.Fingerprint)
}
