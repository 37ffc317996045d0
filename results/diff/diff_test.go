package diff

import (
	"bytes"
	"flag"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/results"
	"failsim/results/stored"
)

var update = flag.Bool("update", false, "write the golden anew")

var one = stored.Key{Incident: "i", Design: "d"}

// result holds runs of one design, half of them of a rare stratum.
func result(seed uint64, figures map[string][]float64) *stored.Result {
	n := len(figures["availability"])
	r := &stored.Result{Path: "x", Summary: stored.Head{Seed: seed}, Figures: []stored.Figure{{Incident: "i", Design: "d", Name: "cost_per_hour_usd", Value: 3, Exact: true}}}
	replications, strata, weights := make([]int, n), make([]string, n), make([]float64, n)
	for k := range n {
		replications[k], strata[k], weights[k] = k, "often", 0.9/float64(n/2)
		if k%2 == 1 {
			strata[k], weights[k] = "rarely", 0.1/float64(n/2)
		}
	}
	r.Runs = &stored.Table{Keys: []stored.Key{one}, Runs: map[stored.Key]*stored.Runs{one: {Drawn: results.DrawnOf(replications, strata, weights), Figures: figures}}}
	for name := range figures {
		r.Runs.Columns = append(r.Runs.Columns, name)
	}
	slices.Sort(r.Runs.Columns)
	return r
}

func verdicts(r *Result) map[string]Row {
	by := map[string]Row{}
	for _, row := range r.Rows {
		by[row.Figure] = row
	}
	return by
}

// The mistake was to call all the same of two results of a seed, one of which has more
// replications of a design than the other (--as-exact-as): their figures differ.
func TestADesignWithMoreReplicationsIsNamed(t *testing.T) {
	of := func(n int) *stored.Result {
		x := make([]float64, n)
		for k := range n {
			x[k] = 1 / float64(1+k)
		}
		r := result(1, map[string][]float64{"availability": x})
		r.Summary.Replications = 16
		return r
	}
	d := Between(of(20), of(16))
	assert.Equal(t, []Difference{{"replications of d in i (compared are the 16 in both, so its figures may differ though no run does)", "20", "16"}}, d.Run)
	assert.Equal(t, Same, verdicts(d)["availability"].Verdict)
	assert.Empty(t, Between(of(16), of(16)).Run)
	more := of(20)
	more.Summary.Replications = 20
	assert.Equal(t, []Difference{{"replications", "20", "16"}}, Between(more, of(16)).Run, "what is so of all is said once")
}

// By hand: strata of 0.9 and 0.1 with differences whose means are 1 and 4, so the
// mean is 1.3; the variance of the mean is the sum of weight² s²/n.
func TestAPairedDifferenceWeighsStrata(t *testing.T) {
	n := 40
	before, after := make([]float64, n), make([]float64, n)
	for k := range n {
		before[k] = math.Sin(float64(k)) * 50 // what pairing takes out
		d := 1.0
		if k%2 == 1 {
			d = 4
		}
		after[k] = before[k] + d + 0.25*float64(k/2%2*2-1) // a quarter above or below
	}
	row := verdicts(Between(result(1, map[string][]float64{"availability": before}), result(1, map[string][]float64{"availability": after})))["availability"]
	assert.Equal(t, Paired, row.How)
	assert.InDelta(t, 1.3, float64(row.Difference), 1e-9)
	s2 := 0.0625 * 20 / 19
	se := math.Sqrt((0.81 + 0.01) * s2 / 20)
	require.NotNil(t, row.CI95)
	width := float64(row.CI95[1]-row.CI95[0]) / 2
	assert.Greater(t, width, 1.96*se)
	assert.Less(t, width, 2.2*se, "Student's t of some 20 degrees of freedom")
	assert.Equal(t, Changed, row.Verdict)

	apart := verdicts(Between(result(1, map[string][]float64{"availability": before}), result(2, map[string][]float64{"availability": after})))["availability"]
	assert.Equal(t, Apart, apart.How)
	assert.InDelta(t, 1.3, float64(apart.Difference), 1e-9)
	assert.Equal(t, Unseen, apart.Verdict, "as what varies is not taken out")
}

func TestAsManyReplicationsAsBothHaveArePaired(t *testing.T) {
	long, short := make([]float64, 60), make([]float64, 20)
	for k := range long {
		long[k] = float64(k % 7)
	}
	copy(short, long)
	row := verdicts(Between(result(1, map[string][]float64{"availability": short}), result(1, map[string][]float64{"availability": long})))["availability"]
	assert.Equal(t, Same, row.Verdict, "those that both have are the same")
	assert.Equal(t, 20, row.N)
}

// Where nothing changed, few studies of many may say that anything has; where one
// figure has, nearly all must.
func TestChanceIsRarelyCalledAChange(t *testing.T) {
	const studies, n, figures = 400, 20, 12
	random := rand.New(rand.NewPCG(1, 2))
	draw := func(shift float64) *stored.Result {
		f := map[string][]float64{}
		for k := range figures {
			name := "availability"
			if k > 0 {
				name = "figure" + string(rune('a'+k))
			}
			x := make([]float64, n)
			for i := range x {
				x[i] = random.ExpFloat64()
				if k == 0 {
					x[i] += shift
				}
			}
			f[name] = x
		}
		return result(random.Uint64(), f)
	}
	false_, found := 0, 0
	for range studies {
		if Between(draw(0), draw(0)).Changed() {
			false_++
		}
		if verdicts(Between(draw(0), draw(5)))["availability"].Verdict == Changed {
			found++
		}
	}
	t.Logf("%d of %d studies without a change call one; %d see one of five standard deviations", false_, studies, found)
	assert.LessOrEqual(t, false_, 32, "5 % are 20; 32 is three standard errors above")
	assert.GreaterOrEqual(t, found, studies*95/100)
}

