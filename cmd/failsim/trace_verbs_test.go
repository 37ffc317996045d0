package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// inFolder returns a path in a folder of its own.
func inFolder(t *testing.T, name string) string {
	t.Helper()
	return filepath.Join(t.TempDir(), name)
}

// siteLog is a day of an access log without faults: a request every half
// minute, of seven clients, every tenth of them a POST.
func siteLog() string {
	start := time.Date(2026, 3, 1, 0, 0, 0, 0, time.FixedZone("", 3600))
	var b strings.Builder
	for i := range 2880 {
		method := "GET"
		if i%10 == 0 {
			method = "POST"
		}
		fmt.Fprintf(&b, "192.0.2.%d - alice [%s] \"%s /film/%d?token=secret HTTP/1.1\" %d %d \"http://example.org/?q=private\" \"Agent/1.0\"\n",
			i%7, start.Add(time.Duration(i)*30*time.Second).Format("02/Jan/2006:15:04:05 -0700"), method, i%3, 200+i%2*304, 1000+i)
	}
	return b.String()
}

// requestsOf returns what trace info says of the requests and the first and
// last stamp.
func requestsOf(t *testing.T, path string) []string {
	t.Helper()
	return regexp.MustCompile(`requests +(\d+)\nfirst, last +(\S+), (\S+)`).FindStringSubmatch(failsim("trace", "info", path).requireDone(t).stdout)[1:]
}

func TestATraceIsConvertedWithoutLoss(t *testing.T) {
	path := tempFile(t, "site.log", siteLog())
	want := requestsOf(t, path)
	require.Equal(t, []string{"2880", "2026-03-01T00:00:00+01:00", "2026-03-01T23:59:30+01:00"}, want)
	for name, shown := range map[string]string{
		"x.fst":     "2880 requests, as compact\n",
		"x.log":     "2880 requests, as clf\n",
		"x.log.zst": "2880 requests, as clf\n",
		"x.log.gz":  "2880 requests, as clf\n",
	} {
		out := inFolder(t, name)
		o := failsim("trace", "convert", path, "-o", out).requireDone(t)
		assert.Equal(t, out+": "+shown, o.stderr)
		assert.Empty(t, o.stdout)
		assert.Equal(t, want, requestsOf(t, out))
	}
	out := inFolder(t, "minutes.csv")
	o := failsim("trace", "convert", path, "--to", "counts-1m", "-o", out).requireDone(t)
	for _, lost := range []string{"the local clock: read it with --zone", "clients", "classes", "bytes", "statuses"} {
		assert.Contains(t, o.stderr, "  counts-1m does not hold "+lost+" (2880 records)\n")
	}
	assert.Equal(t, "2880", requestsOf(t, out)[0])
	assert.Equal(t, "epoch,requests\n1772319600,2\n1772319660,2\n", content(t, out)[:41])

	o = failsim("trace", "convert", path).requireDone(t)
	assert.True(t, strings.HasPrefix(o.stdout, "time,client,class,bytes,duration_s,status\n2026-03-01T00:00:00+01:00,"), "standard output is CSV")
	assert.Equal(t, 2881, strings.Count(o.stdout, "\n"))
	assert.Equal(t, o.stdout, failsim("trace", "convert", path).requireDone(t).stdout, "the same twice")
}

func TestAStretchOfATraceIsCut(t *testing.T) {
	path := tempFile(t, "site.log", siteLog())
	for _, c := range []struct {
		flags string
		want  []string
	}{
		{"--from 2026-03-01T12:00 --to 2026-03-01T13:00", []string{"120", "2026-03-01T12:00:00+01:00", "2026-03-01T12:59:30+01:00"}},
		{"--from 2026-03-01T11:00:00Z --to 2026-03-01T13:00", []string{"120", "2026-03-01T12:00:00+01:00", "2026-03-01T12:59:30+01:00"}},
		{"--to 2026-03-01T00:00:30", []string{"1", "2026-03-01T00:00:00+01:00", "2026-03-01T00:00:00+01:00"}},
		{"--from 2026-03-01T23:59:30", []string{"1", "2026-03-01T23:59:30+01:00", "2026-03-01T23:59:30+01:00"}},
		{"--first 1h", []string{"120", "2026-03-01T00:00:00+01:00", "2026-03-01T00:59:30+01:00"}},
		{"--last 1m", []string{"2", "2026-03-01T23:59:00+01:00", "2026-03-01T23:59:30+01:00"}},
	} {
		out := inFolder(t, "cut.fst")
		failsim(append([]string{"trace", "cut", path, "-o", out}, strings.Fields(c.flags)...)...).requireDone(t)
		assert.Equal(t, c.want, requestsOf(t, out), c.flags)
	}
}

func TestATraceIsScaledByUsers(t *testing.T) {
	path := tempFile(t, "site.log", siteLog())
	out := inFolder(t, "more.fst")
	failsim("trace", "scale", path, "--by", "3", "-o", out).requireDone(t)
	assert.Equal(t, "8640", requestsOf(t, out)[0])

	assert.NotRegexp(t, `:\d\d\.\d`, failsim("trace", "convert", out).requireDone(t).stdout, "stamps of whole seconds stay such")
	assert.Equal(t, requestsOf(t, path)[1:], requestsOf(t, out)[1:], "nothing is moved over the ends")

	out = inFolder(t, "rate.fst")
	failsim("trace", "scale", path, "--to", "6/min", "-o", out).requireDone(t)
	assert.Equal(t, "8640", requestsOf(t, out)[0], "2 a minute, times 3")

	out = inFolder(t, "fewer.log")
	failsim("trace", "scale", path, "--by", "50%", "-o", out).requireDone(t)
	clients := map[string]int{}
	for line := range strings.Lines(content(t, out)) {
		client, _, _ := strings.Cut(line, " ")
		clients[client]++
	}
	assert.Less(t, len(clients), 7)
	for _, n := range clients {
		assert.InDelta(t, 2880/7, n, 1, "a client is kept with all its requests")
	}

	minutes := tempFile(t, "minutes.csv", counts())
	out = inFolder(t, "double.csv")
	failsim("trace", "scale", minutes, "--by", "2", "--as", "counts-1m", "-o", out).requireDone(t)
	assert.Equal(t, "8640", requestsOf(t, out)[0])
	assert.NotContains(t, content(t, out), "\n894000000,6\n894000060,6\n894000120,6\n894000180,6\n", "counts are not multiplied")

	out = inFolder(t, "fast.fst")
	failsim("trace", "speed-up", path, "--by", "2", "-o", out).requireDone(t)
	assert.Equal(t, "2880", requestsOf(t, out)[0])
	assert.Regexp(t, `^2026-03-01T11:59:`, requestsOf(t, out)[2])
}

