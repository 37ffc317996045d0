package results

import (
	"math"

	"failsim/models/record"
	"failsim/results/counted"
	"failsim/results/statistics"
)

// DetectSummary says when harmed names had an alarm, and from whom. Quantiles
// are over the harmed replications, of the median of their names; one that
// falls among those without an alarm is null.
type DetectSummary struct {
	statistics.Quantiles
	NotDetected int          `json:"not_detected"` // harmed replications in which most harmed names had no alarm
	By          []DetectedBy `json:"by"`           // whose alarm was a harmed name's first
}

// DetectedBy is who detected which share of a run's harmed names, on average.
type DetectedBy struct {
	By    string            `json:"by"`
	Share statistics.Number `json:"share"`
}

// Nobody stands for the detector of names that had no alarm.
const Nobody = "nobody"

// detection summarises the detections of a part of every run.
func (s *Sample) detection(part func(*counted.Run) *counted.Part) DetectSummary {
	of := func(r *counted.Run) *counted.Detection { return &part(r).Detection }
	sum := DetectSummary{Quantiles: s.of(func(r *counted.Run) float64 { return of(r).Took }).Quantiles(), By: []DetectedBy{}}
	for _, r := range s.runs {
		if math.IsInf(of(r).Took, 1) {
			sum.NotDetected++
		}
	}
	add := func(by string, names func(*counted.Detection) int64) {
		mean := s.of(func(r *counted.Run) float64 { return float64(names(of(r))) / float64(of(r).Names()) }).Estimate(statistics.Shares).Mean
		if mean > 0 {
			sum.By = append(sum.By, DetectedBy{by, mean})
		}
	}
	for who := range record.Alarmers {
		add(who.String(), func(d *counted.Detection) int64 { return d.By[who] })
	}
	add(Nobody, func(d *counted.Detection) int64 { return d.None })
	return sum
}

// Mostly names who detected most names; empty if there were none.
func (d *DetectSummary) Mostly() string {
	most := DetectedBy{}
	for _, by := range d.By {
		if by.Share > most.Share {
			most = by
		}
	}
	return most.By
}
