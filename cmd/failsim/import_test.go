package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/cmd/internal/config"
)

// readers stands for failsim-import: it prints what that prints of the shop's
// files, which .import's own test holds against the parsers.
func readers(t *testing.T) {
	t.Helper()
	reading, err := filepath.Abs("../internal/importer/testdata/shop.json")
	require.NoError(t, err)
	script := filepath.Join(t.TempDir(), "failsim-import")
	require.NoError(t, os.WriteFile(script, []byte("#!/bin/sh\ncat '"+reading+"'\n"), 0o700))
	t.Setenv("FAILSIM_IMPORT", script)
}

// layersOf stands for failsim-import as readers does, with those of the shop's layers whose
// names or programs are wanted: fewer drills take less time.
func layersOf(t *testing.T, wanted ...string) {
	t.Helper()
	data, err := os.ReadFile("../internal/importer/testdata/shop.json")
	require.NoError(t, err)
	var r config.Reading
	require.NoError(t, json.Unmarshal(data, &r))
	r.Layers = slices.DeleteFunc(r.Layers, func(l config.Layer) bool {
		return !slices.Contains(wanted, l.Name) && !slices.Contains(wanted, l.Program)
	})
	data, err = json.Marshal(r)
	require.NoError(t, err)
	script := filepath.Join(t.TempDir(), "failsim-import")
	require.NoError(t, os.WriteFile(script+".json", data, 0o600))
	require.NoError(t, os.WriteFile(script, []byte("#!/bin/sh\ncat '"+script+".json'\n"), 0o700))
	t.Setenv("FAILSIM_IMPORT", script)
}

// A TTL of 1 h is 1 h of fail-over; outlier detection that may eject nothing loses a
// quarter of the requests, of four servers; without any the fail-over between
// localities never happens. docs/import.md has who complained of each.
func TestComplaintsHaveTheirFigures(t *testing.T) {
	layersOf(t, "www.shop.example", "inventory", "search")
	out := filepath.Join(t.TempDir(), "a.shop 1.yaml") // a name that no scenario may have
	o := failsim("import", "envoy.yaml", "-o", out).requireDone(t)
	assert.Regexp(t, `in the drill site-lost: [0-9.]+k requests lost a run and (1h|59m)[0-9ms]* to recover, \d+ and [123]m[0-9s]* to recover with the change \(design dns-failover-ttl-60s`, o.stdout)
	assert.Regexp(t, `in the drill server-errs: [0-9.k]+ requests lost a run and 1[01]m[0-9s]* to recover, [0-9.]+( and [0-9ms]+ to recover)? with the change \(design ejecting\)`, o.stdout)
	assert.Regexp(t, `in the drill locality-errs, scenario of --pool search: [0-9.]+k requests lost a run and 1[01]m[0-9s]* to recover, [0-9.]+ and .* to recover with the change \(design outlier-detection\)`, o.stdout)
	assert.Contains(t, o.stdout, "questions that no file answers, the most decisive first")
	var moved []float64 // by what another answer changes, as it was tried
	for _, m := range regexp.MustCompile(`a drill loses up to ([0-9.e-]+) % of all requests more or less`).FindAllStringSubmatch(o.stdout, -1) {
		n, err := strconv.ParseFloat(m[1], 64)
		require.NoError(t, err)
		moved = append(moved, -n)
	}
	assert.Greater(t, len(moved), 3)
	assert.True(t, slices.IsSorted(moved), "the most decisive first: %v", moved)
	o = failsim("check", out).requireDone(t)
	assert.Contains(t, o.stdout, "open questions, the most decisive first")
	assert.Regexp(t, `(?s)line \d+: .*what does a load test say.*your objective`, o.stdout)
	assert.Contains(t, content(t, out), "scenario: a-shop-1\n")
}

func TestImportMakesTheScenarioOfAPool(t *testing.T) {
	readers(t)
	o := failsim("import", "x", "--quick", "--pool", "search").requireDone(t)
	assert.Contains(t, o.stdout, "backups: {last: 2, use: all}")
	failsim("import", "x", "--quick", "--pool", "serch").assertRefused(t, `failsim: --pool: unknown pool "serch"; did you mean "search"? (known: shop, inventory, search, aws_lb_target_group.media, payments, app)`, filepath.Join(t.TempDir(), "out"))
}

