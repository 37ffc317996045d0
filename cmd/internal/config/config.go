// Package config holds what files of configuration say of a service, value by
// value with file and line: what the readers in .import write as JSON, and what
// failsim import makes a scenario of.
//
// What it leaves out: the grammar of any file. Readers know programs, and lean on
// their parsers, which is why they are a module of their own.
package config

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Place is a line of a file.
type Place struct {
	File string `json:"file"`
	Line int    `json:"line"`
	// What stands there, where lines tell little: a plan of Terraform's has one.
	What string `json:"what,omitempty"`
}

// String is the place as editors take it.
func (p Place) String() string {
	if p.What != "" {
		return fmt.Sprintf("%s:%d (%s)", p.File, p.Line, p.What)
	}
	return fmt.Sprintf("%s:%d", p.File, p.Line)
}

// Value is a setting. Text is in failsim's words: 5s, yes, 3.
type Value struct {
	Text string `json:"text"`
	Place
}

// Kind is what a layer does on a request's way.
type Kind string

// The kinds, from the user inwards.
const (
	Name       Kind = "name"       // a DNS record
	Resolver   Kind = "resolver"   // caches names
	Client     Kind = "client"     // calls, with time-outs and retries
	Balancer   Kind = "balancer"   // a proxy with its servers
	Deployment Kind = "deployment" // copies of a program
	Scaler     Kind = "scaler"     // changes their number
	Budget     Kind = "budget"     // bounds how many may be taken away
)

// Layer is one thing that a file declares.
type Layer struct {
	Kind    Kind   `json:"kind"`
	Program string `json:"program"` // haproxy, nginx
	Name    string `json:"name"`
	Of      string `json:"of,omitempty"` // what it stands before, or bounds: another's name
	// Proxy is the file that the program starts with, where that includes this one.
	Proxy string `json:"proxy,omitempty"`
	Place
	Values  map[string]Value `json:"values"`
	Servers []Server         `json:"servers,omitempty"`
}

// Server is a target of a balancer, or an address of a name.
type Server struct {
	Address string `json:"address"`
	Place
	Values map[string]Value `json:"values,omitempty"`
}

// Unread is a directive that says nothing in a scenario: none that readers understand,
// or one that they know.
type Unread struct {
	Place
	Text string `json:"text"` // its words, without values that may be secrets
}

// Reference is a directive that leads to something by a name which no file declares.
type Reference struct {
	Place
	Directive string   `json:"directive"` // default_backend
	What      string   `json:"what"`      // what it leads to: a backend of HAProxy's
	To        string   `json:"to"`
	Known     []string `json:"known"` // what is declared
}

// Format is of readings: readers of another one, left over from an older build, are
// refused by name.
const Format = 6

// Reading is what files say.
type Reading struct {
	Format int      `json:"format"`
	Layers []Layer  `json:"layers"`
	Unread []Unread `json:"unread"`
	// Unsaid are understood and change how requests fail, and no scenario can say it.
	Unsaid []Unread `json:"unsaid,omitempty"`
	// Beside are understood and change nothing of how requests fail.
	Beside []Unread `json:"beside,omitempty"`
	// Missing lead to nothing.
	Missing []Reference `json:"missing,omitempty"`
}

// IsOf reports that one program of a host runs both.
func (l *Layer) IsOf(o *Layer) bool { return l.starts() == o.starts() }

func (l *Layer) starts() string {
	if l.Proxy != "" {
		return l.Proxy
	}
	return l.File
}

// Get returns a value of a layer.
func (l *Layer) Get(key string) (Value, bool) {
	v, ok := l.Values[key]
	return v, ok
}

// Set sets one.
func (l *Layer) Set(key, text string, at Place) {
	if l.Values == nil {
		l.Values = map[string]Value{}
	}
	l.Values[key] = Value{text, at}
}

// Duration reads a value as a time; 0 is none.
func (v Value) Duration() time.Duration {
	d, err := time.ParseDuration(strings.TrimSpace(v.Text))
	if err != nil {
		return 0
	}
	return d
}

// Int reads a value as a whole number; -1 is none.
func (v Value) Int() int {
	n, err := strconv.Atoi(strings.TrimSpace(v.Text))
	if err != nil {
		return -1
	}
	return n
}

// Span prints a time as scenarios have it.
func Span(d time.Duration) string {
	switch {
	case d%time.Hour == 0 && d > 0:
		return fmt.Sprintf("%dh", d/time.Hour)
	case d%time.Minute == 0 && d > 0:
		return fmt.Sprintf("%dm", d/time.Minute)
	case d%time.Second == 0:
		return fmt.Sprintf("%ds", d/time.Second)
	}
	return fmt.Sprintf("%dms", d/time.Millisecond)
}
