package file

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

type stove struct{}

// kitchen reads a file of stoves, each with burners of a kind.
func kitchen() Parser[stove] {
	return func(n Node) stove {
		m := n.Open("a kitchen")
		Get(m, "heat", DurationOf, time.Minute, "how long it heats", "assumption: as at home")
		Get(m, "known", DurationOf, time.Minute, "how long it cools", "measured")
		Get(m, "never", DurationOf, 0, "how long it rests", "assumption: not at all")
		Get(m, "stoves", ListOf("stoves", burner), nil, "what there is")
		m.Done()
		return stove{}
	}
}

func burner(n Node) stove {
	m := n.Open("a stove")
	Need(m, "stove", TextOf, "its name")
	Get(m, "like", TextOf, "", "another")
	Get(m, "power", CountOf, 7, "how strong it is; assumption")
	m.Done()
	return stove{}
}

func TestDefaultsThatAreAssumptionsAreListedWhereTheFileLeavesThem(t *testing.T) {
	shape := Describe(kitchen)
	list := func(content string) (all []Marked) {
		all, err := Unsaid("kitchen", []byte(content), shape)
		require.NoError(t, err)
		return all
	}
	found := list("known: 1m\nstoves:\n  - {stove: left}\n  - {stove: right}\n  - {stove: middle, power: 9}\n  - {stove: back, like: middle}\n")
	require.Len(t, found, 2, "what is measured, or stands for none, is not asked of")
	byName := map[string]Marked{}
	for _, m := range found {
		assert.Zero(t, m.Line)
		byName[m.Value] = m
	}
	assert.Equal(t, "heat", byName["1m"].Path)
	power := byName["7"]
	assert.Equal(t, []string{"stoves/0/power", "stoves/1/power"}, append([]string{power.Path}, power.Also...), "not where it is said, nor where it is taken from who says it")
	assert.Empty(t, list("heat: 2m\nstoves: [{stove: left, power: 7}]\n"), "what is said is the comments' to mark")
}
