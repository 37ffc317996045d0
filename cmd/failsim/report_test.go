package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// figureInPage is a cell that says which figure it shows.
var figureInPage = regexp.MustCompile(`data-of="([^/"]+)/([^/"]+)/([^"]+)" data-value="([^"]*)"`)

func TestThePageShowsTheNumbersOfTheSummary(t *testing.T) {
	out := outIn(t)
	failsim("compare", tiny, "--out", out, "--replications", "2").requireDone(t)
	page := content(t, filepath.Join(out, "report.html"))
	var summary map[string]any
	require.NoError(t, json.Unmarshal([]byte(content(t, filepath.Join(out, "summary.json"))), &summary))
	cells := figureInPage.FindAllStringSubmatch(page, -1)
	assert.Len(t, cells, 2*2*6, "incidents, designs, figures")
	for _, c := range cells {
		want, err := strconv.ParseFloat(c[4], 64)
		require.NoError(t, err, c[0])
		assert.InEpsilon(t, 1+figureAt(t, summary, c[1], c[2], c[3]), 1+want, 1e-9, c[0])
	}
	for _, remote := range []string{"src=", "@import", "url("} {
		assert.NotContains(t, page, remote, "the page needs nothing but itself")
	}
}

// figureAt finds a figure in a summary by names of incident and design, and the
// path of its keys.
func figureAt(t *testing.T, summary map[string]any, incident, design, path string) float64 {
	t.Helper()
	find := func(list any, name string) map[string]any {
		for _, item := range list.([]any) {
			if m := item.(map[string]any); m["name"] == name {
				return m
			}
		}
		require.Fail(t, "no "+name)
		return nil
	}
	var at any = find(find(summary["incidents"], incident)["designs"], design)
	for key := range strings.SplitSeq(path, ".") {
		at = at.(map[string]any)[key]
	}
	return at.(float64)
}

func TestReportMakesTheSamePageAgain(t *testing.T) {
	out := outIn(t)
	quickly(out).requireDone(t)
	before := files(t, out)
	o := failsim("report", out).requireDone(t)
	assert.Equal(t, filepath.Join(out, "report.html")+"\n", o.stdout)
	assert.Equal(t, before, files(t, out))

	require.NoError(t, os.WriteFile(filepath.Join(out, "report.html"), []byte("an older one"), 0o600))
	failsim("report", out).requireDone(t)
	assert.Equal(t, before, files(t, out), "and what the manifest says of it")
}

func TestReportOfAResultWithoutAPage(t *testing.T) {
	out := outIn(t)
	quickly(out).requireDone(t)
	for _, name := range []string{"report.html", "scenario.yaml", "failures.csv", "replications.csv", "manifest.json"} {
		require.NoError(t, os.Remove(filepath.Join(out, name)))
	}
	failsim("report", out).requireDone(t)
	page := content(t, filepath.Join(out, "report.html"))
	assert.Contains(t, page, "Over time")
	assert.NotContains(t, page, "Assumptions", "there is no scenario to read them from")
}

func TestReportRefusesWhatIsNoResult(t *testing.T) {
	empty := t.TempDir()
	o := failsim("report", empty)
	assert.Equal(t, statusBadInput, o.status)
	assert.Contains(t, o.stderr, "is no result of compare: summary.json: ")
	assertNothing(t, empty)
}
