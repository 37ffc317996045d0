package main

import (
	"fmt"
	"io"
	"math"
	"regexp"
	"slices"
	"strconv"
	"time"
)

// timeline is the lines of a run. What goes on in many places says a line for each: a reader
// is told how it began, how far it had come, and how it ended.
type timeline struct{ moments []moment }

type moment struct {
	at   time.Duration
	line string
}

// What is left out: assumptions about readers.
const (
	fewSteps  = 4                // so many lines that differ in numbers only are a course
	manySteps = 20               // of which a long one says a quarter, half and three quarters too; and as many equal lines are too many
	atOnce    = time.Minute      // a shorter course says its end alone
	long      = 10 * time.Minute // a longer one says what is between
	turns     = 0.1              // of what a number ranges over, back: another course
)

var anyNumber = regexp.MustCompile(`[0-9]+(?:\.[0-9]+)?`)

func (t *timeline) add(at time.Duration, line string) {
	t.moments = append(t.moments, moment{at, line})
}

// print prints all moments, or those that a reader needs.
func (t *timeline) print(w io.Writer, all bool) {
	dropped, note := map[int]bool{}, map[int]string{}
	if !all {
		dropped, note = t.condense()
	}
	for i, m := range t.moments {
		if !dropped[i] {
			fmt.Fprintf(w, "%12s  %s%s\n", signed(m.at), m.line, note[i])
		}
	}
	if len(dropped) > 0 {
		fmt.Fprintf(w, "%12s  %s of steps left out: --every-step prints them\n", "", plural(len(dropped), "line"))
	}
}

func (t *timeline) condense() (dropped map[int]bool, note map[int]string) {
	dropped, note = map[int]bool{}, map[int]string{}
	keep := func(of []int, those ...int) {
		for i, at := range of {
			if !slices.Contains(those, i) {
				dropped[at] = true
			}
		}
	}
	for _, alike := range t.alike() {
		for _, course := range t.courses(alike) {
			n := len(course)
			first, last := t.moments[course[0]], t.moments[course[n-1]]
			took := last.at - first.at
			switch equal := first.line == last.line; {
			case n < fewSteps:
				continue
			case equal && n <= manySteps:
				continue
			case equal:
				keep(course, 0, 1, 2, n-1)
				note[course[n-1]] = fmt.Sprintf("  (%d times)", n)
				continue
			case took < atOnce:
				keep(course, n-1)
			case n < manySteps || took < long:
				keep(course, 0, n-1)
			default:
				keep(course, 0, n/4, n/2, 3*n/4, n-1)
			}
			note[course[n-1]] = fmt.Sprintf("  (%d steps since %s)", n, signed(first.at))
		}
	}
	return dropped, note
}

// alike are lines that differ in numbers only, in the order in which they first come.
func (t *timeline) alike() (groups [][]int) {
	of := map[string]int{}
	for i, m := range t.moments {
		shape := anyNumber.ReplaceAllString(m.line, "#")
		g, there := of[shape]
		if !there {
			g = len(groups)
			of[shape] = g
			groups = append(groups, nil)
		}
		groups[g] = append(groups[g], i)
	}
	return groups
}

// courses splits lines that are alike where their last number turns around.
func (t *timeline) courses(alike []int) (list [][]int) {
	low, high := math.Inf(1), math.Inf(-1)
	for _, i := range alike {
		low, high = min(low, t.measure(i)), max(high, t.measure(i))
	}
	start, furthest, way := 0, 0, 0.0 // of the course: its first, how far it has come, and whether upwards, 1, or not, -1
	for k, i := range alike {
		further := t.measure(i) - t.measure(alike[furthest])
		switch back := turns * (high - low); {
		case way == 0 && math.Abs(further) > back:
			way, furthest = further/math.Abs(further), k
		case way == 0: // as yet
		case further*way > 0:
			furthest = k
		case further*way < -back:
			list = append(list, alike[start:furthest+1])
			start, furthest, way = furthest+1, k, -way
		}
	}
	return append(list, alike[start:])
}

// measure is the last number of a line, 0 without one.
func (t *timeline) measure(i int) float64 {
	all := anyNumber.FindAllString(t.moments[i].line, -1)
	if len(all) == 0 {
		return 0
	}
	x, _ := strconv.ParseFloat(all[len(all)-1], 64)
	return x
}

func signed(d time.Duration) string {
	d = d.Round(time.Second)
	if d < 0 {
		return d.String()
	}
	return "+" + d.String()
}
