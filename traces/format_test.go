package traces

import (
	"testing"

	"github.com/stretchr/testify/require"

	"failsim/traces/format"
)

func TestEveryFormatSaysWhatItIs(t *testing.T) {
	require.Greater(t, len(format.Names()), 50)
	for i, f := range format.All() {
		require.NotEmpty(t, f.About, f.Name)
		require.Equal(t, format.Names()[i], f.Name)
	}
}

func TestTheFormatIsToldByContent(t *testing.T) {
	for _, c := range []struct{ name, text, format string }{
		{"a log", goodLine, "clf"},
		{"a log whose first lines are malformed", "not\na\nlog\n" + goodLine, "clf"},
		{"a log with one line that looks like counts", "1,2\n" + goodLine + goodLine, "clf"},
		{"counts without a header", "5,1\n6,1\n", "epoch-counts"},
		{"counts with any header", "when,how_many\n1998-04-30 21:30:00,2\n", "period-counts"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, err := ofText([]byte(c.text), Options{SkipBad: 3})
			require.NoError(t, err)
			require.Equal(t, c.format, s.Info().Format)
		})
	}
}
