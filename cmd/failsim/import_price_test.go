package main

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
)

// A value that no program takes was refused by line and column of a scenario that no one
// had seen.
func TestWhatIsWrongWithAnImportIsSaidWhereItComesFrom(t *testing.T) {
	text := "world:\n    unhealthy: 0   # lb/haproxy.cfg:8; haproxy.cfg:9\n    healthy: x   # question: how many?\n"
	refused := errors.New("imported.yaml:2:16: \"0\" must be at least 1\n  unhealthy: 0   # lb/haproxy.cfg:8\n             ^")
	assert.EqualError(t, atItsSource(refused, text), `lb/haproxy.cfg:8: "0" must be at least 1, in unhealthy: 0, which failsim makes of it`)
	assert.ErrorContains(t, atItsSource(errors.New("imported.yaml:3:14: expected a number"), text), "which is an error in failsim import: imported.yaml:3:14")
}
