package main

import "testing"

func TestWhatFailsimSaysOfItself(t *testing.T) {
	for name, args := range map[string][]string{
		"help":         {},
		"list":         {"list"},
		"check":        {"check", "elb-2012", tiny},
		"compare-help": {"compare", "--help"},
		"run-help":     {"run", "--help"},
		"trace-help":   {"trace", "info", "--help"},
	} {
		t.Run(name, func(t *testing.T) {
			requireGolden(t, name, failsim(args...).requireDone(t).stdout)
		})
	}
}
