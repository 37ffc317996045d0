package stored

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/results"
)

func golden(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile("../testdata/" + name)
	require.NoError(t, err)
	return data
}

// The two files come from the same runs by different ways: a figure that were read
// from the wrong place, or weights that were lost, would show here.
func TestMeansOfTheRunsAreTheFiguresOfTheSummary(t *testing.T) {
	figures, err := FiguresIn(golden(t, "summary.json"))
	require.NoError(t, err)
	runs, err := ReadRuns(strings.NewReader(string(golden(t, "replications.csv"))))
	require.NoError(t, err)
	checked := map[string]bool{}
	for _, f := range figures {
		name := f.Name
		if f.Population != "" {
			name += ":" + f.Population
		}
		r := runs.Runs[Key{f.Incident, f.Design}]
		require.NotNil(t, r)
		if x := r.Figures[name]; x != nil && f.Estimated {
			assert.InDelta(t, f.Value, results.MeanDrawn(r.Drawn, x), 1e-9, "%s, %s: %s", f.Incident, f.Design, name)
			checked[name] = true
		}
	}
	for _, name := range []string{"availability", "availability:tv", "full_outage_minutes", "user_minutes_lost", "retry_amplification", "latency_p99_s"} {
		assert.Contains(t, checked, name)
	}
}

func TestABoundThatIsNullIsFarAway(t *testing.T) {
	figures, err := FiguresIn([]byte(`{"schema":"failsim/summary/2","incidents":[{"name":"i","designs":[{"name":"d",
		"full_outage_minutes":{"mean":0,"ci95":[0,null],"n":20,"warning":"no-failure-seen"},
		"time_to_recover_s":{"p50":900,"p50_ci95":[600,null],"n":7,"harmed":7},
		"cost_per_hour_usd":{"mean":null,"priced":"no"}}]}]}`))
	require.NoError(t, err)
	by := map[string]Figure{}
	for _, f := range figures {
		by[f.Name] = f
	}
	assert.Equal(t, inf, by["full_outage_minutes"].High)
	assert.Equal(t, "no failure seen", by["full_outage_minutes"].Why)
	assert.Equal(t, inf, by["time_to_recover_s.p50"].High, "later than the run")
	assert.Equal(t, "of 7 runs; it takes 72 that have such a time", by["time_to_recover_s.p95"].Why)
	assert.True(t, by["cost_per_hour_usd"].Exact)
	assert.NotContains(t, by, "time_to_recover_s.harmed", "a count of runs is no figure to judge by")
}

func TestWhatIsNoResultIsSaid(t *testing.T) {
	folder := t.TempDir()
	_, err := Open(folder)
	assert.EqualError(t, err, folder+" holds no summary.json: is it a result of failsim?")
	_, err = Open(folder + "/absent")
	assert.EqualError(t, err, folder+"/absent: no such file or directory")
	require.NoError(t, os.WriteFile(folder+"/summary.json", []byte(`{"schema":"failsim/year/1"}`), 0o600))
	_, err = Open(folder)
	assert.EqualError(t, err, folder+`/summary.json: its schema is "failsim/year/1", not "failsim/summary/2"`)
	require.NoError(t, os.WriteFile(folder+"/summary.json", golden(t, "summary.json"), 0o600))
	for text, message := range map[string]string{
		"a,b\n": "line 1: the columns are not those of failsim: incident, design, replication, stratum, weight, run_of, ... are missing",
		"incident,design,replication,stratum,weight,run_of,availability\ni,d,0,all,1,d,much\n": `line 2, column 15: availability is "much", which is no number`,
		"incident,design,replication,stratum,weight,run_of,availability\ni,d,x,all,1,d,1\n":    `line 2: replication "x" or weight "1" is no number`,
	} {
		require.NoError(t, os.WriteFile(folder+"/replications.csv", []byte(text), 0o600))
		_, err = Open(folder)
		assert.EqualError(t, err, folder+"/replications.csv: "+message)
	}
}
