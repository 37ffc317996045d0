package gate

import (
	"bytes"
	"encoding/xml"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/results"
	"failsim/results/stored"
)

var update = flag.Bool("update", false, "write the goldens anew")

var known = NewNames([]string{"tv", "web", "shared"}, []string{"single", "standby", "shared"}, []string{"state-loss", "region-loss"})

func parsed(t *testing.T, text string) Expectation {
	t.Helper()
	list, err := Parse(text, known)
	require.NoError(t, err)
	require.Len(t, list, 1)
	return list[0]
}

func TestAnExpectationIsOfAFigureOfTheSummary(t *testing.T) {
	for _, c := range []struct {
		text, figure, op string
		bound            float64
	}{
		{"availability >= 99.9%", "availability", ">=", 0.999},
		{"availability>=99.9%", "availability", ">=", 0.999},
		{"p95(recovery) <= 10m", "time_to_recover_s.final.p95", "<=", 600},
		{"median(time_to_detect) < 90s", "time_to_detect_s.p50", "<", 90},
		{"time_to_detect_s.p50 < 90s", "time_to_detect_s.p50", "<", 90},
		{"time_to_recover.final.p99 < 1h30m", "time_to_recover_s.final.p99", "<", 5400},
		{"recovered_in_time >= 95%", "time_to_recover_s.within_objective", ">=", 0.95},
		{"full_outage_minutes <= 90s", "full_outage_minutes", "<=", 1.5},
		{"full_outage_minutes <= 1.5", "full_outage_minutes", "<=", 1.5},
		{"mean(user_minutes_lost) < 1000", "user_minutes_lost", "<", 1000},
		{"cost < 30", "cost_per_hour_usd", "<", 30},
		{"user_minutes_worst_window.300s >= 50%", "user_minutes_worst_window.300s", ">=", 0.5},
		{"p50(phases.contained) <= 2h", "phases.contained_s.p50", "<=", 7200},
	} {
		e := parsed(t, c.text)
		assert.Equal(t, c.figure, e.Figure, c.text)
		assert.Equal(t, c.op, e.Op, c.text)
		assert.InDelta(t, c.bound, e.Bound, 1e-12, c.text)
	}
}

func TestEveryFigureCanBeAskedForByItsName(t *testing.T) {
	for _, name := range known.whole {
		got, err := known.figure(name, "", false)
		require.NoError(t, err)
		assert.Equal(t, name, got)
	}
	assert.Greater(t, len(known.whole), 100)
}

func TestBracketsSayWhereItHasToHold(t *testing.T) {
	e := parsed(t, "availability(tv, standby, region-loss) >= 99%")
	assert.Equal(t, []string{"tv"}, e.Populations)
	assert.Equal(t, []string{"standby"}, e.Designs)
	assert.Equal(t, []string{"region-loss"}, e.Incidents)
	assert.Equal(t, e.Designs, parsed(t, "p95(recovery)(standby) < 1h").Designs)
	assert.Equal(t, e.Designs, parsed(t, "p95(recovery(standby)) < 1h").Designs)
	assert.Equal(t, []string{"shared"}, parsed(t, "availability(population=shared) > 9%").Populations)

	assert.Equal(t, []string{"state-loss", "region-loss"}, parsed(t, "availability(*-loss) > 9%").Incidents)
	assert.Equal(t, []string{"single", "standby", "shared"}, parsed(t, "availability(design=s*) > 9%").Designs)
	assert.Equal(t, []string{"standby"}, parsed(t, "availability(design=sta*, standby) > 9%").Designs)

	both, err := Parse("p95(recovery) <= 10m and availability(tv) >= 99.95%", known)
	require.NoError(t, err)
	require.Len(t, both, 2)
	assert.Equal(t, "availability(tv) >= 99.95%", both[1].Text)
}

