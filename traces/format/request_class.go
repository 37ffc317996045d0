package format

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
)

// requestClass classes a request by what was asked for, of formats that hold
// its first line ("GET /a/b?c HTTP/1.1"):
//
//	method   GET (the default)
//	path     /a
//	path:2   /a/b: so many segments of the path, without what follows "?"
//	none     nothing
type requestClass struct {
	classes  *Classes
	segments int // of the path; 0: the method; -1: nothing
}

func newRequestClass(of *reading) requestClass {
	c := requestClass{classes: of.classes}
	c.segments, _ = requestSegments(of.Fields.Class)
	return c
}

// requestSegments reads a name of a class of requests.
func requestSegments(name string) (int, error) {
	switch name {
	case "", "method":
		return 0, nil
	case "none":
		return -1, nil
	case "path":
		return 1, nil
	}
	if n, ok := strings.CutPrefix(name, "path:"); ok {
		if n, err := strconv.Atoi(n); err == nil && n >= 1 && n <= 9 {
			return n, nil
		}
	}
	return 0, &InputError{Reason: fmt.Sprintf("class=%s: this format knows the classes method, path, path:2 to path:9, and none", name)}
}

// of returns the class of a request by its first line.
func (c *requestClass) of(line []byte) Class {
	if c.segments < 0 {
		return 0
	}
	blank := bytes.IndexByte(line, ' ')
	if c.segments == 0 {
		if blank <= 0 {
			return 0
		}
		if last := c.classes.last; string(line[:blank]) == c.classes.names[last] {
			return last
		}
		if !IsMethod(line[:blank]) {
			return 0
		}
		return c.classes.named(line[:blank])
	}
	return c.classes.named(c.path(line[blank+1:]))
}

// IsMethod distinguishes a method from what old clients and scanners send.
func IsMethod(word []byte) bool {
	if len(word) > 20 {
		return false
	}
	for _, b := range word {
		if (b < 'A' || b > 'Z') && b != '-' && b != '_' {
			return false
		}
	}
	return len(word) > 0 && word[0] >= 'A'
}

// path cuts a target to the first segments of its path.
func (c *requestClass) path(target []byte) []byte {
	target, _, _ = bytes.Cut(target, []byte{' '})
	if scheme := bytes.Index(target, []byte("://")); scheme > 0 && scheme < len("https")+1 {
		target = target[scheme+3:]
		slash := bytes.IndexByte(target, '/')
		if slash < 0 {
			return []byte{'/'}
		}
		target = target[slash:]
	}
	if end := bytes.IndexAny(target, "?#;"); end >= 0 {
		target = target[:end]
	}
	if len(target) == 0 || target[0] != '/' {
		return nil
	}
	end := 0
	for range c.segments {
		next := bytes.IndexByte(target[end+1:], '/')
		if next < 0 {
			return target
		}
		end += 1 + next
	}
	return target[:end]
}

// parts returns the class of a request whose method and target stand apart.
func (c *requestClass) parts(method, target []byte) Class {
	switch {
	case c.segments < 0:
		return 0
	case c.segments > 0:
		return c.classes.named(c.path(target))
	case IsMethod(method):
		return c.classes.named(method)
	}
	return 0
}