func TestIntervalsAloneTellLargeChanges(t *testing.T) {
	of := func(value float64) *stored.Result {
		return &stored.Result{Path: "x", Figures: []stored.Figure{{Incident: "i", Design: "d", Name: "availability", Value: value, Low: value - 0.03, High: value + 0.03, N: 20, Estimated: true}}}
	}
	row := Between(of(0.5), of(0.6)).Rows[0]
	assert.Equal(t, Intervals, row.How)
	assert.Equal(t, Changed, row.Verdict)
	assert.InDelta(t, 0.1-0.03*math.Sqrt2, float64(row.CI95[0]), 1e-12, "squares of the halves add up")
	assert.Equal(t, Unseen, Between(of(0.5), of(0.53)).Rows[0].Verdict)
	row = Between(of(0.5), of(0.5+0.03*math.Sqrt2)).Rows[0]
	assert.InDelta(t, 0.05, row.p, 1e-9, "an interval that ends at 0")
}

func TestWhatOnlyOneResultHasIsAChange(t *testing.T) {
	a, b := result(1, map[string][]float64{"availability": {1, 2}}), result(1, map[string][]float64{"availability": {1, 2}})
	assert.False(t, Between(a, b).Changed())
	b.Figures = append(b.Figures, stored.Figure{Incident: "i", Design: "new", Name: "availability"})
	d := Between(a, b)
	assert.True(t, d.Changed())
	assert.Equal(t, []stored.Key{{Incident: "i", Design: "new"}}, d.OnlyAfter)

	b = result(1, map[string][]float64{"availability": {1, 2}})
	b.Figures[0].Value = 4
	d = Between(a, b)
	assert.True(t, d.Changed(), "what costs more has changed, whatever the runs say")
	b = result(1, map[string][]float64{"availability": {1, 2.5}})
	assert.Equal(t, Unknown, verdicts(Between(a, b))["availability"].Verdict, "two runs tell nothing")
}

func TestADifferenceReadsAsTheGolden(t *testing.T) {
	before, after := make([]float64, 20), make([]float64, 20)
	for k := range before {
		before[k] = 0.9 + 0.002*float64(k*7%11)
		after[k] = before[k] + 0.03 + 0.001*float64(k%3)
	}
	same := slices.Repeat([]float64{4}, 20)
	a := result(1, map[string][]float64{"availability": before, "user_minutes_lost": same, "goodput": before})
	b := result(1, map[string][]float64{"availability": after, "user_minutes_lost": same, "goodput": slices.Concat(after[:1], before[1:])})
	a.Path, b.Path = "main", "branch"
	a.Manifest = &results.Manifest{Tool: results.Tool{Version: "v1"}, Scenario: results.Source{SHA256: "0123456789abcdef"}, Command: []string{"compare", "x", "--seed=1"}}
	b.Manifest = &results.Manifest{Tool: results.Tool{Version: "v2"}, Scenario: results.Source{SHA256: "fedcba9876543210"}, Command: []string{"compare", "x", "--seed=1", "--repeat=true"}}
	b.Figures = append(b.Figures, stored.Figure{Incident: "i", Design: "new", Name: "availability"})
	var text bytes.Buffer
	require.NoError(t, Between(a, b).Write(&text, false))
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile("testdata/diff.txt", text.Bytes(), 0o644))
	}
	want, err := os.ReadFile("testdata/diff.txt")
	require.NoError(t, err)
	assert.Equal(t, string(want), text.String(), "go test ./results/diff -update writes it anew")
}

func TestWhatScenariosSayDifferentlyIsNamedByItsPath(t *testing.T) {
	before := []byte("scenario: a\ndesigns:\n  - {design: one, dns: {ttl: 60s}}\n  - {design: two, like: one}\nusual: &u [x, y]\nagain: *u\n")
	after := []byte("# a comment\nscenario: a\ndesigns:\n  - design: one\n    dns: {ttl: 30s}\n  - {design: three, like: one}\nusual: &u [x, z]\nagain: *u\n")
	assert.Equal(t, []Difference{
		{"designs/one/dns/ttl", "60s", "30s"},
		{"designs/two/design", "two", ""},
		{"designs/two/like", "one", ""},
		{"usual", "[x, y]", "[x, z]"},
		{"designs/three/design", "", "three"},
		{"designs/three/like", "", "one"},
	}, scenarios(before, after))
	assert.Empty(t, scenarios(before, before))
	assert.Empty(t, scenarios(before, nil), "a summary.json alone has no scenario")
	twins := []byte("faults:\n  - {at: 1m, a: 1}\n  - {at: 1m, b: 2}\n")
	assert.Empty(t, scenarios(twins, twins))
	assert.Equal(t, []Difference{{"faults/1/b", "2", "3"}}, scenarios(twins, []byte("faults:\n  - {at: 1m, a: 1}\n  - {at: 1m, b: 3}\n")))
}

func TestResultsWithNothingInCommonAreNotSaidToBeTheSame(t *testing.T) {
	a, b := result(1, map[string][]float64{"availability": {1, 2}}), result(1, map[string][]float64{"availability": {1, 2}})
	b.Figures[0].Incident = "j"
	d := Between(a, b)
	assert.False(t, d.Comparable())
	var text bytes.Buffer
	require.NoError(t, d.Write(&text, false))
	assert.Contains(t, text.String(), "nothing can be compared: no design is run against the same incident in both\n")
	assert.NotContains(t, text.String(), "0 changed")
	assert.Contains(t, text.String(), "only before: d in i\nonly after: d in j\n")
	assert.True(t, Between(a, a).Comparable())
}
