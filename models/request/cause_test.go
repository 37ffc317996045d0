package request_test

import (
	"testing"

	"failsim/models/request"

	"github.com/stretchr/testify/assert"
)

func TestEveryCauseHasANameOfItsOwn(t *testing.T) {
	seen := map[string]bool{}
	for c := range request.Causes {
		assert.Regexp(t, "^[a-z]+(-[a-z]+)*$", c.String(), "cause %d", c)
		assert.False(t, seen[c.String()], "%v stands twice", c)
		seen[c.String()] = true
	}
	assert.Equal(t, "unknown", request.Causes.String())
	assert.Len(t, request.CauseNames(), int(request.Causes)-1)
	assert.Equal(t, request.LBMisconfigured.String(), request.CauseNames()[0], "success is no cause of failure")
}
