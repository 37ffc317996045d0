package refused_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"failsim/cmd/conform/caddy/refused"
	"failsim/cmd/internal/conform"
)

// What the table says was predicted of Caddy is what failsim says today.
func TestTheTableHasWhatIsPredictedOfCaddyToday(t *testing.T) {
	rows := map[[2]string]conform.Fact{}
	for _, f := range conform.Facts() {
		if f.Program == "Caddy" && f.By == "make conform" {
			rows[[2]string{f.Strategy, f.Fact}] = f
		}
	}
	for _, c := range refused.All() {
		row, known := rows[[2]string{c.Strategy, c.Fact}]
		if assert.True(t, known, c.Fact) {
			assert.Equal(t, row.Predicted, c.Share(c.Failed(refused.Key)), "%s: make conform", c.Fact)
		}
	}
	assert.Len(t, rows, len(refused.All())+1, "and the drawn cases, which need Caddy")
}
