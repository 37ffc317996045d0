package format

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestALineOfManyMebibytesTakesTheMemoryOfTwo(t *testing.T) {
	w := newLines(strings.NewReader("before\n" + strings.Repeat("x", 5<<20) + "\nbehind\n"))
	for w.next() {
	}
	require.LessOrEqual(t, len(w.buffer), 2*maxLine)
	require.Equal(t, int64(3), w.number)
}