func TestEveryMistakeHasOneMessageAtItsPlace(t *testing.T) {
	for _, c := range []struct{ text, message string }{
		{"availabilty >= 99%", `column 1: unknown figure "availabilty"; did you mean "availability"?`},
		{"availability >= 99.9", `column 17: availability >=: it is a share, from 0% to 100%; did you mean 99.9%?`},
		{"availability >= 101%", `column 17: availability >=: it is a share, from 0% to 100%, and 101% is more`},
		{"availability => 99%", `column 14: = cannot be decided of an estimate: use <=, <, >= or >`},
		{"availability == 99%", `column 14: == cannot be decided of an estimate: use <=, <, >= or >`},
		{"availability 99%", `column 14: here should be <=, <, >= or >`},
		{"availability >=", `column 16: here should be a value, a share like 99.95%`},
		{"availability(tvv) >= 99%", `column 14: no population, design or incident that is run is called "tvv"; did you mean "tv"? (valid: region-loss, shared, single, standby, state-loss, tv, web)`},
		{"availability(design=tv) >= 99%", `column 14: no design that is run is called "tv" (valid: shared, single, standby)`},
		{"availability(desing=single) >= 99%", `column 14: unknown word "desing" before =; did you mean "design"? (valid: design, incident, population)`},
		{"availability(s*) >= 99%", `column 14: "s*" is a population and a design: say population=s* or design=s*`},
		{"availability(incident=s*, x*) >= 99%", `column 27: no population, design or incident that is run fits "x*" (valid: region-loss, shared, single, standby, state-loss, tv, web)`},
		{"availability(shared) >= 99%", `column 14: "shared" is a population and a design: say population=shared or design=shared`},
		{"availability(tv >= 99%", `column 17: a bracket is open: ")" or "," is missing`},
		{"availability() >= 99%", `column 14: here should be the name of a population, a design or an incident`},
		{"p95(recovery <= 10m", `column 14: a bracket is open: ")" is missing`},
		{"p95 <= 10m", `column 5: p95 is of a figure: p95(recovery)`},
		{"recovery <= 10m", `column 1: recovery has quantiles: say p50(recovery), p95(recovery) or p99(recovery)`},
		{"p95(availability) >= 99%", `column 5: availability is a mean of all runs and has no p95`},
		{"p95(recovery) <= 10", `column 18: time_to_recover_s.final.p95 <=: expected a duration like 5m, 2d, 1h30m or 72.5ms, found "10": a unit is missing`},
		{"latency_p99(tv) <= 1s", `column 1: latency_p99 is known of whole designs, not of populations`},
		{"availability > 9% and ", `column 23: an expectation reads like: availability >= 99.95%`},
		{"> 9%", `column 1: here should be a figure, such as availability`},
	} {
		_, err := Parse(c.text, known)
		if assert.Error(t, err, c.text) {
			first, below, _ := strings.Cut(err.Error(), "\n")
			assert.Equal(t, c.message, first, c.text)
			assert.Contains(t, below, c.text, "the place is shown")
		}
	}
}

func TestAFileNamesLineAndNearestWord(t *testing.T) {
	list, err := Read("o.yaml", []byte("expect:\n  - availability(tv) >= 99%\n  - that: p95(recovery) <= 10m\n    for: [standby, state-loss]\n"), known)
	require.NoError(t, err)
	require.Len(t, list, 2)
	assert.Equal(t, []string{"standby"}, list[1].Designs)
	assert.Equal(t, []string{"state-loss"}, list[1].Incidents)
	again := parsed(t, list[1].Text)
	assert.Equal(t, list[1], again, "what the manifest keeps reads as the same")

	for text, message := range map[string]string{
		"expect:\n  - availabilty >= 99%": `o.yaml:2:5: at letter 1 of "availabilty >= 99%": unknown figure "availabilty"; did you mean "availability"?`,
		"expcet: []":                      `o.yaml:1:1: unknown key "expcet" in a file of expectations; did you mean "expect"? (valid: expect)`,
		"expect:\n  - that: availability > 1%\n    for: [singel]":            `o.yaml:3:11: no population, design or incident that is run is called "singel"; did you mean "single"?`,
		"expect:\n  - that: availability > 1%\n    four: [single]":           `o.yaml:3:5: unknown key "four" in an expectation; did you mean "for"? (valid: for, that)`,
		"expect:\n  - that: latency_p99 <= 1s\n    for: [population=shared]": `o.yaml:2:11: latency_p99_s is known of whole designs, not of populations`,
	} {
		_, err := Read("o.yaml", []byte(text), known)
		if assert.Error(t, err, text) {
			assert.Contains(t, err.Error(), message)
		}
	}
}

// figure is an estimate of a single design.
func figure(name string, value, low, high float64) stored.Figure {
	return stored.Figure{Incident: "state-loss", Design: "single", Name: name, Value: value, Low: low, High: high, N: 20, Estimated: true}
}

func TestAVerdictIsSpokenWhereTheWholeIntervalLiesOnOneSide(t *testing.T) {
	at := figure("availability", 0.99, 0.98, 0.995)
	for text, want := range map[string]Outcome{
		"availability >= 98%":   Met,
		"availability > 98%":    Undecided, // the interval holds 98 % itself
		"availability >= 98.1%": Undecided,
		"availability >= 99.5%": Undecided,
		"availability > 99.5%":  Missed,
		"availability >= 99.6%": Missed,
		"availability <= 99.5%": Met,
		"availability < 99.5%":  Undecided,
		"availability <= 97%":   Missed,
		"availability < 98%":    Missed,
		"availability <= 98%":   Undecided,
	} {
		e := parsed(t, text)
		got, _ := e.judge(&at, nil)
		assert.Equal(t, want, got, text)
	}
}

func TestATimeThatNoRunHasIsJudgedByWhetherAnyWasHarmed(t *testing.T) {
	e := parsed(t, "p95(recovery) <= 10m")
	none := stored.Figure{Incident: "state-loss", Design: "single", Name: e.Figure, Value: nan}
	harmed := figure("time_to_recover_s.harmed_share", 0, 0, 0.14)
	verdict := Judge([]Expectation{e}, []stored.Figure{none, harmed})
	assert.Equal(t, Met, verdict[0].Outcome)
	assert.Equal(t, "as no run was harmed", verdict[0].Why)

	harmed.Value = 0.5
	assert.Equal(t, Undecided, Judge([]Expectation{e}, []stored.Figure{none, harmed})[0].Outcome)

	none.N, none.Why = 13, "too few"
	median := figure("time_to_recover_s.final.p50", 900, 700, 1200)
	assert.Equal(t, Missed, Judge([]Expectation{e}, []stored.Figure{none, median})[0].Outcome, "a 95th per cent lies above its median")
	median.Low = 500
	assert.Equal(t, Undecided, Judge([]Expectation{e}, []stored.Figure{none, median})[0].Outcome)
}

