package experiment

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"failsim/models/file"
	"failsim/sim"
)

func TestEachPartOfALatinAxisHasOnePoint(t *testing.T) {
	for _, n := range []int{2, 7, 100} {
		at := Stratified(n, sim.NewKey(3, 0))
		parts := map[int]bool{}
		for _, x := range at {
			parts[int(x*float64(n))] = true
		}
		assert.Len(t, parts, n)
	}
}

func TestOneMoreAxisChangesNoOther(t *testing.T) {
	a, b := file.Axis{Path: "a", Values: []string{"0%", "100%"}}, file.Axis{Path: "b", Values: []string{"x", "y"}}
	one, two := Latin([]file.Axis{a}, 8, 1), Latin([]file.Axis{b, a}, 8, 1)
	words := map[string]int{}
	for i := range one {
		assert.Equal(t, one[i][0], two[i][1])
		words[two[i][0]]++
	}
	assert.Equal(t, map[string]int{"x": 4, "y": 4}, words, "words have equal shares")
	assert.NotEqual(t, one, Latin([]file.Axis{a}, 8, 2), "another seed draws others")
}

func TestAGridIsEveryCombination(t *testing.T) {
	axes := []file.Axis{{Path: "a", Values: []string{"1", "2"}}, {Path: "b", Values: []string{"x", "y", "z"}}}
	assert.Equal(t, []Point{{"1", "x"}, {"1", "y"}, {"1", "z"}, {"2", "x"}, {"2", "y"}, {"2", "z"}}, Grid(axes))
	n, err := Count(axes)
	assert.NoError(t, err)
	assert.Equal(t, 6, n)
}
