package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// populations splits a trace and returns the requests of each file.
func populations(t *testing.T, path string, flags ...string) (map[string]string, outcome) {
	t.Helper()
	out := inFolder(t, "populations")
	o := failsim(append([]string{"trace", "split", path, "-o", out}, flags...)...).requireDone(t)
	all := map[string]string{}
	entries, err := os.ReadDir(out)
	require.NoError(t, err)
	for _, e := range entries {
		all[strings.TrimSuffix(e.Name(), filepath.Ext(e.Name()))] = requestsOf(t, filepath.Join(out, e.Name()))[0]
	}
	return all, o
}

func TestATraceIsSplitIntoPopulations(t *testing.T) {
	path := tempFile(t, "site.log", siteLog())
	for _, c := range []struct {
		flags []string
		want  map[string]string
	}{
		{[]string{"--by", "class"}, map[string]string{"get": "2592", "post": "288"}},
		{[]string{"--by", "class", "--fields", "class=path:2"}, map[string]string{"film-0": "960", "film-1": "960", "film-2": "960"}},
		{[]string{"--by", "class", "--fields", "class=path:2", "--most", "1"}, map[string]string{"film-0": "960", "other": "1920"}},
		{[]string{"--by", "status"}, map[string]string{"status-2xx": "1440", "status-5xx": "1440"}},
		{[]string{"--by", "bytes", "--at", "1500,2000"}, map[string]string{"bytes-0-1499": "500", "bytes-1500-1999": "500", "bytes-2000-up": "1880"}},
		{[]string{"--rule", "errors=status:500-599", "--rule", "posts=class:P*|PUT"}, map[string]string{"errors": "1440", "posts": "288", "rest": "1152"}},
	} {
		got, _ := populations(t, path, c.flags...)
		assert.Equal(t, c.want, got, c.flags)
	}
	rows := tempFile(t, "rows.csv", "time,tier\n2026-03-01T00:00:00Z,Gold\n2026-03-01T00:00:01Z,basic\n2026-03-01T00:00:02Z,basic\n2026-03-01T00:00:03Z,\n")
	tiers, _ := populations(t, rows, "--by", "column:tier", "--format", "csv")
	assert.Equal(t, map[string]string{"basic": "2", "gold": "1", "no-class": "1"}, tiers)
	halves, _ := populations(t, path, "--by", "client", "--parts", "2", "--as", "clf")
	assert.Len(t, halves, 2)
}

func TestSplittingPrintsAScenarioThatReadsTheFiles(t *testing.T) {
	path := tempFile(t, "site.log", siteLog())
	_, o := populations(t, path, "--by", "status")
	_, workload, ok := strings.Cut(content(t, tiny), "workload:\n")
	require.True(t, ok)
	before, _, _ := strings.Cut(content(t, tiny), "workload:\n")
	_, after, _ := strings.Cut(workload, "clients:\n")
	scenario := tempFile(t, "split.yaml", before+o.stdout+"clients:\n"+after)
	checked := failsim("check", scenario).requireDone(t)
	assert.Contains(t, checked.stdout, "2 populations")
	assert.Contains(t, o.stdout, "    users: 7  # clients of the trace\n")
	done := failsim("run", scenario, "--design", "single").requireDone(t)
	assert.Contains(t, done.stdout, "status-2xx.fst (failsim): 1440 lines read = 1440 accepted")
}

func TestSplittingRefusesWhatMakesNoSense(t *testing.T) {
	path := tempFile(t, "site.log", siteLog())
	minutes := tempFile(t, "minutes.csv", counts())
	for _, c := range []struct{ args, message string }{
		{"FILE -o x", `split takes either --by FIELD or --rule NAME=FIELD:WHAT`},
		{"FILE --by class", `split needs -o FOLDER`},
		{"FILE --by clas -o x", `--by: unknown field "clas"; did you mean "class"?`},
		{"FILE --by class -o testdata", `-o testdata: the folder is not empty`},
		{"FILE --by class -o trace.go", `-o trace.go: it is a file, not a folder`},
		{"FILE --by bytes -o x", `--by bytes and --at BOUNDS go together`},
		{"FILE --by bytes --at 10,1e3 -o x", `--at 10,1e3: "1e3" is not a whole number of bytes from 1`},
		{"FILE --by client --parts 1 -o x", `--parts 1: from 2 to 100`},
		{"FILE --rule errors -o x", `--rule: "errors" is not of the form NAME=FIELD:WHAT, such as errors=status:500-599`},
		{"FILE --rule e=stauts:500 -o x", `--rule: unknown field of a rule "stauts"; did you mean "status"? (known: class, status, bytes, client)`},
		{"FILE --rule e=status:5xx -o x", `--rule: status:5xx: "5xx" is neither a status, nor a range such as 500-599, nor -`},
		{"FILE --rule e=bytes:9-1 -o x", `--rule: bytes:9-1: not a range such as 1000-99999, 1000- or -999`},
		{"FILE --rule a=client:60% --rule b=client:60% -o x", `--rule: client:60%: the shares of the rules sum up to 120%`},
		{"FILE --rule a=class:GET --rule a=class:PUT -o x", `--rule: there are two rules for "a"`},
		{"FILE --rule ../a=class:GET -o x", `--rule: "../a" cannot be the name of a population and of a file: small letters, digits and dashes, at most 40`},
		{"FILE --by class --fields class=none -o x", `FILE: no request has a class; --fields class=COLUMN says which column it is (of a format with named ones: --format csv)`},
		{"COUNTS --by status -o x", `COUNTS: counts per interval cannot be split: they hold neither clients nor what was asked for`},
	} {
		t.Run(c.args, func(t *testing.T) {
			args := strings.NewReplacer("FILE", path, "COUNTS", minutes).Replace(c.args)
			o := failsim(append([]string{"trace", "split"}, strings.Fields(args)...)...)
			o.stderr = strings.NewReplacer(path, "FILE", minutes, "COUNTS").Replace(o.stderr)
			o.assertRefused(t, "failsim: "+c.message, inFolder(t, "out"))
		})
	}
}
