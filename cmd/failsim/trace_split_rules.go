package main

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"failsim/cmd/internal/output"
	"failsim/traces"
	"failsim/traces/format"
)

// splitting says how to divide a trace.
type splitting struct {
	out, as, by, at string
	list            []string
	parts, most     int
	target          format.Target
	warning         string
}

// mostParts bounds the files that are open at a time.
const mostParts = 100

var splitFields = []string{"class", "column:NAME", "status", "client", "bytes"}

// check refuses, before the work, what makes no sense.
func (s *splitting) check(read *reading) error {
	var err error
	if s.target, err = format.TargetNamed(s.as); err != nil {
		return usage("--as: %w", err)
	}
	if column, ok := strings.CutPrefix(s.by, "column:"); ok && column != "" {
		if read.fields != "" {
			read.fields += ","
		}
		read.fields, s.by = read.fields+"class="+column, "class"
	}
	switch {
	case s.out == "":
		return usage("split needs -o FOLDER")
	case (s.by == "") == (len(s.list) == 0):
		return usage("split takes either --by FIELD or --rule NAME=FIELD:WHAT")
	case s.by != "" && !slices.Contains([]string{"class", "status", "client", "bytes"}, s.by):
		return usage("--by: unknown field %q%s", s.by, hint(s.by, splitFields))
	case (s.by == "bytes") != (s.at != ""):
		return usage("--by bytes and --at BOUNDS go together")
	case s.parts < 2 || s.parts > mostParts:
		return usage("--parts %d: from 2 to %d", s.parts, mostParts)
	case s.most < 1 || s.most > mostParts-1:
		return usage("--most %d: from 1 to %d", s.most, mostParts-1)
	case len(s.list) > mostParts:
		return usage("%d rules: at most %d", len(s.list), mostParts)
	}
	if err := output.CheckFolder(s.out); err != nil {
		return usage("-o %w", err)
	}
	return nil
}

// rules returns the rules that the flags ask for, and what to call the rest.
func (s *splitting) rules(source traces.Source, seed uint64) (*traces.Rules, string, error) {
	rules := traces.NewRules(traceKey(seed))
	rest := "rest"
	texts := s.list
	switch s.by {
	case "class":
		err := s.classes(source, rules)
		return rules, "other", err
	case "status":
		for class := 1; class <= 5; class++ {
			texts = append(texts, fmt.Sprintf("status-%dxx=status:%d00-%d99", class, class, class))
		}
		rest = "status-unknown"
	case "client":
		for k := range s.parts {
			texts = append(texts, fmt.Sprintf("part-%d=client:%.17g", k+1, 1/float64(s.parts)))
		}
	case "bytes":
		from := "0"
		for bound := range strings.SplitSeq(s.at, ",") {
			var n int64
			if _, err := fmt.Sscanf(bound, "%d", &n); err != nil || n < 1 || fmt.Sprint(n) != bound {
				return nil, "", usage("--at %s: %q is not a whole number of bytes from 1", s.at, bound)
			}
			texts = append(texts, fmt.Sprintf("bytes-%s-%d=bytes:%s-%d", from, n-1, from, n-1))
			from = bound
		}
		texts = append(texts, fmt.Sprintf("bytes-%s-up=bytes:%s-", from, from))
	}
	for _, text := range texts {
		if name, _, _ := strings.Cut(text, "="); name != populationName(name) {
			return nil, "", usage("--rule: %q cannot be the name of a population and of a file: small letters, digits and dashes, at most 40", name)
		}
		if err := rules.Add(text); err != nil {
			if s.by != "" {
				return nil, "", usage("--at %s: the bounds do not ascend: %w", s.at, err)
			}
			return nil, "", usage("--rule: %w", err)
		}
	}
	return rules, rest, nil
}

// classes makes a rule for each of the most frequent classes.
func (s *splitting) classes(source traces.Source, rules *traces.Rules) error {
	records, err := source.Records(traces.Span{})
	if err != nil {
		return err
	}
	defer records.Close()
	requests := map[string]int64{}
	var r format.Record
	for records.Next(&r) {
		requests[records.Class(r.Class)]++
	}
	if err := records.Err(); err != nil {
		return err
	}
	var names []string
	for name := range requests {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(cmp.Compare(requests[b], requests[a]), cmp.Compare(a, b))
	})
	if len(names) == 1 && names[0] == "" {
		return usage("%s: no request has a class; --fields class=COLUMN says which column it is (of a format with named ones: --format csv)", source.Info().Name)
	}
	for _, name := range names[:min(len(names), s.most)] {
		if _, err := netip.ParseAddr(name); err == nil {
			s.warning = "classes look like addresses: names of files and populations would identify clients; --fields class= says which column to take, and --by client divides clients without naming them"
			break
		}
	}
	taken := map[string]int{}
	for _, class := range names[:min(len(names), s.most)] {
		name := populationName(class)
		if taken[name]++; taken[name] > 1 {
			name = fmt.Sprintf("%s-%d", name, taken[name])
		}
		rules.AddClass(name, class)
	}
	return nil
}

// populationName makes a name of a file and a population of a class.
func populationName(class string) string {
	name := strings.Trim(strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			return r
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		}
		return '-'
	}, class), "-")
	name = name[:min(len(name), 40)]
	switch {
	case class == "":
		return "no-class"
	case class == "/":
		return "root"
	case name == "", name == "other", name == "rest":
		return "class-" + name
	}
	return name
}
