package format

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// syntax is a server's own way to say what it logs.
type syntax struct {
	name string
	// variable matches one; the rest is text.
	variable *regexp.Regexp
	// means says what a variable is; text ahead of and behind it may be part
	// of what the server writes for it, such as Apache's brackets.
	means func(match []string) (before string, v variable, after string)
	// settings match what stands around the format in a configuration.
	settings *regexp.Regexp
	// sign, if set, is what a format must have to be of this syntax.
	sign *regexp.Regexp
	// prepare, if set, rewrites a format before it is compiled.
	prepare func(text string) string
	stamp   stamping
}

// bare takes off what stands around a format in a configuration: the name of the
// setting, that of the format, and quotes.
func (s *syntax) bare(text string) string {
	text = strings.TrimSpace(text)
	if s.settings == nil || !s.settings.MatchString(text) {
		return unquoted(text)
	}
	return unquoted(strings.TrimSpace(s.settings.ReplaceAllString(text, "")))
}

// unquoted joins the quoted parts of a setting, as nginx has several; what has no
// quotes around it is taken as it is.
func unquoted(text string) string {
	if text == "" || text[0] != '\'' && text[0] != '"' {
		return strings.ReplaceAll(text, `\"`, `"`) // as Apache's configuration has them
	}
	quote := text[0]
	var b strings.Builder
	for rest := text; rest != "" && rest[0] == quote; {
		i := 1
		for i < len(rest) && rest[i] != quote {
			if rest[i] == '\\' && i+1 < len(rest) && (rest[i+1] == quote || rest[i+1] == '\\') {
				i++
			}
			b.WriteByte(rest[i])
			i++
		}
		if i >= len(rest) {
			return text
		}
		rest = strings.TrimLeft(rest[i+1:], " \t\r\n")
	}
	return b.String()
}

// compile makes a template of a format.
func (s *syntax) compile(of *reading, text string) (*template, error) {
	pieces, err := s.piecesOf(text)
	if err != nil {
		return nil, err
	}
	return s.template(of, pieces), nil
}

func (s *syntax) template(of *reading, pieces []piece) *template {
	t := &template{filler: newFiller(of), class: newRequestClass(of), pieces: pieces}
	t.strict = true
	t.about(of)
	of.stamped = s.stamp
	return t
}

// piecesOf cuts a format at its variables.
func (s *syntax) piecesOf(text string) (pieces []piece, err error) {
	if s.prepare != nil {
		text = s.prepare(text)
	}
	at, ahead := 0, ""
	for _, place := range s.variable.FindAllStringSubmatchIndex(text, -1) {
		before, v, after := s.means(submatches(text, place))
		ahead += text[at:place[0]] + before
		at = place[1]
		if v.name == "" { // it only says how others are written
			continue
		}
		if n := len(pieces); ahead == "" && n > 0 && pieces[n-1].form != inBraces {
			return nil, &InputError{Reason: fmt.Sprintf("nothing stands between %s and %s, so a line does not show where one ends", pieces[n-1].name, v.name)}
		}
		pieces = append(pieces, piece{[]byte(ahead), v})
		ahead = after
	}
	if ahead += text[at:]; strings.TrimSpace(ahead) != "" {
		pieces = append(pieces, piece{[]byte(strings.TrimRight(ahead, " ")), variable{name: "the end", form: inBraces}})
	}
	choose(pieces)
	if !uses(pieces, usesTime) && !uses(pieces, usesDate) {
		return nil, &InputError{Reason: "the format has no variable for the time of a request"}
	}
	return pieces, nil
}

func submatches(text string, place []int) (match []string) {
	for i := 0; i < len(place); i += 2 {
		if place[i] < 0 {
			match = append(match, "")
		} else {
			match = append(match, text[place[i]:place[i+1]])
		}
	}
	return match
}

// choose leaves each meaning to the variable that says it best.
func choose(pieces []piece) {
	best := map[use]int{}
	for i := range pieces {
		v := &pieces[i].variable
		if j, ok := best[v.means]; !ok || v.rank < pieces[j].rank {
			best[v.means] = i
		}
	}
	for i := range pieces {
		if v := &pieces[i].variable; best[v.means] != i && v.means != usesState {
			v.means = usesNothing
		}
	}
}

func uses(pieces []piece, u use) bool {
	for i := range pieces {
		if pieces[i].means == u {
			return true
		}
	}
	return false
}

// bestOf makes the parser of the one of several formats that fits most of the
// first lines.
func (s *syntax) bestOf(of *reading, texts []string) *template {
	best, most := texts[0], -1
	for _, text := range texts {
		trial := *of
		trial.classes = NewClasses()
		t, fits := s.mustCompile(&trial, text), 0
		for _, line := range of.sample {
			var r Record
			if t.parse(line, &r).Reason == "" {
				fits++
			}
		}
		if fits > most {
			best, most = text, fits
		}
	}
	return s.mustCompile(of, best)
}

// known holds the pieces of the formats that are known by name: each file is
// compared with them, and what they are cut into does not change.
var known sync.Map // of textOf to []piece

type textOf struct {
	*syntax
	text string
}

// mustCompile makes the parser of a format that is known by name.
func (s *syntax) mustCompile(of *reading, text string) *template {
	cut, ok := known.Load(textOf{s, text})
	if !ok {
		pieces, err := s.piecesOf(text)
		if err != nil {
			panic(err) // a test reads all
		}
		cut, _ = known.LoadOrStore(textOf{s, text}, pieces)
	}
	return s.template(of, slices.Clone(cut.([]piece)))
}
