package main

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/results/stored"
)

// rowsOf reads sweep.csv by column name.
func rowsOf(t *testing.T, path string) []map[string]string {
	t.Helper()
	all, err := csv.NewReader(strings.NewReader(content(t, path))).ReadAll()
	require.NoError(t, err)
	var list []map[string]string
	for _, row := range all[1:] {
		m := map[string]string{}
		for i, name := range all[0] {
			m[name] = row[i]
		}
		list = append(list, m)
	}
	return list
}

// availabilityOf is a design's in the first incident of a result.
func availabilityOf(t *testing.T, folder, design string) float64 {
	t.Helper()
	r, err := stored.Open(folder)
	require.NoError(t, err)
	for _, f := range r.Figures {
		if f.Design == design && f.Name == "availability" && f.Population == "" {
			return f.Value
		}
	}
	require.Fail(t, "no such design: "+design)
	return 0
}

const shareOfState = "incidents/state-loss/faults/delete-state/share"

// The files come from one run of the program; compare makes the same by a file that
// says the value itself: an edit that went elsewhere, or a point that met other
// users, would show.
func TestAPointOfASweepIsTheScenarioThatSaysSo(t *testing.T) {
	out := outIn(t)
	o := failsim("sweep", tiny, "--vary", shareOfState+"=20%,70%", "--figures", "availability,median(recovery)", "--replications", "3",
		"--incident", "state-loss", "--out", out, "--quiet").requireDone(t)
	assert.Contains(t, o.stdout, "2 points")
	rows := rowsOf(t, filepath.Join(out, "sweep.csv"))
	compared := outIn(t)
	failsim("compare", edited(t, "share: 50%", "share: 70%"), "--replications", "3", "--incident", "state-loss", "--out", compared, "--quiet").requireDone(t)
	found := 0
	for _, r := range rows {
		if r[shareOfState] == "0.7" && r["figure"] == "availability" && r["population"] == "" {
			x, err := strconv.ParseFloat(r["value"], 64)
			require.NoError(t, err)
			assert.InDelta(t, availabilityOf(t, compared, r["design"]), x, 1e-12, r["design"])
			found++
		}
	}
	assert.Positive(t, found)
	assert.FileExists(t, filepath.Join(out, "plots", "heat-state-loss.png"))
}

func TestParquetHoldsWhatCSVDoes(t *testing.T) {
	out := outIn(t)
	failsim("sweep", tiny, "--vary", shareOfState+"=20%,70%", "--vary", "designs/single/dns/ttl=30s,1m", "--replications", "2", "--designs", "single",
		"--out", out, "--quiet").requireDone(t)
	rows := rowsOf(t, filepath.Join(out, "sweep.csv"))
	f, err := os.Open(filepath.Join(out, "sweep.parquet"))
	require.NoError(t, err)
	defer f.Close()
	type row struct {
		Share      float64  `parquet:"incidents/state-loss/faults/delete-state/share"`
		TTL        float64  `parquet:"designs/single/dns/ttl"`
		Design     string   `parquet:"design"`
		Population string   `parquet:"population"`
		Figure     string   `parquet:"figure"`
		Value      *float64 `parquet:"value,optional"`
		Low        *float64 `parquet:"low95,optional"`
		N          int32    `parquet:"n"`
	}
	in := parquet.NewGenericReader[row](f)
	got := make([]row, in.NumRows())
	n, _ := in.Read(got)
	require.Equal(t, len(rows), n)
	text := func(x *float64) string {
		if x == nil {
			return ""
		}
		return strconv.FormatFloat(*x, 'g', 12, 64)
	}
	for i, r := range rows {
		g := got[i]
		want := []string{r[shareOfState], r["designs/single/dns/ttl"], r["design"], r["population"], r["figure"], strings.TrimPrefix(r["value"], "+"), r["low95"], r["n"]}
		have := []string{text(&g.Share), text(&g.TTL), g.Design, g.Population, g.Figure, strings.TrimPrefix(strings.ToLower(text(g.Value)), "+"), text(g.Low), strconv.Itoa(int(g.N))}
		require.Equal(t, want, have, "row %d", i)
	}
}

func TestASweepIsTheSameHoweverManyRunAtATime(t *testing.T) {
	one, four := outIn(t), outIn(t)
	for out, jobs := range map[string]string{one: "1", four: "4"} {
		failsim("sweep", tiny, "--vary", shareOfState+"=10%..90%", "--vary", "clients/timeout=2s..8s", "--latin", "3", "--replications", "2", "--jobs", jobs, "--out", out, "--quiet").requireDone(t)
	}
	assert.Equal(t, content(t, filepath.Join(one, "sweep.csv")), content(t, filepath.Join(four, "sweep.csv")))
	assert.Equal(t, content(t, filepath.Join(one, "sweep.parquet")), content(t, filepath.Join(four, "sweep.parquet")))
	thirds := map[int]bool{}
	for _, r := range rowsOf(t, filepath.Join(one, "sweep.csv")) {
		x, err := strconv.ParseFloat(r[shareOfState], 64)
		require.NoError(t, err)
		thirds[int((x-0.1)/0.8*3)] = true
	}
	assert.Len(t, thirds, 3, "each third of the axis has a point")
}

func TestAWrongSweepIsRefusedBeforeTheWork(t *testing.T) {
	for _, c := range []struct {
		args    []string
		message string
	}{
		{nil, "--vary PATH=VALUES says what to vary"},
		{[]string{"--vary", "designs/singel/dns/ttl=1m"}, `--vary:1:9: designs has no "singel"; did you mean "single"?`},
		{[]string{"--vary", "designs/single/dns/tll=1m"}, `--vary:1:20: unknown key "tll" in dns; did you mean "ttl"?`},
		{[]string{"--vary", "designs/single/dns/ttl=1m,2"}, `--vary:1:24: expected a duration like 5m, 2d, 1h30m or 72.5ms, found "2": a unit is missing`},
		{[]string{"--vary", "designs/single/dns/ttl=1m..2%"}, "not of one unit"},
		{[]string{"--vary", "clients/timeout=1s", "--vary", "clients/timeout=2s"}, "given twice"},
		{[]string{"--vary", "clients/timeout=1s", "--figures", "availabilty"}, `unknown figure "availabilty"; did you mean "availability"?`},
		{[]string{"--vary", "clients/timeout=1s", "--latin", "1"}, "--latin 1: from 2"},
	} {
		o := failsim(append([]string{"sweep", tiny, "--quiet"}, c.args...)...)
		assert.Equal(t, statusBadInput, o.status)
		assert.Contains(t, o.stderr, c.message, strings.Join(slices.Concat(c.args), " "))
	}
}
