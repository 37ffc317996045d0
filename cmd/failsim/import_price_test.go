package main

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"

	"failsim/models/file"
)

// A value that no program takes was refused by line and column of a scenario that no one
// had seen.
func TestWhatIsWrongWithAnImportIsSaidWhereItComesFrom(t *testing.T) {
	zero := file.Problem{File: "imported.yaml", Line: 2, Column: 16, Message: `"0" must be at least 1`, Source: "    unhealthy: 0   # lb/haproxy.cfg:8; haproxy.cfg:9"}
	word := file.Problem{File: "imported.yaml", Line: 3, Column: 14, Message: "expected a number", Source: "    healthy: x   # question: how many?"}
	assert.EqualError(t, atItsSource(&file.Errors{Problems: []file.Problem{zero}}), `lb/haproxy.cfg:8: "0" must be at least 1, in unhealthy: 0, which failsim makes of it`)
	own := atItsSource(&file.Errors{Problems: []file.Problem{zero, word}})
	assert.ErrorContains(t, own, "which is an error in failsim import")
	assert.ErrorContains(t, own, zero.Message, "and nothing is lost")
	assert.ErrorContains(t, own, word.Message)
	assert.ErrorContains(t, atItsSource(errors.New("no room")), "failsim import: no room")
}
