// Package words writes words that strangers control, such as titles, names of files
// and paths of a log, into the media that failsim writes: a terminal, Markdown,
// CSV, and the text of figures. What a medium would obey instead of showing it is
// made visible: control characters, line breaks, directions of writing (Unicode UAX
// #9), HTML, and formulas of spreadsheets. It leaves JSON to encoding/json, and the
// brackets of SVG to package plots.
package words

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Visible returns words for one line of any medium: what would not be seen, or
// would change how the rest is seen, stands there as \x1b, \n or \u202e.
func Visible(s string) string {
	if plain(s) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		b.WriteString(shown(r, s[i:i+size]))
		i += size
	}
	return b.String()
}

// Text returns a text of several lines, in which lines end and tabs stand as they
// are, and all else is as Visible shows it.
func Text(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if r == '\n' || r == '\t' {
			b.WriteRune(r)
		} else {
			b.WriteString(shown(r, s[i:i+size]))
		}
		i += size
	}
	return b.String()
}

// Line returns words that may be folded over several lines, as one: their
// spaces, tabs and line breaks are single spaces.
func Line(s string) string { return Visible(strings.Join(strings.Fields(s), " ")) }

func plain(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] >= 0x7f {
			return false
		}
	}
	return true
}

// shown returns how a rune is shown, given its bytes.
func shown(r rune, bytes string) string {
	switch {
	case r == utf8.RuneError && len(bytes) == 1:
		return fmt.Sprintf(`\x%02x`, bytes[0])
	case r == '\n':
		return `\n`
	case r == '\t':
		return `\t`
	case r < 0x80 && unicode.IsControl(r):
		return fmt.Sprintf(`\x%02x`, r)
	case acts(r):
		return fmt.Sprintf(`\u%04x`, r)
	}
	return bytes
}

// acts reports whether a rune beyond ASCII does something: the controls of C1,
// line and paragraph ends, directions of writing, and what XML 1.0 does not
// know. Joiners (U+200C, U+200D) are letters of some scripts.
func acts(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || unicode.In(r, unicode.Zl, unicode.Zp) ||
		r == '\ufeff' || r == '\ufffe' || r == '\uffff'
}

// Markdown returns words for a line of Markdown, in a table, too: they read as
// they are, whatever marks they hold.
func Markdown(s string) string {
	s = marks.Replace(Line(s))
	s = entities.ReplaceAllString(s, "&amp;$1") // before there are any of ours
	s = tags.ReplaceAllString(s, "&lt;$1")
	if s != "" && strings.ContainsRune("#-+=~>", rune(s[0])) {
		s = `\` + s // no heading, no list, no quotation
	}
	return s
}

var (
	marks = strings.NewReplacer("|", `\|`, "*", `\*`, "`", "\\`", "[", `\[`, `\`, `\\`)
	// What CommonMark takes for HTML begins so; a < before a blank or a = is one.
	tags     = regexp.MustCompile(`<([A-Za-z/!?])`)
	entities = regexp.MustCompile(`&(#?[A-Za-z0-9]+;)`)
)

// CSV returns words for a field of CSV, before quoting. What a spreadsheet would
// take for a formula (OWASP, CSV injection) has an apostrophe before it; so has
// what begins with one, so that Uncsv finds the words again.
func CSV(s string) string {
	s = Visible(s)
	if formula(s) {
		return "'" + s
	}
	return s
}

// Uncsv takes away the apostrophe of CSV.
func Uncsv(s string) string {
	if len(s) > 1 && s[0] == '\'' && formula(s[1:]) {
		return s[1:]
	}
	return s
}

// formula tells words that a spreadsheet would work out, or that CSV has
// marked. A lone dash is what logs write for nothing.
func formula(s string) bool {
	return s != "" && s != "-" && strings.ContainsRune("=+-@'", rune(s[0]))
}
