package strategies

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestExpMinusIsAccurate(t *testing.T) {
	for x := 0.0; x < 690; x += 0.0137 {
		assert.InEpsilon(t, math.Exp(-x), expMinus(x), 1e-11, "%g", x)
	}
	for x := 0.0; x < 1; x += 1e-4 {
		assert.InEpsilon(t, math.Exp(-x), expMinus(x), 1e-14, "%g", x)
	}
	assert.Zero(t, expMinus(math.Inf(1)))
	assert.Zero(t, expMinus(math.NaN()))
}
