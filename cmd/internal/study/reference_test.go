package study

import (
	"compress/gzip"
	"context"
	"encoding/csv"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"

	"failsim/results"
	"failsim/results/statistics"
	"failsim/sim"
)

var reference = flag.Int("reference", 0, "make the reference anew, of so many runs of each branch; long")

// The reference: many runs of elb-2012 given the common mode, and as many
// without, of designs of every sort. What compare prints of 20 replications is
// held against it.
const (
	referenceRuns    = "testdata/reference.csv.gz" // every run
	referenceSummary = "testdata/reference.json"
	referenceSeed    = 1000
)

var referenceDesigns = []string{"single-provider", "multi-provider-dns", "multi-provider-client"}

// referenceFigures are those that the first table prints with an interval.
var referenceFigures = []struct {
	name   string
	limits statistics.Range
	value  func(*results.Run) float64
}{
	{"availability", statistics.Shares, func(r *results.Run) float64 { return r.Availability }},
	{"full_outage_minutes", statistics.NotNegative, func(r *results.Run) float64 { return r.OutageMinutes }},
	{"user_minutes_lost", statistics.NotNegative, func(r *results.Run) float64 { return r.UserMinutesLost }},
}

type referenceMean struct {
	Incident   string  `json:"incident"`
	Design     string  `json:"design"`
	CommonMode bool    `json:"common_mode"`
	Figure     string  `json:"figure"`
	N          int     `json:"n"`
	Mean       float64 `json:"mean"`
	SD         float64 `json:"sd"`
}

// TestMakeReference simulates it: make reference.
func TestMakeReference(t *testing.T) {
	if *reference == 0 {
		t.Skip("make reference")
	}
	require.NoError(t, os.MkdirAll("testdata", 0o755))
	f, err := os.Create(referenceRuns)
	require.NoError(t, err)
	packed := gzip.NewWriter(f)
	rows := csv.NewWriter(packed)
	rows.Write([]string{"incident", "design", "common_mode", "replication", "availability", "full_outage_minutes", "user_minutes_lost"})
	var means []referenceMean
	for _, common := range []bool{false, true} {
		s := founding(t, 1)
		s.World.CommonMode.Share = 0
		if common {
			s.World.CommonMode.Share = 1
		}
		w, err := Prepare(s, referenceSeed, nil)
		require.NoError(t, err)
		st, err := Compare(context.Background(), s, w, Options{Designs: referenceDesigns, Replications: *reference, Seed: referenceSeed})
		require.NoError(t, err)
		for _, i := range st.Incidents {
			for _, sample := range i.Samples {
				for k, r := range sample.Runs() {
					replication, _ := sample.Drawn(k)
					row := []string{i.Name, sample.Design.Name, strconv.FormatBool(common), strconv.Itoa(replication)}
					for _, figure := range referenceFigures {
						row = append(row, strconv.FormatFloat(figure.value(r), 'g', 9, 64))
					}
					rows.Write(row)
				}
				for _, figure := range referenceFigures {
					mean, sd := stat.MeanStdDev(sample.Values(figure.value), nil)
					means = append(means, referenceMean{i.Name, sample.Design.Name, common, figure.name, *reference, mean, sd})
				}
			}
		}
	}
	rows.Flush()
	require.NoError(t, rows.Error())
	require.NoError(t, packed.Close())
	require.NoError(t, f.Close())
	b, err := json.MarshalIndent(map[string]any{"command": fmt.Sprintf("make reference RUNS=%d", *reference), "seed": referenceSeed,
		"scenario_sha256": founding(t, 1).SHA256, "means": means}, "", " ")
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(referenceSummary, append(b, '\n'), 0o644))
}

// branchRuns are the runs of one branch: the replication, and a value by figure.
type branchRuns [][]float64

func readReference(t *testing.T) map[string]bothBranches {
	f, err := os.Open(filepath.FromSlash(referenceRuns))
	require.NoError(t, err)
	defer f.Close()
	packed, err := gzip.NewReader(f)
	require.NoError(t, err)
	rows, err := csv.NewReader(packed).ReadAll()
	require.NoError(t, err)
	pools := map[string]bothBranches{}
	for _, row := range rows[1:] {
		key := row[0] + "/" + row[1]
		p, branch := pools[key], 0
		if row[2] == "true" {
			branch = 1
		}
		var values []float64
		for _, text := range row[3:] {
			x, err := strconv.ParseFloat(text, 64)
			require.NoError(t, err)
			values = append(values, x)
		}
		p[branch] = append(p[branch], values)
		pools[key] = p
	}
	return pools
}

