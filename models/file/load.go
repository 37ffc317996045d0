package file

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// MostBytes is more than any scenario written by people: an assumption.
const MostBytes = 4 << 20

// ReadAs reads a file by the parser of its whole. The error is *Errors.
func Read[T any](name string, content []byte, whole Parser[T]) (T, error) {
	r := newSource(name, content)
	var v, none T
	if root, ok := r.load(content); ok {
		v = whole(root)
	}
	if len(r.problems) > 0 {
		return none, &Errors{Problems: sorted(r.problems)}
	}
	return v, nil
}

// load parses the only document of the file; ok is false if there is a
// problem, which it reports.
func (r *source) load(content []byte) (root Node, ok bool) {
	if len(content) > MostBytes {
		r.problem(1, 1, fmt.Sprintf("a scenario has at most %s; is this a trace?", FormatSize(MostBytes)))
		return Node{}, false
	}
	if !r.readable(content) {
		return Node{}, false
	}
	loader, err := yaml.NewLoader(strings.NewReader(string(content)))
	if err != nil {
		r.syntax(err, content)
		return Node{}, false
	}
	var first, second yaml.Node
	switch err := loader.Load(&first); {
	case errors.Is(err, io.EOF):
		r.problem(1, 1, "the scenario is empty; failsim init prints one to start from")
		return Node{}, false
	case err != nil:
		r.syntax(err, content)
		return Node{}, false
	}
	switch err := loader.Load(&second); {
	case err == nil:
		r.problem(second.Line, second.Column, "a scenario is one YAML document; this starts a second one")
	case !errors.Is(err, io.EOF):
		r.syntax(err, content)
	}
	if len(first.Content) != 1 {
		r.problem(1, 1, "the scenario is empty; failsim init prints one to start from")
		return Node{}, false
	}
	return r.node(first.Content[0]), true
}

// readable reports the first byte that is not UTF-8 text.
func (r *source) readable(content []byte) bool {
	if utf8.Valid(content) {
		return true
	}
	if bytes.IndexByte(content, 0) >= 0 || bytes.HasPrefix(content, []byte("\x1f\x8b")) {
		r.problem(1, 1, "this is no text but a binary file: a scenario is YAML in UTF-8"+hintAt(content))
		r.problems[len(r.problems)-1].Source = ""
		return false
	}
	at := 0
	for at < len(content) {
		c, size := utf8.DecodeRune(content[at:])
		if c == utf8.RuneError && size == 1 {
			break
		}
		at += size
	}
	line, column := position(content, at)
	r.problem(line, column, "this is not UTF-8 text")
	return false
}

// hintAt says what a binary file is, where that is plain.
func hintAt(content []byte) string {
	switch {
	case bytes.HasPrefix(content, []byte("\x1f\x8b")):
		return " (it is packed with gzip; is it a log? --trace takes one)"
	case bytes.HasPrefix(content, []byte("\xff\xfe")), bytes.HasPrefix(content, []byte("\xfe\xff")):
		return " (it is in UTF-16)"
	}
	return ""
}

// syntax reports a mistake in the YAML itself, after which nothing is read.
func (r *source) syntax(err error, content []byte) {
	var e *yaml.LoadError
	if !errors.As(err, &e) {
		r.problem(1, 1, err.Error())
		return
	}
	line, column := e.Mark.Line, e.Mark.Column
	if line == 0 { // from the reader of bytes, which counts no lines
		line, column = position(content, e.Mark.Index)
	}
	if r.isTab(line, column) {
		r.problem(line, column, "YAML: a tab cannot indent; use spaces")
		return
	}
	message := "YAML: " + e.Message
	if e.ContextMsg != "" {
		message += ", " + e.ContextMsg
	}
	if start := e.ContextMark; start.Line > 0 && start.Line != line {
		if r.isBlank(line) { // the end: where it starts says more
			line, column = start.Line, start.Column
		} else {
			message += fmt.Sprintf(" that starts in line %d", start.Line)
		}
	}
	r.problem(line, column, message)
}

func (r *source) isTab(line, column int) bool {
	if line < 1 || line > len(r.lines) {
		return false
	}
	letters := []rune(r.lines[line-1])
	return column >= 1 && column <= len(letters) && letters[column-1] == '\t'
}

func (r *source) isBlank(line int) bool {
	return line < 1 || line > len(r.lines) || strings.TrimSpace(r.lines[line-1]) == ""
}

// position returns the line and column of a byte.
func position(content []byte, at int) (line, column int) {
	before := string(content[:min(max(at, 0), len(content))])
	start := strings.LastIndexByte(before, '\n') + 1
	return strings.Count(before, "\n") + 1, utf8.RuneCountInString(before[start:]) + 1
}
