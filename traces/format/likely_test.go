package format

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// Files of a folder mostly share a format, so that of the one before is tried
// first; a file is the same whatever stood before it.
func TestAFormatIsTheSameWhateverTheFileBeforeItWas(t *testing.T) {
	samples, err := filepath.Glob("testdata/*.*") // not the folder of what fuzzing found
	require.NoError(t, err)
	require.Greater(t, len(samples), 40)
	for _, path := range samples {
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		detected := func(likely *format) (string, []string, string) {
			f, err := detect(bytes.NewReader(text), Options{}, likely)
			if err != nil {
				return "", nil, err.Error()
			}
			return f.name, f.wraps.names(), ""
		}
		name, wraps, reason := detected(nil)
		for i := range formats {
			n, w, r := detected(&formats[i])
			require.Equal(t, name, n, "%s after %s", path, formats[i].name)
			require.Equal(t, wraps, w, "%s after %s", path, formats[i].name)
			require.Equal(t, reason, r, "%s after %s", path, formats[i].name)
		}
	}
}
