package main

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	maker "failsim/traces/make"
)

func TestATraceIsGeneratedFittedGeneratedAgainAndCompared(t *testing.T) {
	first, model, second := inFolder(t, "first.log"), inFolder(t, "model.yaml"), inFolder(t, "second.fst")
	failsim("trace", "generate", "--rate", "0.5/s", "--start", "2026-03-02T00:00:00-05:00", "--length", "1d", "--clients", "500", "-o", first).requireDone(t)
	o := failsim("trace", "fit", first, "-o", model).requireDone(t)
	assert.Contains(t, o.stderr, "the trace spans less than a week: days do not differ\n")
	assert.Empty(t, o.stdout)
	text := content(t, model)
	assert.Contains(t, text, "utc-offset: \"-05:00\"\n")
	assert.Contains(t, text, "requests: {geometric: {mean: 1")
	assert.NotContains(t, text, "first.log", "nothing of the log is told")
	for _, client := range pseudonyms(content(t, first))[:100] {
		assert.NotContains(t, text, client)
	}

	failsim("trace", "generate", "--like", model, "--start", "2026-03-02T11:00", "--length", "4h", "-o", second).requireDone(t)
	facts := requestsOf(t, second)
	assert.Regexp(t, `^2026-03-02T11:0.*-05:00$`, facts[1], "the clock of the model")
	quickly(outIn(t), "--trace", second, "--whole").requireDone(t)
}

func TestGeneratedTracesGoToStandardOutputOrAnyFormat(t *testing.T) {
	args := []string{"trace", "generate", "--rate", "1/s", "--length", "10m", "--sessions", "none", "--shape", "steady"}
	o := failsim(args...).requireDone(t)
	assert.True(t, strings.HasPrefix(o.stdout, "time,client,class,bytes,duration_s,status\n2026-03-02T00:00:0"), o.stdout[:80])
	assert.Equal(t, o.stdout, failsim(args...).requireDone(t).stdout, "the same seed, the same bytes")
	assert.NotEqual(t, o.stdout, failsim(append(args, "--seed", "2")...).requireDone(t).stdout)
	lines := strings.Count(o.stdout, "\n") - 1
	assert.InDelta(t, 600, lines, 5*25, "Poisson, standard deviation 24.5; z below 5")

	out := inFolder(t, "minutes.csv")
	failsim(append(args, "--as", "counts-1m", "-o", out)...).requireDone(t)
	assert.Equal(t, 1+10, strings.Count(content(t, out), "\n"))

	crowded := failsim(append(args, "--crowd", "at=2026-03-02T00:05,rise=1m,hold=10m,times=10")...).requireDone(t)
	assert.InDelta(t, 300+60*5.5+240*10, strings.Count(crowded.stdout, "\n")-1, 5*55, "standard deviation 55; z below 5")
}

func TestGeneratingRefusesWhatMakesNoSense(t *testing.T) {
	model := tempFile(t, "model.yaml", "traffic: mine\nrate: 1/s\n")
	for _, c := range []struct{ args, message string }{
		{"--shape nasa", `--shape: unknown shape "nasa"; did you mean "nasa-ksc"? …`},
		{"--rate 40", `--rate: …`},
		{"--rate 0/s", `--rate 0/s: a rate above 0`},
		{"--start tomorrow", `--start: "tomorrow" is not a moment such as …`},
		{"--start 1969-12-31", `--start 1969-12-31: not before 1970`},
		{"--length 0s", `--length 0s: above 0`},
		{"--length 200y", `--length: …`},
		{"--sessions geometirc:4", `--sessions: unknown distribution "geometirc"; did you mean "geometric"?`},
		{"--sessions geometric:0.5", `--sessions geometric:0.5: write geometric:MEAN with a mean of at least 1, lognormal:MEDIAN:SIGMA, or none`},
		{"--think 4s", `--think 4s: write MEDIAN:SIGMA, such as 4.5s:2.2`},
		{"--clients -1", `--clients -1: not below 0`},
		{"--zipf NaN", `--zipf NaN: from 0 to 5`},
		{"--crowd at=2026-03-02,time=3", `--crowd at=2026-03-02,time=3: unknown key "time"; did you mean "times"?`},
		{"--crowd times=3", `--crowd times=3: a crowd needs at=MOMENT and times=FACTOR`},
		{"--crowd at=2026-03-02,times=0.5", `--crowd at=2026-03-02,times=0.5: times=0.5: a number from 1 to 1000000`},
		{"--like MODEL --zipf 1", `--zipf: it is in the file of --like`},
		{"--like modle.yaml", `modle.yaml: no such file or directory`},
		{"--as compact", `a compact trace is written to a file: give -o FILE`},
		{"extra", `unknown command "extra" for "failsim trace generate"; usage: failsim trace generate [flags]`},
	} {
		t.Run(c.args, func(t *testing.T) {
			args := strings.Fields(strings.ReplaceAll(c.args, "MODEL", model))
			failsim(append([]string{"trace", "generate"}, args...)...).assertRefused(t, "failsim: "+c.message, inFolder(t, "out"))
		})
	}
}

