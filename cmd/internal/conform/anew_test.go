package conform_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"failsim/cmd/internal/conform"
)

func TestWhatIsPredictedAnewIsARowOfWhichAnotherThingWasSaid(t *testing.T) {
	rows, seen := conform.Facts(), map[*conform.Fact]bool{}
	for _, a := range conform.PredictedAnew() {
		row := a.Row(rows)
		if !assert.NotNil(t, row, "%s: %s", a.Program, a.Fact) {
			continue
		}
		assert.False(t, seen[row], a.Fact)
		seen[row] = true
		assert.NotEqual(t, a.Predicted, row.Predicted, a.Fact)
		assert.NotEmpty(t, a.Measured, a.Fact)
	}
}
