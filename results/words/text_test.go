package words

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWordsReadTheSameInEveryMedium(t *testing.T) {
	for _, c := range []struct{ says, words, visible, markdown, csv string }{
		{"plain", "loss of us-east-1", "loss of us-east-1", "loss of us-east-1", "loss of us-east-1"},
		{"letters of the world", "Zürich 東京 می\u200cخواهم 👩‍💻", "Zürich 東京 می\u200cخواهم 👩‍💻", "Zürich 東京 می\u200cخواهم 👩‍💻", "Zürich 東京 می\u200cخواهم 👩‍💻"},
		{"colours", "\x1b[31mred\x1b[0m", `\x1b[31mred\x1b[0m`, `\\x1b\[31mred\\x1b\[0m`, `\x1b[31mred\x1b[0m`},
		{"the title of a window", "\x1b]0;x\a", `\x1b]0;x\x07`, `\\x1b]0;x\\x07`, `\x1b]0;x\x07`},
		{"a C1 control", "\u009b31m", `\u009b31m`, `\\u009b31m`, `\u009b31m`},
		{"two lines", "a\n# b", `a\n# b`, "a # b", `a\n# b`},
		{"right to left", "exe\u202etxt", `exe\u202etxt`, `exe\\u202etxt`, `exe\u202etxt`},
		{"an end of paragraph", "a\u2029b", `a\u2029b`, "a\\\\u2029b", `a\u2029b`},
		{"bytes that are no text", "a\xffb", `a\xffb`, `a\\xffb`, `a\xffb`},
		{"HTML", "<script>1&2</script>", "<script>1&2</script>", "&lt;script>1&2&lt;/script>", "<script>1&2</script>"},
		{"entities and comparisons", "&lt;b> &amp &#60; x <= 1 < 2", "&lt;b> &amp &#60; x <= 1 < 2", "&amp;lt;b> &amp &amp;#60; x <= 1 < 2", "&lt;b> &amp &#60; x <= 1 < 2"},
		{"a link", "[x](javascript:1)", "[x](javascript:1)", `\[x](javascript:1)`, "[x](javascript:1)"},
		{"a cell", "a|b", "a|b", `a\|b`, "a|b"},
		{"a heading", "# x", "# x", `\# x`, "# x"},
		{"a formula", "=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0", `\=cmd\|' /C calc'!A0`, "'=cmd|' /C calc'!A0"},
		{"another", "@SUM(A1)", "@SUM(A1)", "@SUM(A1)", "'@SUM(A1)"},
		{"a number below nothing", "-2+3", "-2+3", `\-2+3`, "'-2+3"},
		{"nothing", "-", "-", `\-`, "-"},
		{"an apostrophe", "'=1", "'=1", "'=1", "''=1"},
	} {
		assert.Equal(t, c.visible, Visible(c.words), c.says)
		if !strings.Contains(c.words, "\u2029") { // white space to Line
			assert.Equal(t, c.markdown, Markdown(c.words), c.says)
		}
		assert.Equal(t, c.csv, CSV(c.words), c.says)
		assert.Equal(t, c.visible, Uncsv(CSV(c.words)), "%s: read again", c.says)
	}
	assert.Equal(t, "folded over lines", Line("  folded\n over\tlines\n"))
}

// However a text is cut into writes, a terminal shows the same.
func TestATerminalObeysNothingButLineEndsAndTabs(t *testing.T) {
	words := "a\tb\n\x1b[2J東\u202e\u009b\xff\xe6\x9dz\r\n"
	want := "a\tb\n\\x1b[2J東\\u202e\\u009b\\xff\\xe6\\x9dz\\x0d\n"
	for cut := 1; cut <= len(words); cut++ {
		var b strings.Builder
		w := &Terminal{To: &b}
		for at := 0; at < len(words); at += cut {
			piece := words[at:min(at+cut, len(words))]
			n, err := w.Write([]byte(piece))
			require.NoError(t, err)
			require.Len(t, piece, n)
		}
		require.Equal(t, want, b.String(), "in pieces of %d", cut)
	}
}
