package conform_test

import (
	"flag"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/cmd/internal/conform"
	"failsim/strategies"
)

var update = flag.Bool("update", false, "write docs/conformance.md anew")

func TestTheTableIsCurrent(t *testing.T) {
	const path = "../../../docs/conformance.md"
	want := conform.Markdown(conform.Facts())
	if *update {
		require.NoError(t, os.MkdirAll("../../../docs", 0o755))
		require.NoError(t, os.WriteFile(path, []byte(want), 0o644))
	}
	got, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, want, string(got), "make conformance writes it")
}

func TestTheTableNamesStrategiesThatThereAre(t *testing.T) {
	var names []string
	for _, s := range strategies.All() {
		names = append(names, s.Name)
	}
	for _, f := range conform.Facts() {
		if f.Strategy != "" {
			assert.True(t, slices.Contains(names, f.Strategy), "%s: %s", f.Program, f.Strategy)
		}
		assert.NotEmpty(t, f.Fact)
		assert.NotEmpty(t, f.By, "%s: who says so", f.Fact)
		assert.Regexp(t, `^20\d\d-\d\d-\d\d$`, f.Date, f.Fact)
		switch f.Verdict {
		case conform.Holds, conform.Deviates:
			assert.NotEmpty(t, f.Predicted, f.Fact)
			assert.NotEmpty(t, f.Measured, f.Fact)
		case conform.NotModelled:
			assert.NotEmpty(t, f.Measured, f.Fact)
		case conform.NotShown:
		default:
			t.Errorf("%s: no verdict %q", f.Fact, f.Verdict)
		}
	}
}

// What the table prints must itself bear out each verdict, whoever wrote it down.
func TestARowThatHoldsDoesSoByARuleThatItStates(t *testing.T) {
	for _, f := range conform.Facts() {
		by := f.HeldBy()
		switch f.Verdict {
		case conform.Holds:
			assert.NotEmpty(t, by, "%s: %s: predicted %s, measured %s, rule %q", f.Program, f.Fact, f.Predicted, f.Measured, f.Rule)
		case conform.Deviates:
			assert.Empty(t, by, "%s: %s: predicted %s, measured %s, rule %q", f.Program, f.Fact, f.Predicted, f.Measured, f.Rule)
		}
		if f.Rule != "" {
			assert.Regexp(t, `^(period|chance|allowance) [0-9.e-]+( s| points)?: .+`, f.Rule, f.Fact)
		}
		if by == conform.Allowance {
			assert.True(t, strings.HasPrefix(f.Rule, conform.Allowance+" "), f.Fact)
		}
	}
}

func TestByWhatARowHolds(t *testing.T) {
	for _, c := range []struct{ predicted, measured, rule, by string }{
		{"4", "4", "", conform.Tenth},
		{"none", "0 of 40", "", conform.Tenth},
		{"none", "1 of 40", "", ""},
		{"10", "11", "", conform.Tenth},
		{"10", "12", "", ""},
		{"10", "12", "period 2: between two checks", conform.Period},
		{"10", "13", "period 2: between two checks", ""},
		{"1.00 s", "1.15 s", "", ""},
		{"1.00 s", "1.11 s", "", conform.Tenth},
		{"0.00 s", "0.10 s", "", conform.Tenth},
		{"0.00 s", "0.30 s", "allowance 0.2 s: a start", ""},
		{"0.00 s", "0.20 s", "allowance 0.2 s: a start", conform.Allowance},
		{"987 ms", "1.01 s", "", conform.Tenth},
		{"0.0 %", "0.5 %", "", conform.Tenth},
		{"0.0 %", "0.7 %", "", ""},
		{"43.8 %", "51.2 %", "chance 35.0 points: 4.5 standard errors of 80", conform.Chance},
		{"33.3 %", "33.4 %, the last after 936 s", "", conform.Tenth},
		{"1 1.6 2.6", "1 1.6 3.1", "", ""},
		{"aab", "aba", "", ""},
	} {
		f := conform.Fact{Predicted: c.predicted, Measured: c.measured, Rule: c.rule}
		assert.Equal(t, c.by, f.HeldBy(), "%v", c)
	}
}

