package page

import (
	"encoding/json"
	"io/fs"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// of returns files by name; what is not among them is not there.
func of(files map[string]string) File {
	return func(name string) ([]byte, error) {
		if text, ok := files[name]; ok {
			return []byte(text), nil
		}
		return nil, fs.ErrNotExist
	}
}

const oneDesign = `{"schema":"failsim/summary/2","scenario":"s","replications":1,"length_s":240,"window_s":60,"start":"2012-12-24T12:00:00Z",
"objectives":{"availability":0.999},"incidents":[{"name":"i","title":"<b>it</b>","onset_s":60,"offered":{},"designs":[
{"name":"d","availability":{"mean":0.9,"ci95":null,"n":1}}]}]}`

func TestAPageOfASummaryAlone(t *testing.T) {
	b, err := Render(of(map[string]string{"summary.json": oneDesign}))
	require.NoError(t, err)
	assert.Contains(t, string(b), "&lt;b&gt;it&lt;/b&gt;", "what a scenario says is text")
	assert.Contains(t, string(b), ">90.000 %<")
}

func TestWhatCannotBeReadIsNamed(t *testing.T) {
	for _, c := range []struct{ file, text, says string }{
		{"summary.json", "{", "summary.json: unexpected end of JSON input"},
		{"summary.json", "{}", "summary.json: it holds no incident with a design"},
		{"manifest.json", `{"schema":"other"}`, `manifest.json: schema "other" is not "failsim/manifest/1"`},
		{"timeline.csv", "", "timeline.csv: it has no head: EOF"},
		{"timeline.csv", "incident,design\n", "timeline.csv: it has no column t_minutes_since_onset"},
		{"lost.csv", "incident,design,t_minutes_since_onset,cause,lost_per_run\ni,d,x,c,1\n", `lost.csv: 2:5: "x" is no number`},
		{"lost.csv", "incident,design,t_minutes_since_onset,cause,lost_per_run\ni,e,0,c,1\n", "lost.csv: summary.json has no design e in an incident i"},
	} {
		files := map[string]string{"summary.json": oneDesign}
		files[c.file] = c.text
		_, err := Render(of(files))
		assert.EqualError(t, err, c.says, c.text)
	}
	_, err := Render(of(nil))
	assert.ErrorIs(t, err, fs.ErrNotExist)
}

// Of a step without a request nothing is known: it is no step in which all were answered.
func TestNothingIsDrawnWhereNobodyAsked(t *testing.T) {
	r, err := read(of(map[string]string{
		"summary.json": oneDesign,
		"timeline.csv": "incident,design,t_minutes_since_onset,requests_per_run,failed_per_run,lb_damaged_share:r\ni,d,-1,120,120,0\ni,d,1,0,0,0.5\n",
		"failures.csv": "incident,design,t_minutes_since_onset,requests_per_run,failed_per_run,attempts_per_run\ni,d,-1,60,60,90\ni,d,0,60,60,90\n",
	}))
	require.NoError(t, err)
	lost := r.course[0].designs[0].lost
	assert.Equal(t, []float64{1, 1}, lost[:2])
	assert.True(t, math.IsNaN(lost[2]) && math.IsNaN(lost[3]), lost)
}

func TestFailuresMakeWindowsExact(t *testing.T) {
	r, err := read(of(map[string]string{
		"summary.json": oneDesign,
		"timeline.csv": "incident,design,t_minutes_since_onset,requests_per_run,failed_per_run,lb_damaged_share:r\ni,d,-1,120,12,0\ni,d,1,240,0,0.5\n",
		"failures.csv": "incident,design,t_minutes_since_onset,requests_per_run,failed_per_run,attempts_per_run\ni,d,0,60,12,90\n",
	}))
	require.NoError(t, err)
	c := r.course[0]
	assert.Equal(t, 4, c.windows)
	assert.Equal(t, []float64{1, 1, 2, 2}, c.designs[0].offered, "a second; the steps have two windows each")
	assert.Equal(t, []float64{0, 0.2, 0, 0}, c.designs[0].lost, "of the minute in which it was, and of no other")
	assert.Equal(t, []float64{1, 1.5, 1, 1}, c.designs[0].tries)
	assert.Equal(t, []float64{0, 0, 0.5, 0.5}, c.designs[0].misconfigured[0])
}

// A minute of which some second had a failure is drawn by its seconds; one without needs
// none, whatever other designs did in it.
func TestSecondsTakeThePlaceOfTheirMinute(t *testing.T) {
	r, err := read(of(map[string]string{
		"summary.json": oneDesign,
		"timeline.csv": "incident,design,t_minutes_since_onset,requests_per_run,failed_per_run,lb_damaged_share:r,control_plane_failed_share:r\ni,d,-1,120,0,0,\ni,d,1,240,12,0,0.25\n",
		"failures.csv": "incident,design,t_minutes_since_onset,requests_per_run,failed_per_run,attempts_per_run\ni,d,1,60,12,90\n",
		"seconds.csv":  "incident,design,t_s_since_onset,requests_per_run,failed_per_run,attempts_per_run\ni,d,60,4,1,5\ni,d,119,2,2,2\n",
	}))
	require.NoError(t, err)
	c := r.course[0]
	assert.Equal(t, []int{2}, c.near)
	s := c.designs[0].seconds[2]
	assert.Equal(t, []float64{0.25, 0, 1}, []float64{s.lost[0], s.lost[1], s.lost[59]})
	assert.Equal(t, []float64{4, 1, 2}, []float64{s.offered[0], s.offered[1], s.offered[59]}, "a steady second has the rate of its minute")
	assert.Equal(t, []float64{1.25, 1, 1}, []float64{s.tries[0], s.tries[1], s.tries[59]})
	assert.True(t, math.IsNaN(c.designs[0].refused[0][0]), "nobody called")
	assert.Equal(t, 0.25, c.designs[0].refused[0][2])
}

func TestRepeatsAreCounted(t *testing.T) {
	list := packed([]float64{1, 1, 0.33333, math.NaN(), 0.33334}, 4)
	var flat []string
	for i := 0; i < len(list); i += 2 {
		for range list[i+1].(int) {
			flat = append(flat, string(list[i].(json.RawMessage)))
		}
	}
	assert.Equal(t, []string{"1", "1", "0.3333", "null", "0.3333"}, flat)
}

func TestAssumptionsAreToldFromSources(t *testing.T) {
	assumed, sourced := assumptions([]byte(`# A file.
length: 26h # AWS
clients:
  timeout: 8s # assumption: one attempt
  # Assumed, all of it.
  overstay:
    - {share: 7%, hold: {uniform: {low: 1h, high: 24h}}}
plain: 1
`))
	assert.Equal(t, []assumption{{4, "clients timeout", "8s", "assumption: one attempt"},
		{7, "clients overstay", "[{share: 7%, hold: {uniform: {low: 1h, high: 24h}}}]", "Assumed, all of it."}}, assumed)
	require.Len(t, sourced, 1)
	assert.Equal(t, "26h", sourced[0].Value)
}

func TestTicksAreRound(t *testing.T) {
	assert.InDeltaSlice(t, []float64{0, 2, 4, 6, 8}, axis{0, 9.1, 0, 1}.ticks(6), 1e-12)
	assert.InDeltaSlice(t, []float64{-0.2, 0, 0.2, 0.4}, axis{-0.2, 0.5, 0, 1}.ticks(5), 1e-12)
	assert.Equal(t, []float64{3}, axis{3, 3, 0, 1}.ticks(5))
}
