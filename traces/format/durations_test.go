package format

import (
	"math/big"
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

// Short decimals are read in one pass: they are the same as exact fractions,
// rounded half up.
func TestShortDecimalsAreExact(t *testing.T) {
	draw := rand.New(rand.NewPCG(3, 4))
	units := []int64{1, 100, 1e3, 1e6, second}
	for range 100_000 {
		text := strconv.Itoa(draw.IntN(1 << draw.IntN(30)))
		if places := draw.IntN(10); places > 0 {
			text += "." + strconv.Itoa(1_000_000_000 + draw.IntN(1_000_000_000))[1:places+1]
		}
		unit := units[draw.IntN(len(units))]
		got, ok := shortDecimal([]byte(text), unit)
		if !ok {
			continue // left to who reads any number
		}
		exact, _ := new(big.Rat).SetString(text)
		exact.Add(exact.Mul(exact, big.NewRat(unit, 1)), big.NewRat(1, 2))
		want := new(big.Int).Div(exact.Num(), exact.Denom()).Int64()
		if got != want {
			require.Equal(t, want, got, "%s times %d", text, unit)
		}
	}
	for _, text := range []string{"", ".5", "1e3", "-1", "+1", "1.2.3", "1_000", "0x1", "1234567890", "0.1234567891", " 1", "1000000001"} {
		_, ok := shortDecimal([]byte(text), second)
		require.False(t, ok, text)
	}
}
