package results

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"time"

	"failsim/results/counted"
	"failsim/results/statistics"
	"failsim/results/tables"
	"failsim/sim"
)

// SummarySchema names the stable part of a summary's JSON.
const SummarySchema = "failsim/summary/2"

// Summary is the result of a study as summary.json holds it.
type Summary struct {
	Schema       string            `json:"schema"`
	Version      string            `json:"version,omitempty"` // of failsim, with its commit
	Scenario     string            `json:"scenario"`
	Seed         uint64            `json:"seed"`
	Replications int               `json:"replications"`
	Fingerprint  string            `json:"fingerprint"`
	Designs      []DesignSummary   `json:"designs"` // of the first incident
	Paired       []Paired          `json:"paired"`  // of the first incident
	About        string            `json:"about,omitempty"`
	Objectives   Objectives        `json:"objectives"`
	Start        string            `json:"start"`
	LengthS      statistics.Number `json:"length_s"`
	WindowS      statistics.Number `json:"window_s"` // times are known to one window
	Weight       statistics.Number `json:"weight"`
	Inputs       []Input           `json:"inputs"`
	Notes        []string          `json:"notes,omitempty"`
	Incidents    []IncidentSummary `json:"incidents"`

	Cautions []string `json:"-"` // notes that a terminal shows, too
	// What others say of the result, as parts of summary.md: the verdict, what became of
	// expectations, and the pictures that lie beside it.
	Verdict  string    `json:"-"`
	Expected string    `json:"-"`
	Pictures []Picture `json:"-"`
}

// Objectives are what figures are measured against; 0 stands for none.
type Objectives struct {
	Availability statistics.Number `json:"availability"`
	RecoveryS    statistics.Number `json:"recovery_s"`
	HoldS        statistics.Number `json:"hold_s"`
	LatencyS     statistics.Number `json:"latency_s"`
	LostRecords  statistics.Number `json:"lost_records"`
	LostWritesS  statistics.Number `json:"lost_writes_s,omitempty"`
}

// IncidentSummary is one incident of a study.
type IncidentSummary struct {
	Name    string            `json:"name"`
	Title   string            `json:"title"`
	OnsetS  statistics.Number `json:"onset_s"` // null in an incident without a fault
	Offered Offered           `json:"offered"`
	Designs []DesignSummary   `json:"designs"`
	Paired  []Paired          `json:"paired"`
}

// Summary summarises a study. Every replication of every design must have its
// run.
func (s *Study) Summary() (*Summary, error) {
	if len(s.Incidents) == 0 || len(s.Incidents[0].Samples) == 0 {
		return nil, fmt.Errorf("a study needs an incident and a design")
	}
	l := s.Incidents[0].Layout.Filled()
	sum := &Summary{
		Schema: SummarySchema, Scenario: s.Scenario, About: s.About, Seed: s.Seed, Replications: s.Replications,
		Objectives: Objectives{
			Availability: statistics.Number(l.Availability), RecoveryS: statistics.Number(l.Recovery.Seconds()),
			HoldS: statistics.Number(l.Hold.Seconds()), LatencyS: statistics.Number(l.Latency.Seconds()),
			LostRecords: statistics.Number(l.LostRecords), LostWritesS: statistics.Number(l.LostSpan.Seconds()),
		},
		Start: l.Start.Format(time.RFC3339), LengthS: statistics.Number(l.Length.Seconds()), WindowS: statistics.Number(l.Window.Seconds()),
		Weight: statistics.Number(l.Weight),
		Inputs: append([]Input{}, s.Inputs...), Notes: s.Notes, Cautions: s.Cautions,
	}
	var facts sim.Fingerprint
	for i := range s.Incidents {
		incident := &s.Incidents[i]
		for d, sample := range incident.Samples {
			if err := sample.complete(); err != nil {
				return nil, fmt.Errorf("incident %s: %w", incident.Name, err)
			}
			if err := sample.balance(); err != nil {
				return nil, fmt.Errorf("incident %s: design %s: broken invariant: %w", incident.Name, sample.Design.Name, err)
			}
			facts.Fact(counted.FactLine, uint64(i), uint64(d), hash(sample.Fingerprint().String()))
		}
		sum.Incidents = append(sum.Incidents, incident.summary())
	}
	sum.Fingerprint = facts.String()
	sum.Designs, sum.Paired = sum.Incidents[0].Designs, sum.Incidents[0].Paired
	return sum, nil
}

func hash(s string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(s))
	return h.Sum64()
}

func (i *Incident) summary() IncidentSummary {
	sum := IncidentSummary{Name: i.Name, Title: i.Title, Offered: i.Offered, OnsetS: statistics.Number(nan), Paired: []Paired{}}
	if i.Layout.Onset != sim.Never {
		sum.OnsetS = statistics.Number(i.Layout.Onset.Seconds())
	}
	for _, s := range i.Samples {
		sum.Designs = append(sum.Designs, s.summary())
	}
	sum.Paired = i.comparisons()
	return sum
}

// JSON returns the summary as summary.json holds it.
func (s *Summary) JSON() ([]byte, error) {
	b, err := json.Marshal(s)
	if err != nil {
		return nil, fmt.Errorf("summary: %w", err)
	}
	return tables.Indented(b), nil
}

// Picture is a plot of an incident.
type Picture struct{ Incident, Shows, Path string }
