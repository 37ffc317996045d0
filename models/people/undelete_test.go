package people_test

import (
	"testing"
	"time"

	"failsim/models/distribution"
	"failsim/models/policy"

	"github.com/stretchr/testify/assert"
)

// The drill's restores begin at minute 15 and fail after 16, then work after 32; its
// merge takes 64.
func TestADeletionIsTakenBackWhileItIsKept(t *testing.T) {
	for _, c := range []struct {
		says   string
		within time.Duration
		marks  []string
	}{
		{"kept long enough: one minute, and nothing to merge", time.Hour, []string{"15m0s contained", "16m0s restored", "16m0s merged"}},
		{"to the minute", mins(15), []string{"15m0s contained", "16m0s restored", "16m0s merged"}},
		{"gone: the snapshot, as ever", mins(14), []string{"15m0s contained", "31m0s restore-failed", "1h3m0s restored", "2h7m0s merged"}},
	} {
		p := &plane{missing: 100, kept: true}
		d := &diary{}
		book := drill().Playbook()
		for i := range book.Steps {
			if book.Steps[i].Do == policy.Snapshot {
				book.Steps[i].Undelete = policy.Undelete{Within: c.within, Takes: mins(1)}
			}
		}
		team := newTeams(&p.kernel, 1, book, d, p)
		team.Suspect(0, 0)
		p.kernel.Run(1e18)
		assert.Equal(t, c.marks, d.marks[4:4+len(c.marks)], c.says)
		assert.Zero(t, p.missing, c.says)
	}
}

// AWS's summary of 24 December 2012: the snapshot was of just before 12:24 PM, the merge
// began at 2:45 AM and was done at 5:40 AM, with the changes of some 15 hours; a replay
// may also have to reach the end of the merge itself, 17 hours and 16 minutes.
func TestTheLogOf2012IsReplayedInThePublishedTime(t *testing.T) {
	const published = 175 * time.Minute
	took := func(fromLoss bool, age time.Duration) time.Duration {
		p := &plane{missing: 100, kept: true, age: age}
		plan := drill()
		plan.Notice, plan.Misdiagnose, plan.Find, plan.Contain = 0, 0, mins(278), 0
		plan.Restores = plan.Restores[1:]
		plan.Restores[0].Takes = mins(583)
		book := plan.Playbook()
		for i := range book.Steps {
			if s := &book.Steps[i]; s.Do == policy.Merge {
				s.Takes, s.ReplaySpeed, s.FromLoss = distribution.Constant(0), 5.5, fromLoss
			}
		}
		d := &diary{}
		newTeams(&p.kernel, 1, book, d, p).Suspect(0, 0)
		p.kernel.Run(1e18)
		for _, m := range d.marks {
			if at, ok := cutMark(m, " merged"); ok {
				return at - mins(861)
			}
		}
		t.Fatal("never merged")
		return 0
	}
	assert.Less(t, took(true, 0), published, "15 h at 5.5: the changes that were there when it began")
	assert.Greater(t, took(false, mins(1036)), published, "and those of the merge, too")
	assert.InDelta(t, published.Minutes(), took(true, 0).Minutes(), 20)
}

func cutMark(mark, word string) (time.Duration, bool) {
	n := len(mark) - len(word)
	if n < 0 || mark[n:] != word {
		return 0, false
	}
	at, err := time.ParseDuration(mark[:n])
	return at, err == nil
}
