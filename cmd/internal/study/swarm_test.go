package study

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/models/record"
	"failsim/models/world"
	"failsim/models/world/scenario"
	"failsim/results/counted"
	"failsim/strategies"
	"failsim/traces"
)

var (
	swarmWorlds = flag.Uint64("swarm", 4, "how many random worlds to play with every invariant on")
	swarmFirst  = flag.Uint64("swarm-first", 0, "number of the first of them")
)

// A plant puts a bug between a model and its results.
type plant func(*counted.Tally) record.Sink

func sound(t *counted.Tally) record.Sink { return t }

// swarmWorld is a random world: half of them have clients of many habits.
func swarmWorld(seed uint64) *sketch {
	s := varied(seed)
	if seed%2 == 1 {
		s.drawHabits()
	}
	if seed%4 == 3 {
		s.drawReturns()
	}
	return s
}

// broken plays every design of a world, and returns what is wrong with the first that breaks an
// invariant; "" if none does. A world that cannot be read breaks none.
func (s *sketch) broken(bug plant) (design, why string) {
	read, err := scenario.Read("swarm", []byte(s.yaml()), strategies.All(), traces.Names()...)
	if err != nil {
		return "", ""
	}
	w, err := Prepare(read, s.seed, nil)
	if err != nil {
		return "", ""
	}
	for i := range read.Designs {
		d := &read.Designs[i]
		if why := brokenRun(w, world.Choice{Design: d, Incident: &read.Incidents[0], Seed: s.seed}, bug); why != "" {
			return d.Name, why
		}
	}
	return "", ""
}

func brokenRun(w *Workload, c world.Choice, bug plant) (why string) {
	defer func() {
		if p := recover(); p != nil {
			why = fmt.Sprint(p)
		}
	}()
	in, closeInput, err := w.input(world.Root(c.Seed, c.Replication))
	if err != nil {
		return err.Error()
	}
	defer func() { _ = closeInput() }()
	tally := &counted.Tally{}
	r := &lane{choice: c, layout: w.Layout(c.Incident), tally: tally}
	r.layout.ServedFrom = w.servedFrom(c.Design)
	tally.Reset(r.layout)
	if r.world, err = world.New(w.Scenario, w.Fixed, c, in, bug(tally)); err != nil {
		return err.Error()
	}
	if err := r.end(); err != nil {
		return fmt.Sprint(err.(*Broken).What)
	}
	return ""
}

var digits = regexp.MustCompile(`[0-9.]+[a-z]*|population \S+|region \S+`)

// smallest leaves out of a world whatever it breaks without, until nothing more can be.
func (s *sketch) smallest(bug plant) *sketch {
	_, why := s.broken(bug)
	same := func(c *sketch) bool {
		_, now := c.broken(bug)
		return now != "" && digits.ReplaceAllString(now, "") == digits.ReplaceAllString(why, "")
	}
	for again := true; again; {
		again = false
		for _, c := range s.lesser() {
			if same(c) {
				s, again = c, true
				break
			}
		}
	}
	return s
}

// lesser returns worlds that have one thing less.
func (s *sketch) lesser() (list []*sketch) {
	less := func(change func(c *sketch)) {
		c, before := s.clone(), s.yaml()
		if change(c); c.yaml() != before {
			list = append(list, c)
		}
	}
	for i := range s.designs {
		less(func(c *sketch) { c.designs = c.designs[i : i+1] })
	}
	for i := range s.faults {
		less(func(c *sketch) { c.faults = slices.Delete(c.faults, i, i+1) })
	}
	for i := range s.populations {
		if len(s.populations) > 1 {
			less(func(c *sketch) { c.populations = slices.Delete(c.populations, i, i+1) })
		}
		less(func(c *sketch) { c.populations[i].habits = sketchHabits{} })
	}
	less(func(c *sketch) { c.people = nil })
	less(func(c *sketch) { c.overstay = nil })
	less(func(c *sketch) { c.touches, c.creations, c.misread = 0, 0, 0 })
	less(func(c *sketch) { c.service = "" })
	for i := range s.designs {
		less(func(c *sketch) { c.designs[i].steering = "" })
		less(func(c *sketch) { c.designs[i].healing, c.designs[i].extras = "", "" })
		less(func(c *sketch) { c.designs[i].admitting, c.designs[i].beside = "", "" })
		less(func(c *sketch) { c.designs[i].retrying = "" })
	}
	if s.length > 60 {
		less(func(c *sketch) { c.length = float64(int(c.length / 2)) })
	}
	return list
}

// Worlds are played as many at once as there are cores.
func TestSwarmBreaksNoInvariant(t *testing.T) {
	var all sync.WaitGroup
	seats := make(chan struct{}, runtime.GOMAXPROCS(0))
	for seed := *swarmFirst; seed < *swarmFirst+*swarmWorlds; seed++ {
		seats <- struct{}{}
		all.Go(func() {
			defer func() { <-seats }()
			if _, why := swarmWorld(seed).broken(sound); why != "" {
				report(t, seed, why)
			}
		})
	}
	all.Wait()
}

// tell says how to see a broken world again, and writes the smallest that breaks alike.
func report(t *testing.T, seed uint64, why string) {
	s := swarmWorld(seed).smallest(sound)
	design, now := s.broken(sound)
	file := filepath.Join(os.TempDir(), fmt.Sprintf("failsim-swarm-%d.yaml", seed))
	if err := os.WriteFile(file, []byte(s.yaml()), 0o644); err != nil {
		t.Error(err)
	}
	t.Errorf("%s\n  again: go test ./cmd/internal/study -run Swarm -swarm 1 -swarm-first %d\n  smallest (%s): failsim run %s --design %s --seed %d", why, seed, now, file, design, s.seed)
}

func TestASwarmShrinksWhatItFinds(t *testing.T) {
	s := swarmWorld(3)
	small := s.smallest(twiceSettled)
	design, why := small.broken(twiceSettled)
	require.NotEmpty(t, why)
	assert.NotEmpty(t, design)
	assert.Len(t, small.designs, 1)
	assert.Less(t, len(small.yaml()), len(s.yaml())*2/3)
}
