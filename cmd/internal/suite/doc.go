// Package suite settles an argument: what is claimed, and what voices have proposed,
// each as statements about figures of runs, with interval, verdict and the assumption
// that would turn it. A suite is a YAML file; it needs no Go.
//
// A statement holds that a figure of a design, or how much it exceeds that of another
// design in the same incident, is above or below a number. It is supported if the 95 %
// interval lies on that side, refuted if it lies on the other, and else undecided at
// this precision. A claim is supported if all of its statements are, and refuted if one
// of them is. Verdicts are of the scenarios as they stand: a turn is an assumption made
// otherwise, with what becomes of the verdict.
//
// It leaves out how likely an incident is (failsim year), and adjusts no verdict for
// how many there are.
package suite

import "failsim/models/file"

// Suite is a checked suite file.
type Suite struct {
	Name, About  string
	Replications int
	Grid         []string // scenarios of which all designs meet all incidents
	Claims       []Claim
}

// Claim is something that is claimed, or proposed by a voice.
type Claim struct {
	Name  string
	Voice string // who proposes it; "": it is a claim of its own
	Says  string
	Parts []Statement
	Turns []Turn
	Note  string // what the figures do not say
}

// Statement is one about a figure.
type Statement struct {
	Scenario, Incident string
	Figure             string
	Design             string
	Over               string // another design, of which the figure is taken off; "": none
	Above              bool   // it is above Than; else below
	Than               float64
}

// Turn is an assumption made otherwise.
type Turn struct {
	If   string // in words
	Set  []file.Edit
	Only string // of the scenario that it changes
}

// Verdict is what becomes of a statement, or of a claim.
type Verdict string

// The verdicts.
const (
	Supported Verdict = "supported"
	Refuted   Verdict = "refuted"
	Undecided Verdict = "undecided"
)

// Both joins the verdicts of statements that all have to hold.
func Both(list ...Verdict) Verdict {
	all := Supported
	for _, v := range list {
		switch {
		case v == Refuted:
			return Refuted
		case v == Undecided:
			all = Undecided
		}
	}
	return all
}
