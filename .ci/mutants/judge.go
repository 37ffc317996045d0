package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"time"
)

// verdict is what became of the mutants of a package.
type verdict struct {
	all       int
	survivors []string
}

// suite is a package's tests, with mutants of this package or another compiled in.
type suite struct {
	binary, dir string
	limit       time.Duration
	reaches     map[int]bool
}

// judge builds the tests of packages with all mutants of the first, and runs those that
// reach a mutant with it.
func judge(packages []string) (*verdict, error) {
	pkg := packages[0]
	sites, overlay, err := plant(pkg)
	if err != nil {
		return nil, err
	}
	work, err := os.MkdirTemp("", "mutants-*")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(work)
	var suites []*suite
	for i, tests := range packages {
		s, err := build(filepath.Join(work, strconv.Itoa(i)), tests, overlay)
		if err != nil {
			return nil, err
		}
		suites = append(suites, s)
	}
	killed, reached := make([]bool, len(sites)), make([]bool, len(sites))
	queue := make(chan int)
	var wait sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wait.Go(func() {
			for i := range queue {
				for _, s := range suites {
					if !killed[i] && s.reaches[i+1] {
						reached[i] = true
						_, passed := s.try(s.limit, fmt.Sprintf("MUTANT=%d", i+1))
						killed[i] = !passed
					}
				}
			}
		})
	}
	for i := range sites {
		queue <- i
	}
	close(queue)
	wait.Wait()
	v := &verdict{all: len(sites)}
	for i, s := range sites {
		if !killed[i] {
			if !reached[i] {
				s += " (no test reaches it)"
			}
			v.survivors = append(v.survivors, s)
		}
	}
	return v, nil
}

// build compiles tests with files as they are with mutants, and runs them without one,
// which reports which they reach and how long they take.
func build(work, pkg string, files map[string][]byte) (*suite, error) {
	overlay := struct{ Replace map[string]string }{map[string]string{}}
	if err := os.Mkdir(work, 0o777); err != nil {
		return nil, err
	}
	for path, content := range files {
		to := filepath.Join(work, filepath.Base(path)+".txt")
		if err := os.WriteFile(to, content, 0o666); err != nil {
			return nil, err
		}
		overlay.Replace[path] = to
	}
	data, err := json.Marshal(overlay)
	if err == nil {
		err = os.WriteFile(filepath.Join(work, "overlay.json"), data, 0o666)
	}
	if err != nil {
		return nil, err
	}
	dir, err := exec.Command("go", "list", "-f", "{{.Dir}}", pkg).Output()
	if err != nil {
		return nil, fmt.Errorf("go list %s: %w", pkg, err)
	}
	s := &suite{binary: filepath.Join(work, "tests"), dir: strings.TrimSpace(string(dir)), reaches: map[int]bool{}}
	c := exec.Command("go", "test", "-c", "-vet=off", "-overlay", filepath.Join(work, "overlay.json"), "-o", s.binary, pkg)
	if out, err := c.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("%s with mutants: %s", pkg, out)
	}
	reached := filepath.Join(work, "reached")
	began := time.Now()
	if out, ok := s.try(5*time.Minute, "MUTANTS_REACHED="+reached); !ok {
		return nil, fmt.Errorf("%s: its tests fail without a mutant: %s", pkg, out)
	}
	s.limit = 5*time.Since(began) + 5*time.Second
	lines, _ := os.ReadFile(reached) // none if nothing is reached
	for _, line := range strings.Fields(string(lines)) {
		id, _ := strconv.Atoi(line)
		s.reaches[id] = true
	}
	return s, nil
}

// try runs the tests; ok reports whether they pass in time.
func (s *suite) try(limit time.Duration, env string) (out string, ok bool) {
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	c := exec.CommandContext(ctx, s.binary, "-test.short", "-test.failfast")
	c.Dir, c.Env = s.dir, append(os.Environ(), env, "GOMAXPROCS=1")
	var said bytes.Buffer
	c.Stdout, c.Stderr = &said, &said
	err := c.Run()
	return said.String(), err == nil
}
