package strategies

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"failsim/models/policy"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write what the strategies decide to testdata/*.golden")

// TestScripts plays testdata/NAME.txt to the strategy called NAME and compares
// its decisions with testdata/NAME.golden. A script is read line by line:
//
//	# a comment, copied out
//	with attempts=2 wait=3s     make the strategy afresh with these parameters; all
//	                            that was said before is forgotten
//	anything else               a situation; the socket's player says which
//
// Each situation is copied out with "-> decision" behind it, so that the
// golden file reads as a conversation.
func TestScripts(t *testing.T) {
	for _, s := range All() {
		t.Run(s.Name, func(t *testing.T) {
			script, err := os.ReadFile(filepath.Join("testdata", s.Name+".txt"))
			require.NoError(t, err, "every strategy has a script")
			got := play(t, s, string(script))
			golden := filepath.Join("testdata", s.Name+".golden")
			if *update {
				require.NoError(t, os.WriteFile(golden, []byte(got), 0o644))
			}
			want, err := os.ReadFile(golden)
			require.NoError(t, err, "go test ./strategies -update writes it")
			require.Equal(t, string(want), got, "if that is meant, go test ./strategies -update writes it")
		})
	}
}

// Each part of a strategy's Hazard stands in its script, word for word behind
// "# Hazard: ", before a situation in which it happens. If it takes a whole world
// the script says so, and the golden of TestHazardsHappen there has it.
func TestEveryHazardIsShown(t *testing.T) {
	const worlds = "cmd/internal/study/testdata/hazards.golden"
	played, err := os.ReadFile(filepath.Join("..", worlds))
	require.NoError(t, err)
	for _, s := range All() {
		golden, err := os.ReadFile(filepath.Join("testdata", s.Name+".golden"))
		require.NoError(t, err, "go test ./strategies -update writes it")
		for clause := range strings.SplitSeq(s.Hazard, "; ") {
			_, shown, found := strings.Cut(string(golden), "# Hazard: "+clause+"\n")
			if !assert.True(t, found, "testdata/%s.txt lacks the line \"# Hazard: %s\", with a situation behind it in which that happens; then go test ./strategies -update", s.Name, clause) {
				continue
			}
			shown, _, _ = strings.Cut(shown, "# Hazard: ")
			assert.Contains(t, shown, " -> ", "%s decides something after %q", s.Name, clause)
			if strings.Contains(shown, worlds) {
				assert.Contains(t, clause, shownIn(string(played), s.Name, clause), "%s: %q in %s", s.Name, clause, worlds)
			}
		}
	}
}

// shownIn returns the hazard of a strategy, or the part of it, that is played in
// whole worlds and is in a clause.
func shownIn(played, strategy, clause string) string {
	for line := range strings.Lines(played) {
		if hazard, ok := strings.CutPrefix(strings.TrimSpace(line), strategy+": "); ok && strings.Contains(clause, hazard) {
			return hazard
		}
	}
	return "nothing"
}

// player turns a situation into a decision of one strategy.
type player interface {
	play(l line) string
}

func newPlayer(s policy.Strategy, v policy.Values) player {
	made := s.New(v)
	switch s.Socket {
	case policy.SendingSocket:
		if s.Beside {
			return &sendingPlayer{strategy: made, memories: map[policy.Call]any{}}
		}
		return &choosingPlayer{strategy: made.(policy.Sending)}
	case policy.ConnectingSocket:
		return &connectingPlayer{strategy: made.(policy.Connecting)}
	case policy.LBRetryingSocket:
		return &lbRetryingPlayer{strategy: made.(policy.LBRetrying)}
	case policy.RetryingSocket:
		return &retryingPlayer{strategy: made.(policy.Retrying)}
	case policy.BalancingSocket:
		return &balancingPlayer{strategy: made.(policy.Balancing)}
	case policy.FilteringSocket:
		return &balancingPlayer{strategy: made.(policy.Filtering)}
	case policy.AdmittingSocket:
		return &admittingPlayer{strategy: made.(policy.Admitting), queue: policy.Queue{Servers: 1, Capacity: 100, Weight: 1}}
	case policy.SteeringSocket:
		return &steeringPlayer{strategy: made.(policy.Steering)}
	case policy.HealingSocket:
		return &healingPlayer{strategy: made.(policy.Healing)}
	case policy.OperatingSocket:
		return &operatingPlayer{strategy: made.(policy.Operating)}
	case policy.ReplicatingSocket:
		return &replicatingPlayer{made}
	case policy.ServingSocket:
		return &servingPlayer{strategy: made.(policy.Serving)}
	case policy.GatingSocket:
		return &gatingPlayer{strategy: made.(policy.Gating)}
	}
	panic("no player for socket " + s.Socket)
}

func play(t *testing.T, s policy.Strategy, script string) string {
	p := newPlayer(s, defaults(t, s))
	var out strings.Builder
	number, text, played := 0, "", false
	defer func() {
		if !played { // a situation stopped the test, or the strategy panics
			t.Logf("testdata/%s.txt:%d: %s", s.Name, number, text)
		}
	}()
	for text = range strings.Lines(script) {
		number++
		text = strings.TrimSpace(text)
		l := parseLine(t, text)
		switch {
		case l.verb == "" || strings.HasPrefix(text, "#"):
			fmt.Fprintln(&out, text)
		case l.verb == "with":
			v := defaults(t, s)
			for _, param := range s.Params {
				if given, ok := l.said(param.Name); ok {
					v[param.Name] = parseValue(t, param, given)
					_, err := policy.ParseValue(given, param)
					assert.NoError(t, err, "a scenario could not say this")
				}
			}
			l.heard()
			p = newPlayer(s, v)
			fmt.Fprintln(&out, text)
		default:
			if decision := p.play(l); decision != "" {
				text += " -> " + decision
			}
			l.heard()
			fmt.Fprintln(&out, text)
		}
	}
	played = true
	return out.String()
}

// line is one situation: a verb, plain words, and name=value words.
type line struct {
	t     *testing.T
	verb  string
	words []string
	named map[string]string
	asked map[string]bool // names that the player has looked for
}

func parseLine(t *testing.T, text string) line {
	l := line{t: t, named: map[string]string{}, asked: map[string]bool{}}
	for i, word := range strings.Fields(text) {
		name, value, found := strings.Cut(word, "=")
		switch {
		case i == 0:
			l.verb = word
		case found:
			l.named[name] = value
		default:
			l.words = append(l.words, word)
		}
	}
	return l
}

// as is the strategy as one that can do what a situation asks of it.
func as[T any](l line, strategy any) T {
	can, ok := strategy.(T)
	require.True(l.t, ok, "%s asks for a %s, which this strategy is not", l.verb, strings.TrimPrefix(fmt.Sprintf("%T", &can), "*"))
	return can
}

// said returns what stands behind NAME=, if it does.
func (l line) said(name string) (string, bool) {
	l.asked[name] = true
	text, ok := l.named[name]
	return text, ok
}

// text returns what stands behind NAME=, or nothing.
func (l line) text(name string) string {
	text, _ := l.said(name)
	return text
}

// mayLookAt names what a strategy may ask for, or not.
func (l line) mayLookAt(names ...string) {
	for _, name := range names {
		l.asked[name] = true
	}
}

// heard refuses a name that nobody has looked for, which would count for nothing.
func (l line) heard() {
	for name := range l.named {
		require.True(l.t, l.asked[name], "%s looks at no %s=", l.verb, name)
	}
}

// word returns plain word i as a number.
func (l line) word(i int) int {
	require.Greater(l.t, len(l.words), i, "%s lacks a word", l.verb)
	n, err := strconv.Atoi(l.words[i])
	require.NoError(l.t, err)
	return n
}

// number returns a named number, or what it is without one.
func (l line) number(name string, otherwise float64) float64 {
	text, ok := l.said(name)
	if !ok {
		return otherwise
	}
	n, err := strconv.ParseFloat(text, 64)
	require.NoError(l.t, err)
	return n
}
