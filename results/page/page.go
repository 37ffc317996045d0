package page

import (
	"bytes"
	"fmt"
	"html/template"
	"strings"

	"failsim/results/gate"
	"failsim/results/stored"
	"failsim/results/words"
)

// Render makes report.html of the other files of a result of compare or year.
func Render(file File) ([]byte, error) {
	if summary, err := file(Files[0]); err == nil && isYear(summary) {
		return renderYear(file, summary)
	}
	r, err := read(file)
	if err != nil {
		return nil, err
	}
	v, err := r.view()
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := layout().Execute(&b, v); err != nil {
		return nil, fmt.Errorf("report.html: %w", err)
	}
	return []byte(words.Text(b.String())), nil // what strangers wrote does nothing
}

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