// held gathers what a test complains about.
type complaints struct{ n int }

func (*complaints) Helper()                 {}
func (*complaints) Logf(string, ...any)     {}
func (c *complaints) Errorf(string, ...any) { c.n++ }

func TestABookComplainsWhereTheTableIsNotWhatIsMeasured(t *testing.T) {
	path := t.TempDir() + "/facts.tsv"
	require.NoError(t, os.WriteFile(path, nil, 0o644))
	fact := conform.Fact{Program: "p", Version: "v1", Strategy: "random", Fact: "f", Predicted: "1", Measured: "1"}
	open := func(write bool) *conform.Book {
		b, err := conform.Open(path, "go test", write)
		require.NoError(t, err)
		return b
	}
	hold := func(write bool, hold func(*conform.Book, conform.Reporter)) int {
		b, c := open(write), &complaints{}
		hold(b, c)
		b.Close(c)
		return c.n
	}
	same := func(same bool, change func(*conform.Fact)) func(*conform.Book, conform.Reporter) {
		f := fact
		change(&f)
		return func(b *conform.Book, r conform.Reporter) { b.Hold(r, f, same) }
	}
	nothing := func(*conform.Fact) {}
	assert.Equal(t, 1, hold(false, same(true, nothing)), "a row that is not there")
	assert.Zero(t, hold(true, same(true, nothing)), "it is written")
	assert.Zero(t, hold(false, same(true, nothing)), "and there")
	assert.Zero(t, hold(false, same(true, func(f *conform.Fact) { f.Measured = "1.01" })), "chance moves what is measured")
	assert.Equal(t, 1, hold(false, same(true, func(f *conform.Fact) { f.Version = "v2" })), "another version")
	assert.Equal(t, 1, hold(false, same(true, func(f *conform.Fact) { f.Predicted = "2" })), "another prediction")
	assert.Equal(t, 1, hold(false, same(false, nothing)), "a prediction that does not hold")
	assert.Equal(t, 1, hold(false, func(*conform.Book, conform.Reporter) {}), "a row that nobody holds")
	assert.Equal(t, 1, hold(false, func(b *conform.Book, r conform.Reporter) { b.Deviate(r, fact, true) }), "a deviation that is gone")
	assert.Equal(t, 1, hold(false, func(b *conform.Book, r conform.Reporter) { b.Note(r, fact, false) }), "a fact that is another")
	assert.Zero(t, hold(true, func(*conform.Book, conform.Reporter) {}))
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Empty(t, text, "rows that nobody holds are gone")
}

func TestWhatPassesForTheSame(t *testing.T) {
	assert.True(t, conform.SameShare(0.5, 0.504, 1e6, 1e6), "half a point")
	assert.False(t, conform.SameShare(0.5, 0.507, 1e6, 1e6))
	assert.True(t, conform.SameShare(0.5, 0.59, 1000, 1000), "4.5 standard errors of both sides are 10 points")
	assert.False(t, conform.SameShare(0.5, 0.61, 1000, 1000))
	assert.True(t, conform.SameTime(100, 109, 0))
	assert.False(t, conform.SameTime(100, 120, 5))
	assert.True(t, conform.SameTime(100, 120, 20), "a period of the observer")
	var a, b conform.Sample
	for i := range 100 {
		a.Add(float64(i % 10))
		b.Add(float64(i%10) + 1.5)
	}
	assert.InDelta(t, 4.5, a.Mean(), 1e-12)
	assert.InDelta(t, 0.2887, a.SE(), 1e-4)
	assert.True(t, conform.SameMean(&a, &b), "1.5 of 4.5 x 0.408")
	for range 10 {
		for i := range 100 {
			a.Add(float64(i % 10))
			b.Add(float64(i%10) + 1.5)
		}
	}
	assert.False(t, conform.SameMean(&a, &b))
}
