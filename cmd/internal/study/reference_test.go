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

	"github.com/stretchr/testify/require"
	"gonum.org/v1/gonum/stat"

	"failsim/models/world"
	"failsim/models/world/scenario"
	"failsim/results"
	"failsim/results/counted"
	"failsim/results/statistics"
)

var (
	reference       = flag.Int("reference", 0, "make the reference anew, of so many runs of each branch; long")
	referenceOthers = flag.Int("reference-others", 0, "make that of the other designs anew, of so many runs; long")
)

// The reference: many runs of elb-2012, of every design in every incident that
// can touch it. What compare prints of 16 or 20 replications is compared with it.
// Of designs that the common mode can reach there are as many runs with it as
// without; it changes no run of the others, with one provider
// (TestACommonModeChangesNothingOfADesignWithOneProvider). Three designs have
// more runs than the rest.
const referenceSeed = 1000

var referenceDesigns = []string{"single-provider", "multi-provider-dns", "multi-provider-client"}

// references are its files: NAME.csv.gz has every run, NAME.json means.
var references = []struct {
	name, command string
	runs          *int
	of            func(design string) bool
}{
	{"testdata/reference", "make reference RUNS=%d", reference, func(d string) bool { return slices.Contains(referenceDesigns, d) }},
	{"testdata/reference-others", "make reference OTHERS=%d", referenceOthers, func(d string) bool { return !slices.Contains(referenceDesigns, d) }},
}

// referenceFigures are those that the first table prints with an interval.
var referenceFigures = []struct {
	name   string
	limits statistics.Range
	value  func(*counted.Run) float64
}{
	{"availability", statistics.Shares, func(r *counted.Run) float64 { return r.Availability }},
	{"full_outage_minutes", statistics.NotNegative, func(r *counted.Run) float64 { return r.OutageMinutes }},
	{"user_minutes_lost", statistics.NotNegative, func(r *counted.Run) float64 { return r.UserMinutesLost }},
}

type referenceMean struct {
	Incident   string  `json:"incident"`
	Design     string  `json:"design"`
	CommonMode bool    `json:"common_mode"`
	Stopped    bool    `json:"slip_stopped,omitempty"` // by the design's gates
	Figure     string  `json:"figure"`
	N          int     `json:"n"`
	Mean       float64 `json:"mean"`
	SD         float64 `json:"sd"`
}

// TestMakeReference simulates it: make reference.
func TestMakeReference(t *testing.T) {
	for _, r := range references {
		if *r.runs == 0 {
			continue
		}
		s := founding(t, 1)
		out, err := os.Create(filepath.FromSlash(r.name + ".csv.gz"))
		require.NoError(t, err)
		packed := gzip.NewWriter(out)
		rows := csv.NewWriter(packed)
		rows.Write([]string{"incident", "design", "common_mode", "slip_stopped", "replication", "availability", "full_outage_minutes", "user_minutes_lost"})
		var means []referenceMean
		for _, common := range []bool{false, true} {
			for i := range s.Incidents {
				for _, sample := range referenceSamples(t, &s.Incidents[i], common, *r.runs, r.of) {
					means = append(means, fileReference(rows, s.Incidents[i].Name, common, sample)...)
				}
			}
		}
		rows.Flush()
		require.NoError(t, rows.Error())
		require.NoError(t, packed.Close())
		require.NoError(t, out.Close())
		b, err := json.MarshalIndent(map[string]any{"command": fmt.Sprintf(r.command, *r.runs), "seed": referenceSeed, "scenario_sha256": s.SHA256, "means": means}, "", " ")
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.FromSlash(r.name+".json"), append(b, '\n'), 0o644))
	}
}

// referenceSamples runs the designs that an incident can touch, without the common
// mode, or those that it can reach with it.
func referenceSamples(t *testing.T, incident *scenario.Incident, common bool, runs int, of func(string) bool) []*results.Sample {
	s := founding(t, 1)
	s.World.CommonMode.Share = 0
	if common {
		s.World.CommonMode.Share = 1
	}
	w, err := Prepare(s, referenceSeed, nil)
	require.NoError(t, err)
	var designs []string
	for d := range s.Designs {
		design := &s.Designs[d]
		if of(design.Name) && world.CanTouch(s, w.Fixed, design, incident) && (!common || world.SharesFate(w.Fixed, design, incident)) {
			designs = append(designs, design.Name)
		}
	}
	if designs == nil {
		return nil
	}
	st, err := Compare(context.Background(), s, w, Options{Designs: designs, Incidents: []string{incident.Name}, Replications: runs, Seed: referenceSeed})
	require.NoError(t, err)
	return st.Incidents[0].Samples
}

// fileReference writes the runs of a design, and returns the means of its branches.
func fileReference(rows *csv.Writer, incident string, common bool, sample *results.Sample) (means []referenceMean) {
	values := [2][][]float64{make([][]float64, len(referenceFigures)), make([][]float64, len(referenceFigures))} // operator error stopped or not, by figure
	for k, r := range sample.Runs() {
		replication, stopped := sample.Drawn(k)
		row := []string{incident, sample.Design.Name, strconv.FormatBool(common), strconv.FormatBool(stopped), strconv.Itoa(replication)}
		for f, figure := range referenceFigures {
			row = append(row, strconv.FormatFloat(figure.value(r), 'g', 9, 64))
			branch := 0
			if stopped {
				branch = 1
			}
			values[branch][f] = append(values[branch][f], figure.value(r))
		}
		rows.Write(row)
	}
	for branch, figures := range values {
		for f, x := range figures {
			if len(x) > 0 {
				mean, sd := stat.MeanStdDev(x, nil)
				means = append(means, referenceMean{incident, sample.Design.Name, common, branch == 1, referenceFigures[f].name, len(x), mean, sd})
			}
		}
	}
	return means
}
