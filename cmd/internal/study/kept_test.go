package study

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/models/world/scenario"
	"failsim/strategies"
	"failsim/traces"
)

var (
	keptWorlds = flag.Uint64("kept", 0, "how many random worlds must keep the fingerprints of "+keptCommit)
	keptFirst  = flag.Uint64("kept-first", 0, "the first of them")
)

// keptCommit is whose results are kept, but for the restrictions.
const keptCommit = "036a259"

// olderWords are those that it has for what sketches write.
var olderWords = strings.NewReplacer("misconfigured: ", "damaged: ", "resume: steady", "resume: calm", "tokens: ", "purse: ",
	"locations:", "places:", "location: ", "place: ", "queue-capacity: ", "places: ", "team: ", "who: ")

// A restriction is for one commit that changed results, as it should have. It
// makes the least of a world that the commit's change would show in another, and
// leaves alone those in which it cannot show, so that all others go on to be kept.
type restriction struct {
	commit string // its subject
	why    string
	narrow func(s *sketch)
}

var restrictions = []restriction{
	{"Several teams of people mend regions in parallel", "scenarios could not say how many; one team does as it did", func(s *sketch) {
		if s.people != nil {
			s.people.teams = 0
		}
	}},
	{"Branches of known probability are drawn on purpose", "what providers share no longer fails, to no effect, for a design at one provider",
		func(s *sketch) { s.eachDesign(s.shareNothing) }},
	{"Each LB has a view of its own", "LBs before one pool no longer share what is open nor whose turn it is: in half of the worlds no LBs share a pool, in the others such LBs choose at random",
		func(s *sketch) {
			if s.seed%2 == 0 {
				s.oneNameAPlace()
			}
			s.eachDesign(s.chooseAtRandomWhereLBsShareAPool)
		}},
	{"A request is open at its LB until the LB has its answer", "clients' distances no longer count as open requests: who chooses by these has clients at no distance in half of the worlds, and takes turns in the others",
		func(s *sketch) { s.noChoiceByOpenRequestsAtADistance(s.seed/2%2 == 0) }},
	{"A probe around an LB sees the backends, not what the LB believes", "LBs learn late that backends are lost or back: where any are, probes go through them",
		func(s *sketch) {
			if strings.Contains(s.yaml(), "lose-") {
				s.eachDesign(func(d *sketchDesign) { d.around = false })
			}
		}},
	{"Errors can come fast, and of LBs that only forward", "scenarios could not say when an error comes, and a gray region's LBs before backends elsewhere were well: those get backends of their own",
		func(s *sketch) { s.noFastErrors(); s.eachDesign(s.noGrayLayers) }},
}

// keptWorld is a random world of which all restrictions are kept.
func keptWorld(seed uint64) (s *sketch, narrowed []bool) {
	s = varied(seed)
	for _, r := range restrictions {
		before := s.yaml()
		r.narrow(s)
		narrowed = append(narrowed, s.yaml() != before)
	}
	return s, narrowed
}

// player is a program that plays scenario files, old or new.
type player struct {
	name string
	old  bool // it cannot be told what probes see
	play func(file, design string, seed uint64) (keptRun, error)
}

// keptRun is what a guard may rely on of a program's output: what that of any
// commit says.
type keptRun struct {
	Fingerprint string
	Figures     string         // beside its causes
	Lost        map[string]int // by cause
}

// unkept plays a world with both, and says in which designs they differ. What
// keptCommit did without a word is said in the file of now.
func unkept(file, fileNow string, s *sketch, before, now player) (says []string, played []keptRun) {
	for i := range s.designs {
		design := s.designs[i].name
		replay := fmt.Sprintf("--design %s --seed %d", design, s.seed)
		fileBefore := fileNow
		if before.old {
			fileBefore = file
		}
		a, err := before.play(fileBefore, design, s.seed)
		b, errNow := now.play(fileNow, design, s.seed)
		switch {
		case err != nil:
			says = append(says, fmt.Sprintf("%s, design %s: %s: %v", file, design, before.name, err))
		case errNow != nil:
			says = append(says, fmt.Sprintf("%s, design %s: %s: %v", fileNow, design, now.name, errNow))
		case a.Fingerprint != b.Fingerprint && !a.exchanged(b):
			says = append(says, fmt.Sprintf("%s, design %s (balancing %s): fingerprint %s instead of %s; see how:\n  diff <(%s run %s %s) <(%s run %s %s)",
				file, design, s.designs[i].balancing, b.Fingerprint, a.Fingerprint, before.name, fileBefore, replay, now.name, fileNow, replay))
		}
		played = append(played, a)
	}
	return says, played
}

