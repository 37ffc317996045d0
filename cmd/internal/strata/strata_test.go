package strata

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// played returns how many runs each stratum has after some, whose turn each is.
func played(l List, runs int) (each []int, turns []int) {
	for range runs {
		k := l.Next(func(a, b int) bool { return a < b })
		if k < 0 {
			break
		}
		l[k].Runs++
		turns = append(turns, k)
	}
	for _, s := range l {
		each = append(each, s.Runs)
	}
	return each, turns
}

func TestEachStratumHasTheFewestFirstAndThenItsShare(t *testing.T) {
	list := func() List { return List{{Share: 0.4}, {Share: 0.6}} }
	few, _ := played(list(), 6)
	assert.Equal(t, []int{3, 3}, few)
	many, turns := played(list(), 20)
	assert.Equal(t, []int{8, 12}, many)
	_, first := played(list(), 9)
	assert.Equal(t, first, turns[:9], "one more changes none of those before")

	six := List{{Share: 0.5}, {Share: 0.1}, {Share: 0.1}, {Share: 0.1}, {Share: 0.1}, {Share: 0.1}}
	each, _ := played(six, 17)
	assert.True(t, six.Scant(), "%v", each)
	six[six.Next(func(a, b int) bool { return a < b })].Runs++
	assert.False(t, six.Scant())
	each, _ = played(six, 12)
	assert.Equal(t, []int{15, 3, 3, 3, 3, 3}, each)
}

func TestAStratumHasNoMoreRunsThanThereAre(t *testing.T) {
	l := List{{Share: 0.5, Most: 2}, {Share: 0.5, Most: 5}}
	each, turns := played(l, 100)
	assert.Equal(t, []int{2, 5}, each)
	assert.Len(t, turns, 7)
	assert.False(t, l.Scant())
}

// What a stratum gets at once is what it gets in turn, where all have the fewest.
func TestFillingGivesWhatTurnsGive(t *testing.T) {
	list := func() List { return List{{Share: 0.5}, {Share: 0.3, Most: 20}, {Share: 0.2}} }
	l := list()
	l.Fill(100)
	assert.Equal(t, []int{50, 20, 20}, []int{l[0].Runs, l[1].Runs, l[2].Runs})
	each, _ := played(list(), 40)
	l = list()
	l.Fill(40)
	assert.Equal(t, each, []int{l[0].Runs, l[1].Runs, l[2].Runs})
	l = List{{Share: 0.99}, {Share: 0.01}, {Share: 0, Most: 2}}
	l.Fill(20)
	assert.Equal(t, []int{20, 3, 2}, []int{l[0].Runs, l[1].Runs, l[2].Runs}, "and the fewest besides")
}
