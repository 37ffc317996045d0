package main

import (
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	crossplane "github.com/nginxinc/nginx-go-crossplane"
)

// besideInclude are files that nginx and its modules come with, of which nothing changes
// how requests fail.
var besideInclude = regexp.MustCompile(`(^|/)(mime\.types|(fastcgi|uwsgi|scgi)_params|fastcgi\.conf|modules[\w-]*/[^/]*\.conf|koi-\w+|win-utf|options-ssl-nginx\.conf)$`)

// taking puts what files say that are included in the place of each include, as nginx
// does. One that cannot be had stays, and is told.
func (s *nginxState) taking(block crossplane.Directives, within []string) (out crossplane.Directives, err error) {
	for _, d := range block {
		if d.Block, err = s.taking(d.Block, within); err != nil {
			return nil, err
		}
		if d.Directive != "include" || len(d.Args) != 1 || besideInclude.MatchString(d.Args[0]) {
			out = append(out, d)
			continue
		}
		found := s.into.included(within[0], d.Args[0])
		if len(found) == 0 {
			out = append(out, d)
		}
		for _, name := range found {
			if slices.Contains(within, name) {
				unread(s.into, d.File, d.Line, "include", "(it takes itself in)")
				continue
			}
			if _, again := s.included[name]; !again {
				if s.included[name], err = s.include(name, within); err != nil {
					return nil, err
				}
			}
			out = append(out, s.included[name]...)
		}
	}
	return out, nil
}

// include reads a file that another includes.
func (s *nginxState) include(name string, within []string) (crossplane.Directives, error) {
	content, err := s.into.read(name)
	if err != nil {
		return nil, fileError(name, err)
	}
	parsed, err := s.parsed(name, content)
	if err != nil {
		return nil, err
	}
	s.into.taken[filepath.Clean(name)] = true
	return s.taking(parsed, append(slices.Clone(within), name))
}

// takes finds out which of the named files one of them includes: those are not read by
// themselves. What is wrong with it is told when it is read.
func (r *reading) takes(name string) {
	content, err := r.read(name)
	if err != nil || r.taken[filepath.Clean(name)] || kindOf(name, content) != "nginx.conf" {
		return
	}
	trial := &reading{files: r.files}
	s := &nginxState{name: name, into: trial, included: map[string]crossplane.Directives{}}
	if parsed, err := s.parsed(name, content); err == nil {
		s.taking(parsed, []string{name}) //nolint:errcheck
	}
}

// included are the files that a pattern of an include means to nginx: of those that
// were named, and of those in the folder of the file that it starts with, whose own
// folder on a host may be another, as /etc/nginx. Nothing is looked for elsewhere on
// this machine.
func (f *files) included(main, pattern string) []string {
	parts := strings.FieldsFunc(filepath.ToSlash(filepath.Clean(pattern)), func(r rune) bool { return r == '/' })
	if slices.Contains(parts, "..") {
		parts = parts[len(parts)-1:]
	}
	for i := range parts {
		if i > 0 && !strings.HasPrefix(pattern, "/") && !strings.HasPrefix(pattern, "..") && i < len(parts)-1 {
			continue // what is relative is below one folder
		}
		rest := strings.Join(parts[i:], "/")
		alone := i == len(parts)-1 && len(parts) > 1 && strings.ContainsAny(rest, "*?[")
		var found []string
		for _, name := range f.given {
			if filepath.Clean(name) != filepath.Clean(main) && f.ends(name, rest) && !(alone && !f.isPartOfNginx(name)) {
				found = append(found, name)
			}
		}
		if f.glob != nil && !alone {
			beside, _ := f.glob(filepath.Join(filepath.Dir(main), filepath.FromSlash(rest)))
			for _, name := range beside {
				if !slices.ContainsFunc(found, func(have string) bool { return filepath.Clean(have) == filepath.Clean(name) }) && filepath.Clean(name) != filepath.Clean(main) {
					found = append(found, name)
				}
			}
		}
		if len(found) > 0 {
			slices.Sort(found)
			return found
		}
	}
	return nil
}

// ends reports that a file's path ends as a pattern does.
func (f *files) ends(name, pattern string) bool {
	path := strings.Split(filepath.ToSlash(filepath.Clean(name)), "/")
	n := strings.Count(pattern, "/") + 1
	if len(path) < n {
		return false
	}
	is, _ := filepath.Match(pattern, strings.Join(path[len(path)-n:], "/"))
	return is
}

var startsNginx = regexp.MustCompile(`(?m)^\s*(http|events|stream)\s*\{`)

// isPartOfNginx reports a file that it may be what a pattern without a folder means:
// one of nginx's, and none with which another nginx starts.
func (f *files) isPartOfNginx(name string) bool {
	content, err := f.read(name)
	kind := kindOf(name, content)
	return err == nil && (kind == "nginx.conf" || kind == "") && !startsNginx.Match(content)
}
