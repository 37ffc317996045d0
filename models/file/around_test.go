package file

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestHalfAndTwiceOfAShareNearAllIsOfWhatIsMissing(t *testing.T) {
	for now, want := range map[string][2]string{
		"99.95%": {"99.9%", "99.975%"}, "80%": {"60%", "90%"}, "25%": {"12.5%", "50%"}, "40%": {"20%", "80%"}, "100%": {"50%", "100%"},
		"24": {"12", "48"}, "10m": {"5m", "20m"}, "150%": {"75%", "300%"}, "99.999%": {"99.998%", "99.9995%"},
	} {
		a, err := ParseAmount(now)
		require.NoError(t, err)
		low, high := a.Around(2)
		assert.Equal(t, want, [2]string{a.Text(low), a.Text(high)}, now)
	}
	a, err := ParseAmount("99.95%")
	require.NoError(t, err)
	assert.Equal(t, "99.92929%", a.Text(a.Middle(0.9995, 0.999)), "a loss of 0.0707 % is between 0.05 and 0.1")
}