func TestImportRefusesReadersOfAnotherVersion(t *testing.T) {
	script := filepath.Join(t.TempDir(), "failsim-import")
	require.NoError(t, os.WriteFile(script, []byte("#!/bin/sh\necho '{\"layers\": []}'\n"), 0o700))
	t.Setenv("FAILSIM_IMPORT", script)
	o := failsim("import", "x")
	assert.Contains(t, o.stderr, "is of another version than this failsim")
}

func TestImportWritesTheScenarioOut(t *testing.T) {
	readers(t)
	o := failsim("import", "haproxy.cfg", "--quick").requireDone(t)
	assert.Contains(t, o.stdout, "scenario: imported\n")
	assert.Contains(t, o.stderr, "12 tries a request, 4 with the change")
	assert.NotContains(t, o.stderr, "in the drill", "quick asks no drill")
}

func TestImportSaysWhatReadersSay(t *testing.T) {
	script := filepath.Join(t.TempDir(), "failsim-import")
	require.NoError(t, os.WriteFile(script, []byte("#!/bin/sh\necho 'x.cfg: no such file or directory' >&2\nexit 2\n"), 0o700))
	t.Setenv("FAILSIM_IMPORT", script)
	out := filepath.Join(t.TempDir(), "out")
	failsim("import", "x.cfg", "-o", out).assertRefused(t, "failsim: x.cfg: no such file or directory", out)
}

// The log lies beside the files, and the scenario elsewhere: it replays the log, has its
// durations as work, and what its requests met stands beside the designs.
func TestImportTakesALog(t *testing.T) {
	readers(t)
	folder := t.TempDir()
	t.Chdir(folder)
	require.NoError(t, os.Mkdir("made", 0o700))
	var log strings.Builder
	for at := time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC); at.Hour() < 12; at = at.Add(2 * time.Second) {
		status := 200
		if at.Hour() == 10 && at.Minute() < 10 {
			status = 503
		}
		fmt.Fprintf(&log, "192.0.2.%d - - [%s] \"GET / HTTP/1.1\" %d 512 \"-\" \"-\" 0.0%d0\n", at.Second(), at.Format("02/Jan/2006:15:04:05 -0700"), status, 2+at.Second()/30)
	}
	require.NoError(t, os.WriteFile("site.log", []byte(log.String()), 0o600))
	out := filepath.Join("made", "shop.yaml")
	o := failsim("import", "haproxy.cfg", "--quick", "--trace", "site.log", "-o", out).requireDone(t)
	assert.Contains(t, content(t, out), `trace: {file: "../site.log"}`)
	assert.Contains(t, content(t, out), "time: {empirical: {values: [20ms, 20ms, 20ms, 20ms, 20ms, 20ms, 20ms, 20ms, 20ms, 20ms, 30ms,")
	assert.Contains(t, o.stdout, "durations of 5100 requests that were answered")
	assert.Contains(t, o.stdout, "statuses of 5400 requests, 5.556 % of them failed")
	assert.Contains(t, o.stdout, "from 2026-01-05 10:00:00 to 2026-01-05 10:10:00 100 % failed")
	failsim("compare", out, "--designs", "as-configured", "--incident", "blip", "--replications", "1", "--quiet", "--out", "result").requireDone(t)
	assert.Contains(t, content(t, filepath.Join("result", "observed.csv")), "wall_clock,requests,failed")
}

// A scenario written over one of the files that it was made from was the end of that file.
func TestImportWritesOverNothingThatItHasNotMade(t *testing.T) {
	readers(t)
	out := filepath.Join(t.TempDir(), "shop.yaml")
	require.NoError(t, os.WriteFile(out, []byte("kind: Deployment\n"), 0o600))
	o := failsim("import", "x", "--quick", "-o", out)
	assert.Equal(t, statusBadInput, o.status)
	assert.Contains(t, o.stderr, "shop.yaml is there already, and failsim import has not made it: name another file, or remove it")
	assert.Equal(t, "kind: Deployment\n", content(t, out))
	require.NoError(t, os.Remove(out))
	failsim("import", "x", "--quick", "-o", out).requireDone(t)
	failsim("import", "x", "--quick", "-o", out).requireDone(t)
}
