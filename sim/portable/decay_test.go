package portable

import (
	"bufio"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestDecayIsAsNearAsItSays holds it against numbers of 40 digits, and against Exp,
// which is, where there are none.
func TestDecayIsAsNearAsItSays(t *testing.T) {
	file, err := os.Open("testdata/values.txt")
	require.NoError(t, err)
	defer file.Close()
	seen := 0
	for lines := bufio.NewScanner(file); lines.Scan(); {
		words := strings.Fields(lines.Text())
		x, err := strconv.ParseFloat(words[1], 64)
		require.NoError(t, err)
		if words[0] != "exp" || x > 0 || x <= -mostDecay {
			continue
		}
		want, err := strconv.ParseFloat(words[2], 64)
		require.NoError(t, err)
		assert.InEpsilon(t, want, Decay(-x), 2e-13, words[1])
		seen++
	}
	assert.Greater(t, seen, 50)
	for x := 1e-6; x < mostDecay; x *= 1.0007 {
		require.InEpsilon(t, Exp(-x), Decay(x), 2e-13, x)
	}
	assert.Equal(t, [4]float64{1, 0, 0, 0}, [4]float64{Decay(0), Decay(mostDecay), Decay(math.MaxFloat64), Decay(math.Inf(1))})
}
