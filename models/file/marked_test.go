package file

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestCommentsMarkAssumptions(t *testing.T) {
	found, err := Assumptions("plan", []byte(`title: 5
size: 4m   # assumption: nobody knows
fuel: {gas: 2, oil: 3}   # gas: assumption; oil is measured
known: 7%  # measured
# assumption: from the curve
heat: {share: 25%, for: 3h}
stoves:
  - {stove: left, power: 9}   # assumption
  - {stove: right, power: 8}
note: "a # assumption in quotes 4"
`))
	require.NoError(t, err)
	var paths []string
	for _, m := range found {
		paths = append(paths, m.Path+"="+m.Value)
	}
	assert.Equal(t, []string{"size=4m", "fuel/gas=2", "heat/share=25%", "heat/for=3h", "stoves/left/power=9"}, paths)
}
