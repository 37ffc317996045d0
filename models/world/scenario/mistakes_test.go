package scenario

import (
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/models/file"
)

var update = flag.Bool("update", false, "rewrite the expected messages")

// TestEveryMistakeIsExplained runs testdata/mistakes.txt: each case changes
// small.yaml, by replacing the text of its "-" lines with that of its "+"
// lines, and is followed by what the reader says.
func TestEveryMistakeIsExplained(t *testing.T) {
	const path = "testdata/mistakes.txt"
	small := string(must(os.ReadFile("testdata/small.yaml")))
	script := string(must(os.ReadFile(path)))
	var got strings.Builder
	for _, c := range strings.Split(strings.TrimPrefix(script, "== "), "\n== ") {
		title, body, _ := strings.Cut(c, "\n")
		head, from, to := change(strings.TrimSuffix(body, "\n") + "\n")
		require.Equal(t, 1, strings.Count(small, from), "%s: the text to replace must stand once in small.yaml:\n%s", title, from)
		_, err := Read("small.yaml", []byte(strings.Replace(small, from, to, 1)), stubs, "flat", "nasa")
		said := head + said(err) + "\n"
		got.WriteString("== " + title + "\n" + said)
		if !*update { // one case at a time: who reads a difference is not to read all
			assert.Equal(t, strings.TrimSuffix(body, "\n")+"\n", said, "%s: if that is meant, go test ./models/world/scenario -run Mistake -update writes %s", title, path)
		}
	}
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(got.String()), 0o644))
	}
}

// change splits a case into the lines that say what to change, and what they
// mean.
func change(body string) (head, from, to string) {
	for line := range strings.Lines(body) {
		switch {
		case strings.HasPrefix(line, "- "):
			from += line[2:]
		case strings.HasPrefix(line, "+ "):
			to += line[2:]
		default:
			return head, strings.TrimSuffix(from, "\n"), strings.TrimSuffix(to, "\n")
		}
		head += line
	}
	return head, strings.TrimSuffix(from, "\n"), strings.TrimSuffix(to, "\n")
}

func TestFilesThatAreNoScenario(t *testing.T) {
	for file, content := range map[string]string{
		"empty":          "",
		"comment":        "# nothing yet\n",
		"null":           "~\n",
		"text":           "hello\n",
		"list":           "- scenario: x\n",
		"documents":      "scenario: x\n---\nscenario: y\n",
		"tab":            "scenario: x\nobjectives:\n\tlatency: 5s\n",
		"unclosed":       "scenario: x\nobjectives: {latency: 5s\nlength: 2h\n",
		"quote":          "scenario: \"x\nlength: 2h\n",
		"indent":         "scenario: x\n  about: y\n",
		"anchor":         "scenario: *nowhere\n",
		"latin-1":        "scenario: x\nabout: caf\xe9\n",
		"control":        "scenario: x\nabout: \x01\n",
		"windows":        "scenario: X\r\nlength: 2h\r\n",
		"byte-order":     "\ufeffscenario: X\n",
		"self":           "scenario: x\nobjectives: &o {<<: *o}\n",
		"long-line":      "about: " + strings.Repeat("word ", 60) + "\nobjectives: {" + strings.Repeat("availability: 99%, ", 12) + "hold: 5m}\n",
		"too-long":       strings.Repeat("# a log\n", file.MostBytes/8+1),
		"composite-keys": "? [a, b]\n: c\n",
	} {
		t.Run(file, func(t *testing.T) {
			_, err := Read(file+".yaml", []byte(content), stubs)
			require.Error(t, err)
			compare(t, "testdata/whole/"+file+".golden", said(err)+"\n")
		})
	}
}

func said(err error) string {
	if err == nil {
		return "(fine)"
	}
	return err.Error()
}

func compare(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
	}
	assert.Equal(t, string(must(os.ReadFile(path))), got)
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