func TestAVerbOnTracesRefusesWhatMakesNoSense(t *testing.T) {
	path := tempFile(t, "site.log", siteLog())
	for _, c := range []struct{ args, message string }{
		{"convert FILE --to jsnol", `--to: unknown format to write "jsnol"; did you mean "jsonl"? …`},
		{"convert FILE --to compact", `a compact trace is written to a file: give -o FILE`},
		{"convert FILE -o x.fst.zst", `-o x.fst.zst: a compact trace is packed already, and is read from its end: leave out .zst`},
		{"convert FILE -o FILE", `-o FILE: it is the trace that is read`},
		{"convert FILE -o no/x.fst", `-o no/x.fst: there is no folder no`},
		{"convert FILE -o .", `-o .: it is a folder`},
		{"convert FILE -o trace.go", `-o trace.go: it is there already; --force replaces it`},
		{"convert", `requires at least 1 arg(s), only received 0; usage: failsim trace convert FILE... [flags]`},
		{"convert absent.log", `absent.log: no such file`},
		{"convert FILE --formt clf", `unknown flag --formt; did you mean --format?`},
		{"cut FILE", `cut takes --from and --to, or --first, or --last`},
		{"cut FILE --from 2026-03-01 --last 2h", `cut takes --from and --to, or --first, or --last`},
		{"cut FILE --from noon", `--from: "noon" is not a moment such as 2026-03-01T12:00:00+01:00 or, on the clock of the trace, 2026-03-01 12:00`},
		{"cut FILE --from 2026-03-01T12:00 --to 2026-03-01T12:00", `nothing lies from 2026-03-01T12:00:00+01:00 until before 2026-03-01T12:00:00+01:00`},
		{"cut FILE --from 2026-04-01", `nothing lies from 2026-04-01T00:00:00+01:00 until before 2026-03-01T23:59:31+01:00`},
		{"cut FILE --from 2026-04-01 --to 2026-05-01", `FILE: the trace runs from 2026-03-01T00:00:00+01:00 to 2026-03-01T23:59:31+01:00: nothing of it lies from 2026-04-01T00:00:00+01:00 until before 2026-05-01T00:00:00+01:00`},
		{"cut FILE --first 2", `--first: expected a duration like 5m, 2d, 1h30m or 72.5ms, found "2": a unit is missing`},
		{"scale FILE", `scale takes either --to RATE or --by FACTOR`},
		{"scale FILE --by 0", `--by "0": not a number above 0, such as 2.5 or 10%`},
		{"scale FILE --by NaN", `--by "NaN": not a number above 0, such as 2.5 or 10%`},
		{"scale FILE --by 2000", `2000 times as many users: at most 1000; failsim trace fit and generate make traffic of any rate`},
		{"scale FILE --to 0/s", `--to 0/s: a rate above 0`},
		{"scale FILE --by 2 --jitter 13h", `--jitter 13h: at most 12h, lest no shape of the day is left`},
		{"speed-up FILE", `--by "": not a number above 0, such as 2.5 or 10%`},
	} {
		t.Run(c.args, func(t *testing.T) {
			o := failsim(append([]string{"trace"}, strings.Fields(strings.ReplaceAll(c.args, "FILE", path))...)...)
			o.stderr = strings.ReplaceAll(o.stderr, path, "FILE")
			o.assertRefused(t, "failsim: "+c.message, inFolder(t, "out"))
		})
	}
}

func TestATraceThatCannotBeWrittenWholeIsNotThere(t *testing.T) {
	text := siteLog()
	path := tempFile(t, "site.csv", "epoch,requests\n60,1\n120,2\n")
	folder := t.TempDir()
	o := failsim("trace", "convert", path, "--to", "counts-1s", "-o", filepath.Join(folder, "out.csv"))
	assert.Equal(t, statusBadInput, o.status)
	assert.Equal(t, "failsim: counts by 1s cannot be made of a trace whose stamps are of 1m0s\n", o.stderr)
	assertNothing(t, folder)

	there := filepath.Join(folder, "there.log")
	require.NoError(t, os.WriteFile(there, []byte("mine"), 0o600))
	assert.Equal(t, statusBadInput, failsim("trace", "convert", tempFile(t, "site.log", text), "-o", there).status)
	assert.Equal(t, "mine", content(t, there))
	failsim("trace", "convert", tempFile(t, "site.log", text), "-o", there, "--force").requireDone(t)
	assert.NotEqual(t, "mine", content(t, there))
}

func TestEachVerbOnTracesShowsAnExample(t *testing.T) {
	for _, c := range newTrace().Commands() {
		assert.Contains(t, c.Example, "failsim trace "+c.Name(), c.Name())
		assert.NotEmpty(t, c.Long, c.Name())
	}
}
