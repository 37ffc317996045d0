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
}

// readers are asked in this order whether a file is theirs.
var readers = []reader{
	{"a plan of Terraform's (terraform show -json)", isTerraform, readTerraform},
	{"a gRPC service config", isGRPC, readGRPC},
	{"a bootstrap of Envoy's", isEnvoy, readEnvoy},
	{"Kubernetes manifests", isKubernetes, readKubernetes},
	{"nginx.conf", isNginx, readNginx},
	{"haproxy.cfg", isHAProxy, readHAProxy},
	{"a resolver's configuration (unbound, dnsmasq)", isResolver, readResolver},
	{"a zone file", isZone, readZone},
}

// readAll reads files, each by the first reader that knows it.
func readAll(names []string, content func(string) ([]byte, error)) (*config.Reading, error) {
	r := &reading{Reading: config.Reading{Format: config.Format, Layers: []config.Layer{}, Unread: []config.Unread{}}}
	var all []error
	for _, name := range names {
		all = append(all, readOne(name, content, r))
	}
	r.Missing = r.missing()
	return &r.Reading, errors.Join(all...)
}

func readOne(name string, read func(string) ([]byte, error), into *reading) error {
	content, err := read(name)
	if err != nil {
		var at *fs.PathError
		if errors.As(err, &at) {
			err = at.Err
		}
		return fmt.Errorf("%s: %w", name, err)
	}
	var kinds []string
	for _, r := range readers {
		if r.is(filepath.Base(name), content) {
			return r.read(name, content, into)
		}
		kinds = append(kinds, r.kind)
	}
	return fmt.Errorf("%s: no kind of file that import knows: %s", name, strings.Join(kinds, ", "))
}

// has tells whether a line of a file matches.
func has(content []byte, pattern string) bool {
	return regexp.MustCompile(`(?m)` + pattern).Match(content)
}

// unread notes a directive that is not understood, by its first word only: what
// follows may be a secret.
func unread(into *reading, name string, line int, text ...string) {
	into.Unread = append(into.Unread, config.Unread{Place: config.Place{File: name, Line: line}, Text: strings.Join(text, " ")})
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
