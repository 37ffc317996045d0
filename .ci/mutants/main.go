// Command mutants asks whether tests would see an error: it plants one small error
// after the other into a package (a bound moved, a condition negated, a sign turned,
// an assignment left out, a result of zero) and runs the package's own tests, and those
// of others that are about it.
//
//	go run ./.ci/mutants [-least 80] [-survivors FILE] PACKAGE[+OTHER...]...
//
// All mutants of a package are compiled into one test binary, each behind a number
// that the environment turns on (mutant schemata: Untch, Offutt and Harrold 1993), so
// that hundreds take minutes. Those that no test reaches survive unrun. It leaves out
// declarations, constants and what is no arithmetic, comparison, condition,
// assignment, call or result. Some survivors are equivalent: nothing can tell them
// from the program, such as a bound that no value meets.
package main

import (
	"flag"
	"fmt"
	"os"
	"strings"
)

func main() {
	least := flag.Float64("least", 80, "percent that must be killed; else the exit status is 1")
	list := flag.String("survivors", "", "write the survivors to this file")
	flag.Parse()
	var report strings.Builder
	low := false
	for _, pkg := range flag.Args() {
		r, err := judge(strings.Split(pkg, "+"))
		if err != nil {
			fmt.Fprintln(os.Stderr, "mutants:", err)
			os.Exit(1)
		}
		share := 100 * float64(r.all-len(r.survivors)) / float64(max(1, r.all))
		low = low || share < *least
		fmt.Fprintf(&report, "%s: %d of %d mutants killed (%.1f %%)\n", pkg, r.all-len(r.survivors), r.all, share)
		fmt.Printf("%s: %d of %d mutants killed (%.1f %%)\n", pkg, r.all-len(r.survivors), r.all, share)
		for _, s := range r.survivors {
			fmt.Fprintf(&report, "  %s\n", s)
			fmt.Printf("  %s\n", s)
		}
	}
	if *list != "" {
		if err := os.WriteFile(*list, []byte(report.String()), 0o666); err != nil {
			fmt.Fprintln(os.Stderr, "mutants:", err)
			os.Exit(1)
		}
	}
	if low {
		fmt.Fprintf(os.Stderr, "mutants: less than %g %% are killed\n", *least)
		os.Exit(1)
	}
}
