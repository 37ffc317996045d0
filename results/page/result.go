package page

import (
	"fmt"

	"failsim/results"
	"failsim/results/statistics"
)

// File returns a file of a result by name, as fs.ReadFile would; the error of one
// that is not there is fs.ErrNotExist.
type File func(name string) ([]byte, error)

// Files are those that a page is made of: what results without one lack on their
// page is left out, but for the first.
var Files = []string{"summary.json", "manifest.json", "scenario.yaml", "timeline.csv", "failures.csv", "seconds.csv", "lost.csv", "replications.csv", Answers[0], Answers[1]}

// result is what a page says of a result.
type result struct {
	summary
	raw          []byte // summary.json
	manifest     *results.Manifest
	scenario     []byte
	course       []course // by incident
	lost         lostSteps
	replications *recoveries
	Answers      *answers
}

// summary is the part of summary.json that the page shows.
type summary struct {
	Scenario, About string
	Seed            uint64
	Replications    int
	Fingerprint     string
	Objectives      results.Objectives
	Start           string
	LengthS         statistics.Number `json:"length_s"`
	Weight          statistics.Number
	WindowS         statistics.Number `json:"window_s"`
	Inputs          []results.Input
	Notes           []string
	Incidents       []incident
}

type incident struct {
	Name, Title string
	OnsetS      statistics.Number `json:"onset_s"`
	Offered     struct {
		Mean   statistics.Number `json:"mean_per_s"`
		Peak   statistics.Number `json:"busiest_minute_per_s"`
		PeakAt string            `json:"busiest_minute_at"`
	}
	Designs []design
	Paired  []results.Paired
}

type design struct {
	Name, About     string
	Buyer           string
	OutOfReach      statistics.Number `json:"out_of_reach"` // 1: nothing of the incident can touch it
	Availability    statistics.Estimate
	OutageMinutes   statistics.Estimate `json:"full_outage_minutes"`
	UserMinutesLost statistics.Estimate `json:"user_minutes_lost"`
	Burned          statistics.Estimate `json:"error_budget_burned"`
	Detect          struct {
		statistics.Quantiles
		NotDetected int `json:"not_detected"`
	} `json:"time_to_detect_s"`
	Mitigate statistics.Quantiles `json:"time_to_mitigate_s"`
	Recover  struct {
		HarmedShare statistics.Proportion `json:"harmed_share"`
		Final       statistics.Quantiles
		Within      *statistics.Proportion `json:"within_objective"`
	} `json:"time_to_recover_s"`
	Retries       statistics.Estimate `json:"retry_amplification"`
	Misconfigured statistics.Estimate `json:"lb_damaged_peak_share"`
	Cost          results.Cost        `json:"cost_per_hour_usd"`
	LostBy        map[string]float64  `json:"lost_by_cause"`
	BurnAlerts    []struct {
		Rate, LongS statistics.Number
		statistics.Quantiles
	} `json:"burn_rate_alerts"`
	WorstWindows []struct {
		WindowS statistics.Number `json:"window_s"`
		statistics.Estimate
	} `json:"user_minutes_worst_window"`
	Phases []struct {
		Mark string
		statistics.Quantiles
	}
}

// eachRow goes through the rows of a table, each of a design in an incident.
func (r *result) eachRow(t *table, row func(incident, design int) error) error {
	for {
		more, err := t.next()
		if !more || err != nil {
			return err
		}
		i, d, err := r.at(t.text("incident"), t.text("design"))
		if err != nil {
			return err
		}
		if err := row(i, d); err != nil {
			return err
		}
	}
}

// at finds an incident and one of its designs by name.
func (r *result) at(incident, design string) (i, d int, err error) {
	for i := range r.Incidents {
		if r.Incidents[i].Name != incident {
			continue
		}
		for d := range r.Incidents[i].Designs {
			if r.Incidents[i].Designs[d].Name == design {
				return i, d, nil
			}
		}
	}
	return 0, 0, fmt.Errorf("summary.json has no design %s in an incident %s", design, incident)
}

// course is what an incident did over time, in windows of a minute where the
// scenario does not ask for others.
type course struct {
	window  float64 // minutes
	from    float64 // minutes since the onset: when the run begins
	windows int
	step    int // windows in a step of the timeline
	designs []lines
	regions []string
	near    []int // windows of which the seconds are known, in order
}

// lines are one design, by window.
type lines struct {
	offered       []float64   // requests a second
	lost          []float64   // share of them
	tries         []float64   // attempts a request
	capacity      []float64   // requests a second that could be answered; NaN where no user knows
	misconfigured [][]float64 // by region: share of LBs
	refused       [][]float64 // by region: share of calls to its control plane that failed; NaN without calls
	seconds       map[int]*seconds
}

// seconds are those of a window.
type seconds struct{ offered, lost, tries []float64 }

// lostSteps are requests lost by incident and design.
type lostSteps map[[2]int]*lostOver

// lostOver is what a design lost, by cause and time.
type lostOver struct {
	at    []float64 // minutes since the onset: when a step begins
	cause map[string][]float64
}

// recoveries are the times to recover for good of each run, in seconds; those
// never harmed, and those that did not recover in the run, are counted.
type recoveries struct {
	by map[[2]int]*recoveryRow
}

type recoveryRow struct {
	took         []float64
	never, open  int
	neverW, allW float64
}
