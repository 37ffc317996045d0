package queue

import (
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/strategies"
)

var update = flag.Bool("update", false, "rewrite the expected messages")

// TestEveryMistakeIsExplained runs testdata/mistakes.txt: each case changes
// small.yaml, by replacing each run of "-" lines with the "+" lines that
// follow it, and is followed by what the reader says.
func TestEveryMistakeIsExplained(t *testing.T) {
	const path = "testdata/mistakes.txt"
	small, err := os.ReadFile("testdata/small.yaml")
	require.NoError(t, err)
	read(t, string(small))
	script, err := os.ReadFile(path)
	require.NoError(t, err)
	var got strings.Builder
	for _, c := range strings.Split(strings.TrimPrefix(string(script), "== "), "\n== ") {
		title, body, _ := strings.Cut(c, "\n")
		content, head := replaced(t, title, string(small), strings.TrimSuffix(body, "\n")+"\n")
		_, err := Read("small.yaml", []byte(content), strategies.All())
		if assert.Error(t, err, title) {
			got.WriteString("== " + title + "\n" + head + err.Error() + "\n")
		}
	}
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(got.String()), 0o644))
	}
	assert.Equal(t, string(script), got.String())
}

// replaced applies a case's replacements and returns the lines that say them.
func replaced(t *testing.T, title, content, body string) (changed, head string) {
	t.Helper()
	from, to := "", ""
	apply := func() {
		if from != "" {
			require.Equal(t, 1, strings.Count(content, from), "%s: the text to replace must stand once in small.yaml:\n%s", title, from)
			content = strings.Replace(content, from, to, 1)
		}
		from, to = "", ""
	}
	for line := range strings.Lines(body) {
		switch {
		case strings.HasPrefix(line, "- "):
			if to != "" {
				apply()
			}
			from += line[2:]
		case strings.HasPrefix(line, "+ "):
			to += line[2:]
		default:
			apply()
			return content, head
		}
		head += line
	}
	apply()
	return content, head
}

func TestExamplesAreRight(t *testing.T) {
	files, err := os.ReadDir("testdata")
	require.NoError(t, err)
	for _, f := range files {
		if strings.HasSuffix(f.Name(), ".yaml") {
			content, err := os.ReadFile("testdata/" + f.Name())
			require.NoError(t, err)
			_, err = Read(f.Name(), content, strategies.All())
			assert.NoError(t, err)
		}
	}
}
