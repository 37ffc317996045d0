package main

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"regexp"
	"strings"

	"failsim/cmd/internal/config"
)

// reader reads one kind of file.
type reader struct {
	kind string // in words
	is   func(name string, content []byte) bool
	read func(name string, content []byte, into *config.Reading) error
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
	r := &config.Reading{Format: config.Format, Layers: []config.Layer{}, Unread: []config.Unread{}}
	var all []error
	for _, name := range names {
		all = append(all, readOne(name, content, r))
	}
	return r, errors.Join(all...)
}

func readOne(name string, read func(string) ([]byte, error), into *config.Reading) error {
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
func unread(into *config.Reading, name string, line int, words ...string) {
	into.Unread = append(into.Unread, config.Unread{Place: config.Place{File: name, Line: line}, Text: strings.Join(words, " ")})
}

var quotedText = regexp.MustCompile("`[^`]*`|\"(?:[^\"\\\\]|\\\\.)*\"")

// withoutQuotes is an error without what it quotes of a file, which may be a secret.
func withoutQuotes(err error) string { return quotedText.ReplaceAllString(err.Error(), "(a value)") }
