package store_test

import (
	"math"
	"testing"
	"time"

	"failsim/models/id"
	"failsim/models/store"
	"failsim/sim"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func missing(s *store.Store) map[id.Record]bool {
	list := map[id.Record]bool{}
	for i := range id.Record(s.Len()) {
		if s.Read(i) == store.Missing {
			list[i] = true
		}
	}
	return list
}

func TestALargerShareLosesASuperset(t *testing.T) {
	const n = 20_000
	key, before := sim.NewKey(1, 0), map[id.Record]bool{}
	for _, share := range []float64{0, 0.05, 0.25, 0.251, 0.9, 1} {
		s := store.New(n, time.Hour, 24*time.Hour)
		s.Delete(0, key, share)
		lost := missing(s)
		assert.Equal(t, len(lost), s.Missing())
		assert.InDelta(t, share*n, len(lost), 4*math.Sqrt(n*share*(1-share)), "share %v", share)
		for i := range before {
			assert.True(t, lost[i], "record %d is lost at a smaller share, but not at %v", i, share)
		}
		before = lost
	}
}

func TestDeletingTwiceCountsOnce(t *testing.T) {
	s := store.New(1000, time.Hour, 24*time.Hour)
	s.Delete(0, sim.NewKey(1, 0), 0.4)
	n := s.Missing()
	s.Delete(1, sim.NewKey(1, 0), 0.4)
	assert.Equal(t, n, s.Missing())
	s.Delete(2, sim.NewKey(2, 0), 1)
	assert.Equal(t, 1000, s.Missing())
}

func TestASnapshotIsThereAsLongAsItIsKept(t *testing.T) {
	const h = sim.Time(time.Hour)
	for _, c := range []struct {
		says               string
		every, kept        time.Duration
		lost, now, want    sim.Time
		neverLost, expired bool
	}{
		{says: "the last whole hour before the loss", every: time.Hour, kept: 24 * time.Hour, lost: 5*h + h/2, now: 6 * h, want: 5 * h},
		{says: "the snapshot of the start", every: time.Hour, kept: 24 * time.Hour, lost: h / 2, now: h, want: 0},
		{says: "one that was taken in the instant of the loss", every: time.Hour, kept: 24 * time.Hour, lost: 5 * h, now: 6 * h, want: 5 * h},
		{says: "later ones do not help", every: time.Hour, kept: 24 * time.Hour, lost: 5*h + 1, now: 20 * h, want: 5 * h},
		{says: "in the last moment of its retention", every: time.Hour, kept: 3 * time.Hour, lost: 5*h + 1, now: 8 * h, want: 5 * h},
		{says: "a moment later", every: time.Hour, kept: 3 * time.Hour, lost: 5*h + 1, now: 8*h + 1, expired: true},
		{says: "nothing was lost", every: time.Hour, kept: 3 * time.Hour, now: h, neverLost: true},
	} {
		s := store.New(10, c.every, c.kept)
		if !c.neverLost {
			s.Delete(c.lost, sim.NewKey(1, 0), 1)
		}
		at, ok := s.SnapshotBefore(c.now)
		require.Equal(t, !c.neverLost && !c.expired, ok, c.says)
		if ok {
			assert.Equal(t, c.want, at, c.says)
		}
	}
}

func TestMergingPutsBackWhatIsMissing(t *testing.T) {
	s := store.New(100, time.Hour, 24*time.Hour)
	s.Delete(0, sim.NewKey(1, 0), 0.5)
	lost := missing(s)
	var rewritten, kept id.Record
	for i := range id.Record(s.Len()) {
		if lost[i] {
			rewritten = i
		} else {
			kept = i
		}
	}
	s.Write(rewritten, store.Wrong)
	s.Write(kept, store.Right)
	added := s.Add()
	assert.Equal(t, id.Record(100), added)
	assert.Equal(t, len(lost)-1, s.Missing())
	logged := s.Changes()
	assert.Equal(t, uint64(3), logged)

	s.Merge()
	assert.Zero(t, s.Missing())
	assert.Equal(t, logged+uint64(len(lost)-1), s.Changes(), "each is a change")
	for i := range id.Record(s.Len()) {
		want := store.Right
		if i == rewritten {
			want = store.Wrong
		}
		assert.Equal(t, want, s.Read(i), "record %d: the log holds what was written since, wrong or right", i)
	}
	assert.Equal(t, 101, s.Len())
}

func TestTheCountOfMissingRecordsFollowsEveryWrite(t *testing.T) {
	s, key := store.New(50, time.Hour, time.Hour), sim.NewKey(3, 0)
	for i := range uint64(5000) {
		k := key.At(i)
		switch k.IntN(0, 20) {
		case 0:
			s.Delete(sim.Time(i), k, 0.3)
		case 1:
			s.Merge()
		case 2:
			s.Add()
		default:
			s.Write(id.Record(k.IntN(1, s.Len())), store.State(k.IntN(2, 3)))
		}
		require.Equal(t, len(missing(s)), s.Missing())
		wrong := 0
		for r := range id.Record(s.Len()) {
			if s.Read(r) == store.Wrong {
				wrong++
			}
		}
		require.Equal(t, wrong, s.Wrong())
	}
}
