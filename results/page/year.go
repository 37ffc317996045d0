package page

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"strings"

	"failsim/results"
	"failsim/results/statistics"
	"failsim/results/tables"
	"failsim/results/words"
)

// yearSchema begins the schema of a summary of a year of operation.
const yearSchema = "failsim/year/"

// isYear distinguishes the summary of a year from that of a comparison.
func isYear(data []byte) bool {
	var s struct{ Schema string }
	return json.Unmarshal(data, &s) == nil && strings.HasPrefix(s.Schema, yearSchema)
}

// yearPage is what the page of a year of operation says.
type yearPage struct {
	Scenario, About, Fingerprint string
	Seed                         uint64
	Episodes, Calendars          int
	YearS                        statistics.Number `json:"year_s"`
	Objective                    statistics.Number
	RequestsPerYear              statistics.Number `json:"requests_per_year"`
	Incidents                    []struct {
		Name, Title string
		PerYear     statistics.Number `json:"per_year"`
	}
	Designs []yearDesign
	Inputs  []results.Input
	Notes   []string

	Style                template.HTML `json:"-"`
	Picture              template.URL  `json:"-"`
	Parts                []yearPart    `json:"-"`
	Assumptions, Sourced []assumption  `json:"-"`
	NotModelled          []string      `json:"-"`
	Command, Tool, SHA   string        `json:"-"`
}

type yearDesign struct {
	Name, About  string
	Availability statistics.Estimate
	LostShare    statistics.Estimate `json:"lost_share"`
	BadMinutes   statistics.Estimate `json:"bad_minutes"`
	UserMinutes  statistics.Estimate `json:"user_minutes_lost"`
	Cost         statistics.Estimate `json:"cost_usd"`
	ByIncident   []struct {
		Incident string
		OfAll    statistics.Number `json:"share_of_loss"`
	} `json:"by_incident"`
	Outage statistics.Estimate `json:"-"` // minutes of a full outage that lose as much
}

// yearPart is which share of each design's loss an incident has.
type yearPart struct {
	Incident string
	Shares   []string
}

// renderYear makes report.html of a result of year.
func renderYear(file File, summary []byte) ([]byte, error) {
	v := &yearPage{NotModelled: notModelled}
	if err := json.Unmarshal(summary, v); err != nil {
		return nil, fmt.Errorf("summary.json: %w", err)
	}
	if len(v.Designs) == 0 {
		return nil, errors.New("summary.json: it holds no design")
	}
	style, err := assets.ReadFile("assets/style.css")
	if err != nil {
		return nil, err
	}
	v.Style = template.HTML("<style>" + string(style) + "</style>")
	v.weigh()
	for name, take := range map[string]func([]byte) error{
		"plots/bad-years.svg": func(b []byte) error {
			v.Picture = template.URL("data:image/svg+xml;base64," + base64.StdEncoding.EncodeToString(b))
			return nil
		},
		"scenario.yaml": func(b []byte) error { v.Assumptions, v.Sourced = assumptions(b); return nil },
		"manifest.json": func(b []byte) error {
			m, err := results.ReadManifest(b)
			v.Command, v.SHA = "failsim "+strings.Join(m.Command, " "), m.Scenario.SHA256
			v.Tool = fmt.Sprintf("failsim %s, %s, %s/%s", m.Tool.Version, m.Tool.Go, m.Tool.OS, m.Tool.Arch)
			return err
		},
	} {
		b, err := file(name)
		if err == nil {
			err = take(b)
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	var b bytes.Buffer
	if err := layout().ExecuteTemplate(&b, "year.html", v); err != nil {
		return nil, fmt.Errorf("report.html: %w", err)
	}
	return []byte(words.Text(b.String())), nil
}

// weigh turns shares into minutes, and puts the incidents' shares of the loss side by side.
func (v *yearPage) weigh() {
	minutes := statistics.Number(float64(v.YearS) / 60)
	at := map[string]int{}
	for d := range v.Designs {
		g := &v.Designs[d]
		g.Outage = g.LostShare
		g.Outage.Mean *= minutes
		if ci := g.LostShare.CI95; ci != nil {
			g.Outage.CI95 = &statistics.Interval{max(0, ci[0]) * minutes, ci[1] * minutes}
		}
		for _, p := range g.ByIncident {
			name := p.Incident
			if name == "" {
				name = "several at once"
			}
			k, there := at[name]
			if !there {
				k = len(v.Parts)
				at[name] = k
				v.Parts = append(v.Parts, yearPart{name, make([]string, len(v.Designs))})
			}
			v.Parts[k].Shares[d] = tables.ShortPercent(p.OfAll)
		}
	}
}
