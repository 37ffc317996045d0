package format

import (
	"bufio"
	"encoding/json"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"
)

// The elements are those that encoding/json finds, however the bytes come in.
func TestElementsAreThoseOfADecoder(t *testing.T) {
	document := `[{"a":"\\\\\""}, "\\", 12 , true,null, [] , {}, [[1,"]"]], {"deep":{"er":["{"]}},` + `"` + strings.Repeat(`\\`, 3000) + `\""]`
	var want []any
	require.NoError(t, json.Unmarshal([]byte(document), &want))
	for _, size := range []int{16, 17, 64 << 10} {
		lines, err := io.ReadAll(newArrayReader(bufio.NewReaderSize(iotest.OneByteReader(strings.NewReader(document)), size)))
		require.NoError(t, err)
		var got []any
		for line := range strings.Lines(string(lines)) {
			var one any
			require.NoError(t, json.Unmarshal([]byte(line), &one), line)
			got = append(got, one)
		}
		require.Equal(t, want, got)
	}
}
