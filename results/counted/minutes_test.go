package counted

import (
	"cmp"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/models/request"
	"failsim/sim"
)

// outcome is a request as user-minutes see it.
type outcome struct {
	user           request.User
	arrived, ended sim.Time
	good           bool
}

// outcomes draws requests within an hour that are told as they end, at most a
// patience after they came.
func outcomes(key sim.Key, n, users int, patience time.Duration) []outcome {
	all := make([]outcome, n)
	for i := range all {
		draw := key.At(uint64(i))
		arrived := sim.Time(draw.IntN(0, int(time.Hour)))
		all[i] = outcome{request.User(draw.IntN(1, users)), arrived, arrived + sim.Time(draw.IntN(2, int(patience)+1)), draw.IntN(3, 3) == 0}
	}
	slices.SortFunc(all, func(a, b outcome) int { return cmp.Compare(a.ended, b.ended) })
	return all
}

// TestUserMinutesAreThoseOfAMapOfMaps counts the same requests in the plainest
// way: which users asked in a minute, and which of them got something good.
func TestUserMinutesAreThoseOfAMapOfMaps(t *testing.T) {
	for i, c := range []struct {
		says        string
		users, room int
		requests    int
		patience    time.Duration
	}{
		{"few users who ask often", 5, 5, 2000, time.Minute},
		{"users at the bounds of words", 129, 129, 20_000, time.Minute},
		{"users who ask seldom", 5000, 5000, 20_000, 45 * time.Second},
		{"more users than were announced", 1000, 10, 20_000, time.Minute},
		{"patience of many minutes", 100, 100, 20_000, 7*time.Minute + time.Second},
	} {
		var m UserMinutes
		for again := range uint64(3) {
			m.Reset(c.room, time.Hour, c.patience)
			got := map[sim.Time]map[request.User]bool{}
			for _, o := range outcomes(testKey.At(uint64(i)).At(again), c.requests, c.users, c.patience) {
				m.Settle(o.user, o.arrived, o.good)
				minute := o.arrived / at(1)
				if got[minute] == nil {
					got[minute] = map[request.User]bool{}
				}
				got[minute][o.user] = got[minute][o.user] || o.good
			}
			asked, lost := make([]uint32, 60), make([]uint32, 60)
			for minute, users := range got {
				for _, good := range users {
					asked[minute]++
					if !good {
						lost[minute]++
					}
				}
			}
			m.Flush()
			require.Zero(t, m.Late, c.says)
			assert.Equal(t, asked, m.asked, c.says)
			assert.Equal(t, lost, m.Lost, c.says)
		}
	}
}

// Whoever told outcomes later than the patience allows could not trust the
// figures, so every one of them is counted.
func TestOutcomesOfMinutesThatAreFiledAreLate(t *testing.T) {
	var m UserMinutes
	m.Reset(10, time.Hour, time.Minute)
	m.Settle(1, at(1.5), true)
	m.Settle(2, at(2.5), false)
	m.Settle(3, at(1.9), true)
	require.Zero(t, m.Late, "minute 1 is open until minute 3 begins")
	m.Settle(4, at(3), true)
	m.Settle(5, at(1.9), true)
	m.Settle(6, at(1.9), false)
	m.Settle(7, at(2.9), true)
	m.Flush()
	assert.Equal(t, uint64(2), m.Late)
	assert.Equal(t, []uint32{0, 2, 2, 1}, m.asked[:4])
	assert.Equal(t, []uint32{0, 0, 1, 0}, m.Lost[:4])
}

func TestMinutesBeyondTheEndAreToldWithTheLast(t *testing.T) {
	var m UserMinutes
	m.Reset(10, 2*time.Minute, time.Minute)
	m.Settle(1, at(1), true)
	m.Settle(1, at(2), false)
	m.Settle(1, at(5), false)
	m.Flush()
	assert.Equal(t, []uint32{0, 3}, m.asked)
	assert.Equal(t, []uint32{0, 2}, m.Lost)
}

func TestUserNumbersThatAreHashesAreRefused(t *testing.T) {
	var m UserMinutes
	m.Reset(10, time.Hour, time.Minute)
	assert.PanicsWithValue(t, "counted: user number 134217728 is above 134217727", func() { m.Settle(mostUsers, 0, true) })
}
