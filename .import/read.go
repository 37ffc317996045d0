package main

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"failsim/cmd/internal/config"
	"failsim/results/words"
)

// reader reads one kind of file.
type reader struct {
	kind string // in words
	is   func(name string, content []byte) bool
	read func(name string, content []byte, into *reading) error
}

// reading is what files say, with the names by which they lead to each other.
type reading struct {
	config.Reading
	names
	files
}

// files are those that were named, and what stands beside them.
type files struct {
	given []string
	read  func(name string) ([]byte, error)
	glob  func(pattern string) ([]string, error)
	taken map[string]bool // by others that include them
}

// readers are asked in this order whether a file is theirs.
func readers() []reader {
	return []reader{
		{"a plan of Terraform's (terraform show -json)", isTerraform, readTerraform},
		{"a gRPC service config", isGRPC, readGRPC},
		{"a bootstrap of Envoy's", isEnvoy, readEnvoy},
		{"Kubernetes manifests", isKubernetes, readKubernetes},
		{"nginx.conf", isNginx, readNginx},
		{"haproxy.cfg", isHAProxy, readHAProxy},
		{"a resolver's configuration (unbound, dnsmasq)", isResolver, readResolver},
		{"a zone file", isZone, readZone},
	}
}

// readAll reads files and nothing beside them.
func readAll(names []string, content func(string) ([]byte, error)) (*config.Reading, error) {
	return files{given: names, read: content}.all()
}

// all reads files, each by the first reader that knows it. What one of them includes is
// read with that.
func (f files) all() (*config.Reading, error) {
	f.taken = map[string]bool{}
	r := &reading{Reading: config.Reading{Format: config.Format, Layers: []config.Layer{}, Unread: []config.Unread{}}, files: f}
	for _, name := range f.given {
		r.takes(name)
	}
	var all []error
	for _, name := range f.given {
		if !r.taken[filepath.Clean(name)] {
			all = append(all, readOne(name, r))
		}
	}
	r.Missing = r.missing()
	return &r.Reading, errors.Join(all...)
}

// fileError says what is wrong with a file that cannot be read.
func fileError(name string, err error) error {
	var at *fs.PathError
	if errors.As(err, &at) {
		err = at.Err
	}
	return fmt.Errorf("%s: %w", name, err)
}

// kindOf is the kind of a file, "" if it is none.
func kindOf(name string, content []byte) string {
	for _, r := range readers() {
		if r.is(filepath.Base(name), content) {
			return r.kind
		}
	}
	return ""
}

func readOne(name string, into *reading) error {
	content, err := into.read(name)
	if err != nil {
		return fileError(name, err)
	}
	var kinds []string
	for _, r := range readers() {
		if r.is(filepath.Base(name), content) {
			return r.read(name, content, into)
		}
		kinds = append(kinds, r.kind)
	}
	return fmt.Errorf("%s: no kind of file that import knows: %s", name, strings.Join(kinds, ", "))
}

// has reports whether a line of a file matches.
func has(content []byte, pattern string) bool {
	return regexp.MustCompile(`(?m)` + pattern).Match(content)
}

// unread notes a directive that is not understood, by its first word only: what
// follows may be a secret.
func unread(into *reading, name string, line int, text ...string) {
	u := config.Unread{Place: config.Place{File: name, Line: line}, Text: strings.Join(text, " ")}
	if !slices.Contains(into.Unread, u) { // a file may be included twice
		into.Unread = append(into.Unread, u)
	}
}

// unsaid notes a directive that changes how requests fail and that no scenario can say.
func unsaid(into *reading, name string, line int, text ...string) {
	into.Unsaid = append(into.Unsaid, config.Unread{Place: config.Place{File: name, Line: line}, Text: strings.Join(text, " ")})
}

// beside notes a directive that is understood and changes nothing of how requests fail.
func beside(into *reading, name string, line int, text ...string) {
	into.Beside = append(into.Beside, config.Unread{Place: config.Place{File: name, Line: line}, Text: strings.Join(text, " ")})
}

// near is a word with the valid one that somebody may have meant. Only the valid ones
// and what looks like a word go on: anything else may be a secret.
func near(word string, known ...[]string) string {
	if best := words.Nearest(word, slices.Concat(known...)); best != "" && best != word {
		return fmt.Sprintf("%s (did you mean %q?)", word, best)
	}
	return word
}

var quotedText = regexp.MustCompile("`[^`]*`|\"(?:[^\"\\\\]|\\\\.)*\"")

// withoutQuotes is an error without what it quotes of a file, which may be a secret.
func withoutQuotes(err error) string { return quotedText.ReplaceAllString(err.Error(), "(a value)") }

func keysOf(m map[string]string) (list []string) {
	for k := range m {
		list = append(list, k)
	}
	slices.Sort(list)
	return list
}
