package operations_test

import (
	"testing"
	"time"

	"failsim/models/operations"

	"github.com/stretchr/testify/assert"
)

var cold = operations.Warming{Factor: 3, Takes: 10 * time.Minute, After: 20 * time.Minute}

func TestAServerThatBeginsIsColdAndWarmsUpAtWork(t *testing.T) {
	r := newRig(3, 1, plain)
	r.pool.Warms(cold)
	r.pool.Rolls(operations.Rolling{Surge: 1})
	r.load = 0.5
	r.pool.Roll(0)
	assert.Equal(t, 1.0, r.slow[0], "who has been there is warm")
	r.runTo(time.Minute + time.Second)
	assert.InDelta(t, 3, r.slow[1], 0.21)
	r.runTo(6*time.Minute + time.Second)
	assert.InDelta(t, 2, r.slow[1], 0.21, "half of the way")
	r.runTo(12 * time.Minute)
	assert.Equal(t, 1.0, r.slow[1])
}

// The hazard of a fail-back: a server whose traffic was elsewhere for long has gone
// cold, and stays so until it is at work.
func TestAServerWithoutWorkGoesColdAndStaysSo(t *testing.T) {
	r := newRig(1, 1, plain)
	r.pool.Warms(cold)
	r.load = 0.5
	r.runTo(10 * time.Minute)
	r.load = 0
	r.runTo(29 * time.Minute)
	assert.Equal(t, 1.0, r.slow[0])
	r.runTo(31 * time.Minute)
	assert.InDelta(t, 3, r.slow[0], 1e-9)
	r.runTo(5 * time.Hour)
	assert.InDelta(t, 3, r.slow[0], 1e-9)
	r.load = 0.5
	r.runTo(5*time.Hour + 10*time.Minute + time.Second)
	assert.Equal(t, 1.0, r.slow[0])
}

func TestAServerThatWasLostIsCold(t *testing.T) {
	r := newRig(1, 1, plain)
	r.pool.Warms(cold)
	r.load = 0.5
	r.runTo(5 * time.Minute)
	r.up[0] = false
	r.runTo(7 * time.Minute)
	r.up[0] = true
	r.runTo(7*time.Minute + 30*time.Second)
	assert.InDelta(t, 3, r.slow[0], 1e-9)
	r.runTo(18 * time.Minute)
	assert.Equal(t, 1.0, r.slow[0])
}