// verdicts are those of the summary that the tests of results hold.
func verdicts(t *testing.T, more ...string) []Verdict {
	t.Helper()
	data, err := os.ReadFile("../testdata/summary.json")
	require.NoError(t, err)
	figures, err := stored.FiguresIn(data)
	require.NoError(t, err)
	names := NewNames([]string{"tv", "phone"}, []string{"single-provider"}, []string{"state-lost"})
	list := Objectives(results.Objectives{Availability: 0.9995, RecoveryS: 600})
	for _, text := range more {
		e, err := Parse(text, names)
		require.NoError(t, err)
		list = append(list, e...)
	}
	return Judge(list, figures)
}

func TestWhatBecameOfExpectationsReadsAsTheGoldens(t *testing.T) {
	list := verdicts(t, "availability(phone) >= 99% and full_outage_minutes(single-provider) <= 30 and median(recovery) <= 25m", "cost <= 20")
	var text, junit, lenient, github bytes.Buffer
	require.NoError(t, WriteLines(&text, list))
	require.NoError(t, WriteJUnit(&junit, "tiny", list, false))
	require.NoError(t, WriteJUnit(&lenient, "tiny", list, true))
	require.NoError(t, WriteGitHub(&github, list, true))
	for name, got := range map[string]string{"lines.txt": text.String(), "part.md": Markdown(list), "junit.xml": junit.String(), "lenient.xml": lenient.String(), "github.txt": github.String()} {
		path := filepath.Join("testdata", name)
		if *update {
			require.NoError(t, os.MkdirAll("testdata", 0o755))
			require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
		}
		want, err := os.ReadFile(path)
		require.NoError(t, err)
		assert.Equal(t, string(want), got, "go test ./results/gate -update writes the goldens anew")
	}
	n := Tally(list)
	var suites junitSuites
	require.NoError(t, xml.Unmarshal(junit.Bytes(), &suites))
	assert.Equal(t, len(list), suites.Tests)
	assert.Equal(t, n[Missed]+n[Undecided], suites.Failures)
	assert.Equal(t, n[Missed], strings.Count(github.String(), "::error "))
	assert.Equal(t, n[Undecided], strings.Count(github.String(), "::warning "))
}

func TestGitHubIsToldOfNoMoreThanItShows(t *testing.T) {
	one := Verdict{Expectation: &Expectation{Op: ">=", Bound: 1, Figure: "availability"}, Figure: figure("availability", 0.5, 0.4, 0.6), Outcome: Missed}
	for n, last := range map[int]string{10: "missed::", 11: "::and 2 more: ", 30: "::and 21 more: "} {
		var b bytes.Buffer
		many := make([]Verdict, n)
		for i := range many {
			many[i] = one
		}
		require.NoError(t, WriteGitHub(&b, many, false))
		lines := strings.Split(strings.TrimSpace(b.String()), "\n")
		assert.Len(t, lines, mostAnnotations)
		assert.Contains(t, lines[mostAnnotations-1], last)
		assert.NotContains(t, lines[0], "0.5%2", "per cent signs are escaped")
		assert.Contains(t, lines[0], "50.0%25")
	}
}

func TestTheVerdictIsSaidInShortSentencesAndATable(t *testing.T) {
	of := func(design string, availability, low, high, inTime, least float64) []stored.Figure {
		a, r := figure("availability", availability, low, high), figure("time_to_recover_s.within_objective", inTime, least, 1)
		a.Design, r.Design = design, design
		return []stored.Figure{a, r}
	}
	figures := append(of("single", 0.9, 0.89, 0.91, 0.1, 0), of("standby", 0.9999, 0.9998, 1, 0.99, 0.96)...)
	figures = append(figures, of("young", 0.9999, 0.9998, 1, 0.99, 0.8)...)
	figures = append(figures, of("elsewhere", 1, 0.83, 1, 1, 0.79)...) // whom the incident cannot touch
	apart := figure("out_of_reach", 1, 1, 1)
	apart.Design = "elsewhere"
	figures = append(figures, apart)
	var b bytes.Buffer
	o := results.Objectives{Availability: 0.9995, RecoveryS: 600}
	require.NoError(t, WriteSentences(&b, o, figures))
	require.NoError(t, WriteOverview(&b, o, figures))
	assert.Equal(t, `99.95% availability and recovery within 10 min (in 95 % of runs): met in state-loss by standby, elsewhere.
Too few runs to tell in state-loss: young (in time in 99 % of runs).
Missed in state-loss: single (10 points).
                        state-loss
single        missed, 10 % in time
standby          met, 99 % in time
young      undecided, 99 % in time
elsewhere               unaffected

`, b.String())
}