// eachKept plays worlds from the first on, as many at once as there are cores.
// All is returned in the order of the worlds.
func eachKept(t *testing.T, dir string, first, worlds uint64, before, now player) (says []string, lost map[string]int, narrowed []int) {
	t.Helper()
	allSay, allPlayed := make([][]string, worlds), make([][]keptRun, worlds)
	narrowed = make([]int, len(restrictions))
	var players sync.WaitGroup
	seats := make(chan struct{}, runtime.GOMAXPROCS(0))
	for k := range worlds {
		s, narrow := keptWorld(first + k)
		for i, n := range narrow {
			if n {
				narrowed[i]++
			}
		}
		file, fileNow := filepath.Join(dir, fmt.Sprintf("world-%d.yaml", s.seed)), filepath.Join(dir, fmt.Sprintf("world-%d-now.yaml", s.seed))
		require.NoError(t, os.WriteFile(file, []byte(olderWords.Replace(s.yaml())), 0o644))
		c := s.clone()
		c.seeAsBefore()
		require.NoError(t, os.WriteFile(fileNow, []byte(c.yaml()), 0o644))
		seats <- struct{}{}
		players.Go(func() {
			defer func() { <-seats }()
			allSay[k], allPlayed[k] = unkept(file, fileNow, s, before, now)
		})
	}
	players.Wait()
	lost = map[string]int{}
	for k := range worlds {
		says = append(says, allSay[k]...)
		for _, run := range allPlayed[k] {
			for cause, n := range run.Lost {
				lost[cause] += min(n, 1)
			}
		}
	}
	return says, lost, narrowed
}

func TestRandomWorldsKeepTheirFingerprints(t *testing.T) {
	if *keptWorlds == 0 {
		t.Skip("a long test: make kept")
	}
	dir, err := os.MkdirTemp("", "failsim-kept-")
	require.NoError(t, err)
	before, now := historical(t, dir), current(t, dir)
	says, lost, narrowed := eachKept(t, dir, *keptFirst, *keptWorlds, before, now)
	for i, r := range restrictions {
		t.Logf("%d of %d worlds are narrowed by %q: %s", narrowed[i], *keptWorlds, r.commit, r.why)
	}
	t.Logf("runs that lose anything, by cause: %v", lost)
	if len(says) > 0 {
		assert.Fail(t, "worlds that are not kept", "%d runs differ from those of %s; a change that is meant to show takes a restriction of its own\n%s",
			len(says), keptCommit, strings.Join(says, "\n"))
		return // with the folder left for whoever replays them
	}
	if *keptWorlds >= 300 {
		for cause, runs := range lost {
			assert.Greater(t, runs, 2, "%s must happen in the worlds that are kept", cause)
		}
	}
	require.NoError(t, os.RemoveAll(dir))
}

// The guard itself: a change of what worlds do is told, with the file and the
// design, and no change is not.
func TestTheGuardOfKeptWorldsTellsOfAChange(t *testing.T) {
	now := inProcess("now", func(*scenario.Scenario) {})
	says, lost, _ := eachKept(t, t.TempDir(), 0, 6, now, now)
	assert.Empty(t, says)
	assert.NotEmpty(t, lost)
	hasty := inProcess("hasty", func(s *scenario.Scenario) { s.Designs[0].Check.Interval /= 2 })
	dir := t.TempDir()
	says, _, _ = eachKept(t, dir, 0, 6, now, hasty)
	require.NotEmpty(t, says, "health checks twice as often change no world")
	assert.Contains(t, says[0], dir)
	assert.Contains(t, says[0], "design d")
}

// inProcess plays as this program does, after a change of the scenario.
func inProcess(name string, change func(*scenario.Scenario)) player {
	return player{name, false, func(file, design string, seed uint64) (keptRun, error) {
		text, err := os.ReadFile(file)
		if err != nil {
			return keptRun{}, err
		}
		s, err := scenario.Read(file, text, strategies.All(), traces.Names()...)
		if err != nil {
			return keptRun{}, err
		}
		change(s)
		w, err := Prepare(s, seed, nil)
		if err != nil {
			return keptRun{}, err
		}
		st, err := Follow(s, w, Single{Design: design, Seed: seed}, nil)
		if err != nil {
			return keptRun{}, err
		}
		sum, err := st.Summary()
		if err != nil {
			return keptRun{}, err
		}
		return keptRun{sum.Fingerprint, "", map[string]int{"any": 1}}, nil
	}}
}
