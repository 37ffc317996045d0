package results_test

import (
	"encoding/csv"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/results"
	"failsim/results/written"
)

// table reads a CSV and returns its rows by column.
func rowsOf(t *testing.T, text string) []map[string]string {
	t.Helper()
	lines, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	require.NoError(t, err)
	var rows []map[string]string
	for _, line := range lines[1:] {
		row := map[string]string{}
		for i, cell := range line {
			row[lines[0][i]] = cell
		}
		rows = append(rows, row)
	}
	return rows
}

func numberIn(t *testing.T, row map[string]string, column string) float64 {
	t.Helper()
	x, err := strconv.ParseFloat(row[column], 64)
	require.NoError(t, err, "%s of %v", column, row)
	return x
}

// Lost requests by cause, over time and by population, are the failures of the
// timeline, of the replications and of the summary.
func TestLostRequestsAddUpInEveryFile(t *testing.T) {
	study := results.TinyStudy()
	sum, err := study.Summary()
	require.NoError(t, err)
	var lost, line, runs strings.Builder
	require.NoError(t, written.WriteLost(&lost, study))
	require.NoError(t, written.WriteTimeline(&line, study))
	require.NoError(t, written.WriteReplications(&runs, study))
	for i, incident := range sum.Incidents {
		for d := range incident.Designs {
			design := &incident.Designs[d]
			mine := func(row map[string]string) bool {
				return row["incident"] == incident.Name && row["design"] == design.Name
			}
			var byCause, inTime, inRuns float64
			for _, row := range rowsOf(t, lost.String()) {
				if mine(row) {
					byCause += numberIn(t, row, "lost_per_run")
				}
			}
			for _, row := range rowsOf(t, line.String()) {
				if mine(row) {
					inTime += numberIn(t, row, "failed_per_run")
				}
			}
			for _, row := range rowsOf(t, runs.String()) {
				if mine(row) {
					inRuns += numberIn(t, row, "failed")
				}
			}
			want := float64(design.Requests.Failed)
			assert.InDelta(t, want, 21*byCause, 1e-2*want+1e-9, "incident %d", i)
			assert.InDelta(t, want, 21*inTime, 1e-4*want+1e-9)
			assert.Equal(t, want, inRuns)
			var populations int64
			for _, p := range design.Populations {
				for _, n := range p.Requests.FailedByCause {
					populations += n
				}
			}
			populations -= design.Requests.Succeeded // the cause of success
			assert.Equal(t, design.Requests.Failed, populations)
		}
	}
}

func TestTheTimelineStaysSmall(t *testing.T) {
	study := results.TinyStudy()
	var line strings.Builder
	require.NoError(t, written.WriteTimeline(&line, study))
	rows := rowsOf(t, line.String())
	assert.Len(t, rows, 3*60, "a row for each design and minute: the run is short")
	bad := rows[15] // of minutes 15 to 20: every run fails 3 of 10
	assert.Equal(t, "5", bad["t_minutes_since_onset"])
	assert.Equal(t, []float64{100, 30, 0.7, 0.4, 1},
		[]float64{numberIn(t, bad, "requests_per_run"), numberIn(t, bad, "failed_per_run"), rounded(numberIn(t, bad, "availability")),
			numberIn(t, bad, "availability:tv"), numberIn(t, bad, "availability:phone")})
}

func rounded(x float64) float64 { return float64(int(x*1e6+0.5)) / 1e6 }
