package conform_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"failsim/cmd/internal/conform"
)

func TestAnEarlierFigureIsTheSameOrSaysWhyNot(t *testing.T) {
	facts, all := conform.Facts(), conform.EarlierFigures()
	assert.Greater(t, len(all), 70)
	for i := range all {
		e := &all[i]
		row := e.Row(facts)
		if assert.NotNil(t, row, "no row %q of %s", e.Fact, e.Program) && !e.Same(row) {
			assert.NotEmpty(t, e.Note, "%s: %s: %s before, %s now, rule %q: why?", e.Program, e.Fact, e.Figure, row.Measured, row.Rule)
		}
	}
}

func TestAnEarlierFigureIsHeldByTheRuleOfItsRow(t *testing.T) {
	row := &conform.Fact{Measured: "5.48 s", Rule: "period 1 s: between two checks"}
	assert.True(t, (&conform.Earlier{Figure: "6.4 s"}).Same(row))
	assert.False(t, (&conform.Earlier{Figure: "3.5 s"}).Same(row))
	row.Rule = ""
	assert.False(t, (&conform.Earlier{Figure: "6.4 s"}).Same(row))
}
