package page

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"strings"

	"failsim/results/gate"
	"failsim/results/statistics"
	"failsim/results/stored"
	"failsim/results/tables"
	"failsim/results/words"
)

//go:embed assets
var assets embed.FS

// Render makes report.html of a result's other files.
func Render(file File) ([]byte, error) {
	r, err := read(file)
	if err != nil {
		return nil, err
	}
	v, err := r.view()
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := layout.Execute(&b, v); err != nil {
		return nil, fmt.Errorf("report.html: %w", err)
	}
	return []byte(words.Text(b.String())), nil // what strangers wrote does nothing
}

var layout = template.Must(template.New("page.html").Funcs(template.FuncMap{
	"percent": tables.Percent, "counted": tables.Counted, "spoken": tables.Spoken, "median": median,
	"money": money, "rate": func(n statistics.Number) string { return tables.Digits(float64(n), 3) },
	"aim": func(n statistics.Number) string { return tables.TrimmedDigits(100*float64(n)) + " %" },
	"share": func(p statistics.Proportion) string {
		return tables.Percent(statistics.Estimate{Mean: p.Share, CI95: p.CI95, N: p.N})
	},
	"count": func(x float64) string { return tables.Count(x) },
	"priced": func(x *float64) string {
		if x == nil {
			return "not priced"
		}
		return tables.Count(*x)
	},
	"line":  words.Line,
	"words": func(s string) string { return strings.ReplaceAll(s, "-", " ") },
}).ParseFS(assets, "assets/page.html"))

func (r *result) view() (*view, error) {
	v := &view{result: r, NotModelled: notModelled}
	text := func(name string) (string, error) {
		b, err := assets.ReadFile("assets/" + name)
		return string(b), err
	}
	style, err := text("style.css")
	if err != nil {
		return nil, err
	}
	library, err := text("uPlot.iife.min.js")
	if err != nil {
		return nil, err
	}
	its, err := text("uPlot.min.css")
	if err != nil {
		return nil, err
	}
	script, err := text("page.js")
	if err != nil {
		return nil, err
	}
	v.Style = template.HTML("<style>" + its + style + "</style>")
	v.Library, v.Script = template.HTML("<script>"+library+"</script>"), template.HTML("<script>"+script+"</script>")
	data, err := r.data()
	if err != nil {
		return nil, err
	}
	v.Data = template.HTML(`<script type="application/json" id="data">` + string(data) + "</script>") // json escapes <, > and &
	if err := v.judge(); err != nil {
		return nil, err
	}
	for i := range r.Incidents {
		v.Pictures = append(v.Pictures, pictures{r.Incidents[i].paired(), r.recovery(i), r.Incidents[i].cost()})
	}
	v.Assumptions, v.Sourced = assumptions(r.scenario)
	if m := r.manifest; m != nil {
		v.Command = "failsim " + strings.Join(m.Command, " ")
		v.Tool = fmt.Sprintf("failsim %s, %s, %s/%s", m.Tool.Version, m.Tool.Go, m.Tool.OS, m.Tool.Arch)
		v.ScenarioSHA = m.Scenario.SHA256
	}
	return v, nil
}

// judge says what became of the scenario's objectives.
func (v *view) judge() error {
	figures, err := stored.FiguresIn(v.raw)
	if err != nil {
		return fmt.Errorf("summary.json: %w", err)
	}
	v.Sentences = gate.Sentences(v.Objectives, figures)
	v.overview(gate.Judge(gate.Objectives(v.Objectives), figures))
	return nil
}

// money prints a price.
func money(n statistics.Number) string {
	if !n.Known() {
		return "not priced"
	}
	return tables.Fixed(float64(n), 2)
}

// median prints a median with its interval.
func median(q statistics.Quantiles) string {
	if !q.P50.Known() {
		if q.N > 0 {
			return "later than the run"
		}
		return "-"
	}
	s := tables.Spoken(q.P50)
	if q.P50CI95 != nil && q.P50CI95[0].Known() && q.P50CI95[1].Known() && q.P50CI95[0] != q.P50CI95[1] {
		s += " [" + tables.Spoken(q.P50CI95[0]) + ", " + tables.Spoken(q.P50CI95[1]) + "]"
	}
	return s
}
