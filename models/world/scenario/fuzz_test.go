package scenario

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"failsim/models/file"
)

// FuzzRead looks for files that make the reader panic, or fail without
// saying where. Run it with -fuzzminimizetime 5x: Go shrinks every file of
// interest for a minute otherwise.
func FuzzRead(f *testing.F) {
	f.Add(must(os.ReadFile("testdata/small.yaml")))
	f.Add(must(os.ReadFile(founding)))
	for _, s := range []string{"", "~", "a: &a [*a]", "a: &a {<<: *a}", "? [x]\n: y", "designs: [{like: x, design: x}]", "a: \"\xff\"", "\ufeffa: 1", "%YAML 1.2\n---\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		s, err := Read("fuzz.yaml", content, stubs, "flat")
		if err == nil {
			require.NotNil(t, s)
			return
		}
		var e *file.Errors
		require.ErrorAs(t, err, &e)
		require.NotEmpty(t, e.Error())
		for _, p := range e.Problems {
			require.Positive(t, p.Line)
			require.Positive(t, p.Column)
			require.NotEmpty(t, p.Message)
		}
	})
}

func FuzzParseDuration(f *testing.F) {
	for _, s := range []string{"5m", "1h30m", "72.5ms", "0s", "9999999999d", "1.5.5s", "µs"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := file.ParseDuration(text)
		if err != nil {
			return
		}
		back, err := file.ParseDuration(file.FormatDuration(d))
		require.NoError(t, err)
		require.Equal(t, d, back)
	})
}
