package main

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/results/year"
)

const smallYear = "../internal/year/testdata/year.yaml"

func TestAYearOfOperationIsPrintedAndWritten(t *testing.T) {
	out := outIn(t)
	o := failsim("year", smallYear, "--episodes", "20", "--designs", "single,standby", "--out", out, "--quiet").requireDone(t)
	assert.Empty(t, o.stderr)
	for _, want := range []string{"single", "standby", "which incident costs what", "speed-up", "times", "several at once", "results and plots: " + out} {
		assert.Contains(t, o.stdout, want)
	}
	assert.NotContains(t, o.stdout, "CAUTION")
	written := files(t, out)
	for _, name := range []string{"manifest.json", "summary.json", "summary.md", "episodes.csv", "plots/bad-years.svg", "plots/bad-years.png", "report.html"} {
		assert.NotEmpty(t, written[name], name)
	}
	for _, words := range []string{"What an average year costs", "several at once", `src="data:image/svg&#43;xml;base64,`, "How to get this again"} {
		assert.Contains(t, written["report.html"], words)
	}
	var sum year.Summary
	require.NoError(t, json.Unmarshal([]byte(written["summary.json"]), &sum))
	assert.Equal(t, year.Schema, sum.Schema)
	parts := 0.0
	for _, p := range sum.Designs[0].ByKind {
		parts += float64(p.OfAll)
	}
	assert.InDelta(t, 1, parts, 1e-9, "what incidents cost adds up to all")
	assert.Less(t, float64(sum.Designs[1].LostShare.Mean), float64(sum.Designs[0].LostShare.Mean), "a standby pays")

	again := failsim("year", smallYear, "--episodes", "20", "--designs", "single,standby", "--out", out, "--quiet", "--json", "--jobs", "1").requireDone(t)
	assert.Equal(t, written["summary.json"], again.stdout)
	assertSame(t, written, files(t, out))
	assert.Contains(t, written["manifest.json"], "--episodes=20")
}

func TestAYearThatCannotBeIsRefused(t *testing.T) {
	for args, want := range map[string]string{
		"year " + tiny:      "no incident of scenario tiny has a rate, such as rate: 0.7/y",
		"year elb-2012":     "has a rate",
		"year --episodes 0": "--episodes 0: from 1 to 100000",
		"year --jobs -1":    "--jobs -1",
		"year " + smallYear + " --designs singel": `unknown design "singel"; did you mean "single"?`,
		"year rare-failure":                       `did you mean "rare-failures"?`,
		"year --trace x":                          "unknown flag --trace",
	} {
		o := failsim(append(strings.Fields(args), "--out", outIn(t))...)
		assert.Equal(t, statusBadInput, o.status, args)
		assert.Contains(t, o.stderr, want, args)
	}
}
