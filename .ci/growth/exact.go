package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
)

// Times of one run differ by more than what is asked for here, so these runs
// are counted. They are smaller, as counting takes fifty times as long.
var counted = []size{
	{title: "400,320 requests in 72 minutes", trace: counts(72, 5560)},
	{title: "4,003,200, in a trace ten times as long", trace: counts(720, 5560)},
	{title: "4,003,200, in a trace ten times as dense", trace: counts(72, 55600)},
}

var total = regexp.MustCompile(`(?m)^summary: (\d+)`)

// exact prints how many instructions runs take, which no other work on the
// machine changes. It needs valgrind, and does without.
func exact(failsim, dir string) error {
	if _, err := exec.LookPath("valgrind"); err != nil {
		fmt.Println("\nInstructions are not counted: there is no valgrind here.")
		return nil
	}
	fmt.Printf("\n| | instructions | ratio |\n|---|--:|--:|\n")
	first := 0.0
	for i, s := range counted {
		n, err := s.instructions(failsim, dir)
		if err != nil {
			return fmt.Errorf("%s: %w", s.title, err)
		}
		if i == 0 {
			first = n
		}
		fmt.Printf("| %s | %.3g | %.2f |\n", s.title, n, n/first)
	}
	return nil
}

func (s *size) instructions(failsim, dir string) (float64, error) {
	command, err := s.command(failsim, dir)
	if err != nil {
		return 0, err
	}
	profile := filepath.Join(dir, "profile")
	count := exec.Command("valgrind", append([]string{"--tool=callgrind", "--callgrind-out-file=" + profile}, command.Args...)...)
	count.Env = append(os.Environ(), "GOGC=off", "GOMAXPROCS=1", "GODEBUG=asyncpreemptoff=1") // what the runtime does by the clock stays out
	if out, err := count.CombinedOutput(); err != nil {
		return 0, fmt.Errorf("%w: %s", err, out)
	}
	written, err := os.ReadFile(profile)
	if err != nil {
		return 0, err
	}
	m := total.FindSubmatch(written)
	if m == nil {
		return 0, fmt.Errorf("valgrind wrote no sum of instructions")
	}
	return strconv.ParseFloat(string(m[1]), 64)
}