func (p branchRuns) mean(figure int) float64 {
	sum := 0.0
	for _, x := range p {
		sum += x[1+figure]
	}
	return sum / float64(len(p))
}

// Of 2,000 studies of the default 16 replications, each interval of the first table holds
// the reference in 93 % at least: none falls short of it by more than chance (1 %
// over all cells). A study is 16 of the reference's runs, so many of each
// branch as the sampler draws for a seed: runs of a branch are independent and
// alike, so any 16 are a study of some seed, and no run need be made anew. That
// they come from a finite pool makes their means vary less, by the share that 16
// are of it.
func TestDefaultIntervalsHoldTheReference(t *testing.T) {
	const studies, n = 2000, statistics.FewestSkewed
	s := founding(t, 1)
	pools := readReference(t)
	plans := make([]*sampler, studies)
	held := map[string]int{}
	var cells []string
	w, err := Prepare(s, 1, nil)
	require.NoError(t, err)
	for i := range s.Incidents {
		halves := classesOf(s, &s.Incidents[i], w.means, referenceSeed)
		for k := range plans {
			plans[k] = newSampler(s, &s.Incidents[i], w.means, false, uint64(k))
			plans[k].draw(n)
		}
		for d := range s.Designs {
			design := s.Designs[d].Name
			p, ok := pools[s.Incidents[i].Name+"/"+design]
			if !ok {
				continue
			}
			class := plans[0].classesFor(w.fixed, &s.Designs[d])
			cut := p.cut(halves)
			for f, figure := range referenceFigures {
				share := s.World.CommonMode.Share
				if slices.Max(class) < len(cut)/2 {
					share = 0.5 // it makes no difference
				}
				truth := (1-share)*p[0].mean(f) + share*p[1].mean(f)
				cell := s.Incidents[i].Name + "/" + design + "/" + figure.name
				cells = append(cells, cell)
				for k, plan := range plans {
					x := pickRuns(cut, plan.drawn.Runs, f, sim.NewKey(uint64(k), 0).Named("reference"))
					e := results.EstimateDrawn(&plan.drawn, class, x, figure.limits)
					if e.CI95 != nil && float64(e.CI95[0]) <= truth+1e-12 && truth-1e-12 <= float64(e.CI95[1]) {
						held[cell]++
					}
				}
			}
		}
	}
	law := distuv.Binomial{N: studies, P: 0.93}
	for _, cell := range cells {
		t.Logf("%-60s %.1f %%", cell, 100*float64(held[cell])/studies)
		assert.GreaterOrEqual(t, law.CDF(float64(held[cell])), 0.01/float64(len(cells)), "%s: %d of %d", cell, held[cell], studies)
	}
	assert.Len(t, cells, 2*len(referenceDesigns)*len(referenceFigures))
}

// bothBranches are the runs without the common mode, and those with it.
type bothBranches [2]branchRuns

// cut sorts the runs by the sampler's cells.
func (b bothBranches) cut(halves *recordClasses) []branchRuns {
	if halves == nil {
		return b[:]
	}
	list := make([]branchRuns, 4)
	for branch, runs := range b {
		for _, x := range runs {
			c := 2*branch + halves.of(int(x[0]))
			list[c] = append(list[c], x)
		}
	}
	return list
}

// pickRuns draws a figure of one run for each that a study draws, of its cell,
// none twice.
func pickRuns(p []branchRuns, runs []results.DrawnRun, figure int, key sim.Key) []float64 {
	x := make([]float64, len(runs))
	taken := make([]map[int]bool, len(p))
	for c := range taken {
		taken[c] = map[int]bool{}
	}
	drawn := uint64(0)
	for k, run := range runs {
		j := key.IntN(drawn, len(p[run.Cell]))
		for drawn++; taken[run.Cell][j]; drawn++ {
			j = key.IntN(drawn, len(p[run.Cell]))
		}
		taken[run.Cell][j] = true
		x[k] = p[run.Cell][j][1+figure]
	}
	return x
}
