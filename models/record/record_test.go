package record_test

import (
	"testing"

	"failsim/models/record"
	"failsim/models/request"

	"github.com/stretchr/testify/assert"
)

func TestMarksAndCallsHaveNamesOfTheirOwn(t *testing.T) {
	seen := map[string]bool{}
	name := func(s string) {
		assert.Regexp(t, "^[a-z]+(-[a-z]+)*$", s)
		assert.False(t, seen[s], "%s stands twice", s)
		seen[s] = true
	}
	for m := range record.Marks {
		name(m.String())
	}
	for c := range record.Calls {
		name(c.String())
	}
	assert.Equal(t, "unknown", record.Marks.String())
}

func TestASettlementIsGoodIfItHasNoCause(t *testing.T) {
	for c := range request.Causes {
		s := record.Settlement{Cause: c}
		assert.Equal(t, c == request.None, s.Good(), "%v", c)
	}
}
