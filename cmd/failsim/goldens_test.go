package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/cmd/internal/study"
	"failsim/models/world/scenario"
	"failsim/strategies"
	"failsim/traces"
	"failsim/traces/format"
)

func TestWhatFailsimSaysOfItself(t *testing.T) {
	for name, args := range map[string][]string{
		"help":         {},
		"check":        {"check", tiny},
		"compare-help": {"compare", "--help"},
		"run-help":     {"run", "--help"},
		"trace-help":   {"trace", "info", "--help"},
	} {
		t.Run(name, func(t *testing.T) {
			requireGolden(t, name, failsim(args...).requireDone(t).stdout)
		})
	}
}

// Not a golden: every new strategy and scenario would change it.
func TestListNamesAllThatThereIs(t *testing.T) {
	o := failsim("list").requireDone(t)
	lines := strings.Split(o.stdout, "\n")
	has := func(words ...string) {
		t.Helper()
		want := strings.Join(words, " ")
		for _, line := range lines {
			if strings.Join(strings.Fields(line), " ") == strings.Join(strings.Fields(want), " ") {
				return
			}
		}
		assert.Fail(t, "list does not say: "+want)
	}
	for _, name := range embeddedNames() {
		s, err := load(name)
		require.NoError(t, err, "every embedded scenario can be read")
		has(s.Name+":", s.About)
		for _, i := range s.Incidents {
			has("incident", i.Name, i.Title)
		}
		for _, d := range s.Designs {
			has("design", d.Name, d.About)
		}
	}
	for _, f := range format.All() {
		has(f.Name, f.About)
	}
	for _, name := range traces.Names() {
		has(name)
	}
	for _, kind := range scenario.FaultKinds() {
		require.NotEmpty(t, scenario.AboutFault(kind), kind)
		has(kind, scenario.AboutFault(kind))
	}
	for _, a := range scenario.Actions() {
		require.NotEmpty(t, scenario.AboutAction(a), a)
		has(a, scenario.AboutAction(a))
	}
	for _, c := range study.Causes() {
		has(c.Name, c.About)
	}
	for _, s := range strategies.All() {
		has("strategies:", string(s.Socket))
		has(s.Name, s.About)
		has("hazard:", s.Hazard)
		for _, p := range s.Params {
			limits := ""
			if len(p.Words) == 0 && p.Range() != "" {
				limits = ", " + p.Range()
			}
			has(p.Name, "("+p.Default+limits+"):", p.About)
		}
	}
}
