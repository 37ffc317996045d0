package page

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"failsim/results/tables"
)

func TestNoTickIsMinusNought(t *testing.T) {
	var words []string
	for _, v := range (axis{0, 20, 0, 100}).ticks(4) {
		words = append(words, tables.Count(v))
	}
	assert.Equal(t, []string{"0", "5", "10", "15", "20"}, words)
	assert.Equal(t, []float64{-10, -5, 0, 5}, (axis{-10, 5, 0, 100}).ticks(4))
}
