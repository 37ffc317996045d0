package format

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// Eight bytes at a time end where one by one ends, whatever the bytes.
func TestPlainTextEndsWhereItEndsByteByByte(t *testing.T) {
	draw := rand.New(rand.NewPCG(1, 2))
	special := []byte{0, 1, 0x1f, ' ', '!', '"', '#', '[', '\\', ']', 0x7f, 0x80, 0x9f, 0xa0, 0xa2, 0xdc, 0xff}
	for range 200_000 {
		line := make([]byte, draw.IntN(40))
		for i := range line {
			line[i] = byte('a' + draw.IntN(26))
			if draw.IntN(6) == 0 {
				line[i] = special[draw.IntN(len(special))]
			}
		}
		from := draw.IntN(len(line) + 1)
		want := from
		for want < len(line) && line[want] != '"' && line[want] != '\\' && line[want] >= ' ' && line[want] < 0x80 {
			want++
		}
		if got := plainUntil(line, from); got != want {
			require.Equal(t, want, got, "%q from %d", line, from)
		}
	}
}
