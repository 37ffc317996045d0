package reliability

import (
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "rewrite the expected messages")

// TestEveryMistakeIsExplained runs testdata/mistakes.txt: each case replaces
// the text of a "-" line in small.yaml by that of the "+" lines after it, and is
// followed by what the reader says.
func TestEveryMistakeIsExplained(t *testing.T) {
	const path = "testdata/mistakes.txt"
	small, err := os.ReadFile("testdata/small.yaml")
	require.NoError(t, err)
	script, err := os.ReadFile(path)
	require.NoError(t, err)
	var got strings.Builder
	for _, c := range strings.Split(strings.TrimPrefix(string(script), "== "), "\n== ") {
		lines := strings.Split(c, "\n")
		require.Greater(t, len(lines), 2, c)
		from, to, head := strings.TrimPrefix(lines[1], "- "), "", "== "+lines[0]+"\n"+lines[1]+"\n"
		for _, line := range lines[2:] {
			if !strings.HasPrefix(line, "+ ") {
				break
			}
			to += "\n" + line[2:]
			head += line + "\n"
		}
		require.Equal(t, 1, strings.Count(string(small), from), "%s: the text to replace must stand once in small.yaml", lines[0])
		_, err := Read("small.yaml", []byte(strings.Replace(string(small), from, to[1:], 1)))
		if assert.Error(t, err, lines[0]) {
			got.WriteString(head + err.Error() + "\n")
		}
	}
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(got.String()), 0o644))
	}
	assert.Equal(t, string(script), got.String())
}

func TestExamplesAreRight(t *testing.T) {
	files, err := os.ReadDir("testdata")
	require.NoError(t, err)
	for _, f := range files {
		if strings.HasSuffix(f.Name(), ".yaml") {
			content, err := os.ReadFile("testdata/" + f.Name())
			require.NoError(t, err)
			_, err = Read(f.Name(), content)
			assert.NoError(t, err)
		}
	}
}
