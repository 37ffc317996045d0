package format

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestThePointOfADecimal(t *testing.T) {
	for _, c := range []struct {
		number string
		scale  int
		want   string
	}{{"1250", 3, "1.25"}, {"5", 3, "0.005"}, {"0", 3, "0"}, {"1000", 3, "1"}, {"20000", 2, "200"}, {"7", 0, "7"}, {"-5", 3, "-0.005"}, {"-12500", 3, "-12.5"}} {
		require.Equal(t, c.want, string(appendPoint([]byte(c.number), c.scale)), "%s of scale %d", c.number, c.scale)
	}
	require.Equal(t, "-2", bigEndian([]byte{0xff, 0xfe}).String())
	require.Equal(t, "254", bigEndian([]byte{0, 0xfe}).String())
}
