package gate

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"
)

// The elements of JUnit XML that GitHub, GitLab, Jenkins and Buildkite read.
type (
	junitSuites struct {
		XMLName  xml.Name     `xml:"testsuites"`
		Name     string       `xml:"name,attr"`
		Tests    int          `xml:"tests,attr"`
		Failures int          `xml:"failures,attr"`
		Skipped  int          `xml:"skipped,attr"`
		Suites   []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name     string      `xml:"name,attr"`
		Tests    int         `xml:"tests,attr"`
		Failures int         `xml:"failures,attr"`
		Skipped  int         `xml:"skipped,attr"`
		Cases    []junitCase `xml:"testcase"`
	}
	junitCase struct {
		Class   string     `xml:"classname,attr"`
		Name    string     `xml:"name,attr"`
		Failure *junitText `xml:"failure,omitempty"`
		Skipped *junitText `xml:"skipped,omitempty"`
		Out     string     `xml:"system-out,omitempty"`
	}
	junitText struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr,omitempty"`
	}
)

// WriteJUnit writes JUnit XML: a suite an incident, a case a verdict. What is
// undecided is a failure, or skipped where it passes.
func WriteJUnit(w io.Writer, scenario string, list []Verdict, undecidedPasses bool) error {
	all := junitSuites{Name: "failsim " + scenario, Tests: len(list)}
	at := map[string]int{}
	for i := range list {
		v := &list[i]
		k, ok := at[v.Figure.Incident]
		if !ok {
			k = len(all.Suites)
			at[v.Figure.Incident] = k
			all.Suites = append(all.Suites, junitSuite{Name: v.Figure.Incident})
		}
		s := &all.Suites[k]
		c := junitCase{Class: scenario + "." + v.Figure.Incident, Name: v.where() + ": " + v.shown() + " " + v.wanted(), Out: v.String()}
		switch {
		case v.Outcome == Undecided && undecidedPasses:
			c.Skipped = &junitText{Message: v.String()}
			s.Skipped, all.Skipped = s.Skipped+1, all.Skipped+1
		case v.Outcome != Met:
			c.Failure = &junitText{Message: v.String(), Type: string(v.Outcome)}
			s.Failures, all.Failures = s.Failures+1, all.Failures+1
		}
		s.Tests++
		s.Cases = append(s.Cases, c)
	}
	data, err := xml.MarshalIndent(all, "", "  ")
	if err == nil {
		_, err = fmt.Fprintf(w, "%s%s\n", xml.Header, data)
	}
	return err
}

// mostAnnotations is how many errors, and warnings, GitHub shows of a step
// (docs.github.com, Limitations of annotations).
const mostAnnotations = 10

// WriteGitHub writes what is not met as workflow commands: an error each for
// what fails, a warning for what is undecided and passes. What GitHub would
// not show is counted in the last of them.
func WriteGitHub(w io.Writer, list []Verdict, undecidedPasses bool) error {
	var lines [2][]string
	for _, o := range []Outcome{Missed, Undecided} {
		for i := range list {
			if v := &list[i]; v.Outcome == o {
				k := 0
				if o == Undecided && undecidedPasses {
					k = 1
				}
				lines[k] = append(lines[k], fmt.Sprintf("title=failsim%%3A %s::%s", o, escaped(v.String())))
			}
		}
	}
	for k, command := range []string{"error", "warning"} {
		show := lines[k]
		if more := len(show) - mostAnnotations + 1; more > 1 {
			show = append(show[:mostAnnotations-1:mostAnnotations-1], fmt.Sprintf("title=failsim::and %d more: see summary.md", more))
		}
		for _, line := range show {
			if _, err := fmt.Fprintf(w, "::%s %s\n", command, line); err != nil {
				return err
			}
		}
	}
	return nil
}

// escaped is text as a workflow command takes it.
func escaped(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
}
