package main

import (
	"fmt"
	"io"

	"failsim/results"
	"failsim/results/words"
)

// printInputs prints what was read, and what a reader must know.
func printInputs(w io.Writer, sum *results.Summary) {
	printRead(w, sum.Inputs)
	fmt.Fprintf(w, "seed %d, %s, fingerprint %s\n", sum.Seed, plural(sum.Replications, "replication"), sum.Fingerprint)
}

// printRead accounts for the lines of traces, and says why some were left out.
func printRead(w io.Writer, inputs []results.Input) {
	for _, i := range inputs {
		aside := ""
		if i.SetAside > 0 {
			aside = fmt.Sprintf(" + %d set aside", i.SetAside)
		}
		fmt.Fprintf(w, "%s (%s): %d lines read = %d accepted + %d skipped%s + %d refused\n", words.Visible(i.Name), i.Format, i.Read, i.Accepted, i.Skipped, aside, i.Refused)
		for k := range i.Reasons {
			fmt.Fprintf(w, "  %s\n", &i.Reasons[k])
		}
	}
}