func TestAModelIsReadStrictly(t *testing.T) {
	const sound = `traffic: mine
rate: 1/s
utc-offset: "+01:00"
shape: {period: day, rates: [1, 2, 3, 4]}
sessions:
  gap: 30m
  requests: {geometric: {mean: 4}}
  think: {median: 5s, sigma: 1}
clients: {number: 100, exponent: 0.5}
`
	generate := func(text string) outcome {
		path := tempFile(t, "model.yaml", text)
		o := failsim("trace", "generate", "--like", path, "--length", "1h")
		o.stderr = strings.ReplaceAll(o.stderr, path, "FILE")
		return o
	}
	generate(sound).requireDone(t)
	for _, c := range []struct{ from, to, message string }{
		{"sessions:", "session:", `FILE:5:1: unknown key "session" in model of traffic; did you mean "sessions"? (valid: …`},
		{"1/s", "fast", `FILE:2:7: …`},
		{`"+01:00"`, "Berlin", `FILE:3:13: expected how far the local clock is ahead of UTC, like "+01:00", found "Berlin"`},
		{"day", "dya", `FILE:4:17: unknown period "dya"; did you mean "day"? (valid: day, week)`},
		{"[1, 2, 3, 4]", "[0, 0]", `FILE:4:29: all rates are 0`},
		{"[1, 2, 3, 4]", "[1, -2]", `FILE:4:33: expected a number like 5.5, found "-2": it must not be negative`},
		{"[1, 2, 3, 4]", "[1, 1, 1, 1, 1, 1, 1]", `FILE:4:29: 7 rates: as many as divide the period into whole minutes, such as 24 or 168`},
		{"geometric", "geometirc", `FILE:7:13: unknown distribution "geometirc"; did you mean "geometric"?`},
		{"mean: 4", "mean: 0.2", `FILE:7:32: "0.2" must be at least 1`},
		{"exponent: 0.5", "exponent: 50", `FILE:9:34: "50" must be from 0 to 5`},
	} {
		require.Equal(t, 1, strings.Count(sound, c.from))
		generate(strings.Replace(sound, c.from, c.to, 1)).assertRefused(t, c.message, inFolder(t, "out"))
	}
}

func TestFittingRefusesWhatMakesNoSense(t *testing.T) {
	path := tempFile(t, "site.log", siteLog())
	for _, c := range []struct{ args, message string }{
		{"FILE --gap 0s", `--gap 0s: from 1s to 24h`},
		{"FILE --gap half", `--gap: …`},
		{"FILE -o FILE", `-o FILE: it is the trace that is read`},
		{"absent.log", `absent.log: no such file`},
	} {
		o := failsim(append([]string{"trace", "fit"}, strings.Fields(strings.ReplaceAll(c.args, "FILE", path))...)...)
		o.stderr = strings.ReplaceAll(o.stderr, path, "FILE")
		o.assertRefused(t, "failsim: "+c.message, inFolder(t, "out"))
	}
	o := failsim("trace", "fit", tempFile(t, "minutes.csv", counts())).requireDone(t)
	assert.Contains(t, o.stdout, "# the trace counts requests: it shows no clients and sessions\n")
	assert.NotContains(t, o.stdout, "sessions:\n")
}

func TestAModelOfAnySizeIsReadAgain(t *testing.T) {
	for _, scale := range []float64{1e-6, 1, 1.23456789e7} {
		want := maker.Model{Rate: scale, Zone: -12600, Clients: 7, Exponent: 0.5, Sessions: &maker.Sessions{Gap: 90 * time.Minute,
			Requests: maker.SessionLength{Lognormal: maker.Lognormal{Median: scale, Sigma: 0.001}}, Think: maker.Lognormal{Median: 1e-3, Sigma: 12}}}
		var b strings.Builder
		require.NoError(t, writeModel(&b, "any: \"size\" #", &maker.Fitted{Model: want, Notes: []string{"a note"}}))
		got, err := readModel(tempFile(t, "model.yaml", b.String()))
		require.NoError(t, err, b.String())
		require.InEpsilon(t, want.Rate, got.Rate, 1e-5)
		require.InEpsilon(t, want.Sessions.Requests.Lognormal.Median, got.Sessions.Requests.Lognormal.Median, 1e-5)
		got.Rate, got.Sessions.Requests.Lognormal.Median = want.Rate, want.Sessions.Requests.Lognormal.Median
		require.Equal(t, &want, got)
	}
}
