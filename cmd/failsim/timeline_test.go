package main

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// toldOf is what a reader is told of lines, each at a second of its own from 0 on.
func toldOf(every bool, step time.Duration, lines ...string) []string {
	var t timeline
	for i, line := range lines {
		t.add(time.Duration(i)*step, line)
	}
	var b strings.Builder
	t.print(&b, every)
	return strings.Split(strings.TrimSpace(b.String()), "\n")
}

// failing are lines of a share that goes from one number of percent to another.
func failing(from, to int) (lines []string) {
	step := 1
	if to < from {
		step = -1
	}
	for x := from; x != to+step; x += step {
		lines = append(lines, fmt.Sprintf("db fails %d %% of what it is asked", x))
	}
	return lines
}

// By hand: 1 to 40 %, and back to 1, a second each, is its ends alone; a minute each it says
// how it begins, and a quarter, half and three quarters of it. Each line is there with --every-step.
func TestWhatHappensStepByStepIsToldByItsEnds(t *testing.T) {
	both := append(failing(1, 40), failing(39, 1)...)
	assert.Equal(t, []string{"+39s  db fails 40 % of what it is asked  (40 steps since +0s)", "+1m18s  db fails 1 % of what it is asked  (39 steps since +40s)",
		"77 lines of steps left out: --every-step prints them"}, trimmed(toldOf(false, time.Second, both...)))
	assert.Equal(t, []string{"+0s  db fails 1 %", "+10m0s  db fails 11 %", "+20m0s  db fails 21 %", "+30m0s  db fails 31 %", "+39m0s  db fails 40 %"}, shortened(toldOf(false, time.Minute, failing(1, 40)...)))
	assert.Len(t, toldOf(true, time.Second, both...), 79)
}

// Few lines, words, and what wavers by less than a tenth of its range, are as they were.
func TestWhatIsNoCourseIsTold(t *testing.T) {
	few := failing(1, 3)
	assert.Len(t, toldOf(false, time.Second, few...), 3)
	assert.Len(t, toldOf(false, time.Second, "db is well", "api is well", "dns is well", "lb is well", "cdn is well"), 5)
	wavers := strings.Fields("1 3 2 4 3 5 40 39 41 80 79 100")
	for i := range wavers {
		wavers[i] = "LB " + fmt.Sprint(7919*i%100) + " holds no targets; " + wavers[i] + " LBs misconfigured"
	}
	assert.Len(t, toldOf(false, time.Second, wavers...), 2, "one course, and what is left out")
	var again []string
	for range 30 {
		again = append(again, "routes: the right version goes out")
	}
	assert.Equal(t, "+29s  routes: the right version goes out  (30 times)", strings.TrimSpace(toldOf(false, time.Second, again...)[3]))
	assert.Len(t, toldOf(false, time.Second, again[:20]...), 20)
}

func trimmed(lines []string) []string {
	for i := range lines {
		lines[i] = strings.TrimSpace(lines[i])
	}
	return lines
}

func shortened(lines []string) (list []string) {
	for _, line := range lines[:len(lines)-1] {
		before, _, _ := strings.Cut(line, " of what")
		list = append(list, strings.TrimSpace(before))
	}
	return list
}

// Machine-readable output has no timeline, and the flag brings back each line.
func TestARunTellsEachStepOnlyIfAsked(t *testing.T) {
	short, all := failsim("run", "kinesis-2020", "--design", "larger-servers").requireDone(t), failsim("run", "kinesis-2020", "--design", "larger-servers", "--every-step").requireDone(t)
	few, many := strings.Count(short.stdout, "front-ends fails"), strings.Count(all.stdout, "front-ends fails")
	require.Greater(t, many, 90, "a herd says each percent")
	assert.Less(t, few, 10)
	for _, says := range []string{"front-ends is well", "cognito does not run", "lines of steps left out"} {
		assert.Contains(t, short.stdout, says)
	}
	assert.NotContains(t, all.stdout, "left out")
}
