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

func TestQuestionsStandByTheirNumbers(t *testing.T) {
	list := Questions("a: 1   # question 2: who?\nb: {c: 3}   # question: when?\n# question 1: of no value\n- d: 4   # question 1: where?\ne: 5   # question 2: who?\nf: '# question: no'\n")
	require.Len(t, list, 3)
	assert.Equal(t, []string{"d: 4 (where?)", "a: 1 (who?)", "b: {c: 3} (when?)"}, []string{list[0].Text, list[1].Text, list[2].Text})
	assert.Equal(t, 4, list[0].Line)
}
