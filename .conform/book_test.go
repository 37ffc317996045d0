// Package conform holds failsim's strategies against the libraries whose names
// they bear, in virtual time.
package conform

import (
	_ "embed" // go.mod
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"failsim/cmd/internal/conform"
	"failsim/models/policy"
	"failsim/models/request"
	"failsim/strategies"
)

var (
	update = flag.Bool("update", false, "write the table anew, ../cmd/internal/conform/facts.tsv")
	many   = flag.Int("cases", 40, "how many generated cases each library meets")
	book   *conform.Book
)

func TestMain(m *testing.M) {
	flag.Parse()
	var err error
	if book, err = conform.Open("../cmd/internal/conform/facts.tsv", "cd .conform && go test", *update); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	if only := flag.Lookup("test.run").Value.String(); code == 0 && only == "" {
		t := &stderr{}
		book.Close(t)
		if t.failed {
			code = 1
		}
	}
	os.Exit(code)
}

// stderr complains where no test is left to.
type stderr struct{ failed bool }

func (*stderr) Helper()             {}
func (*stderr) Logf(string, ...any) {}
func (s *stderr) Errorf(format string, args ...any) {
	s.failed = true
	fmt.Fprintf(os.Stderr, "FAIL: "+format+"\n", args...)
}

//go:embed go.mod
var pinned string

// version returns that of a module which go.mod pins.
func version(module string) string {
	for line := range strings.Lines(pinned) {
		if words := strings.Fields(line); len(words) >= 2 && words[0] == module {
			return words[1]
		}
	}
	panic("go.mod does not pin " + module)
}

// made makes a strategy of failsim's with some parameters, as a file would
// write them, and its defaults.
func made[S any](t *testing.T, name string, given ...string) S {
	t.Helper()
	for _, s := range strategies.All() {
		if s.Name != name {
			continue
		}
		v, left := policy.Values{}, len(given)
		for _, p := range s.Params {
			text := p.Default
			for _, g := range given {
				if value, ok := strings.CutPrefix(g, p.Name+"="); ok {
					text = value
					left--
				}
			}
			value, err := policy.ParseValue(text, p)
			require.NoError(t, err)
			v[p.Name] = value
		}
		require.Zero(t, left, "%s has no such parameters: %v", name, given)
		return s.New(v).(S)
	}
	require.Fail(t, "no strategy", name)
	panic("unreachable")
}

// runs writes numbers shorter: 3 x 17, 2, 1 x 2.
func runs(list []int) string {
	var out []string
	for i := 0; i < len(list); {
		n := 1
		for i+n < len(list) && list[i+n] == list[i] {
			n++
		}
		if n == 1 {
			out = append(out, fmt.Sprint(list[i]))
		} else {
			out = append(out, fmt.Sprintf("%d x %d", list[i], n))
		}
		i += n
	}
	return strings.Join(out, ", ")
}

// attempts plays calls to a Retrying strategy, of which each fails so many
// attempts before it would succeed, and returns how many each makes.
func attempts(s policy.Retrying, failures []int) (list []int) {
	return attemptsAfter(s, request.ServerError, failures)
}

// attemptsAfter has them fail for a cause.
func attemptsAfter(s policy.Retrying, cause request.Cause, failures []int) (list []int) {
	var budget policy.Budget
	rewarding, rewards := s.(policy.Rewarding)
	for _, f := range failures {
		s.Sent(&budget)
		n := 1
		for ; n <= f; n++ {
			if _, again := s.Again(&policy.Retry{Attempt: n, Cause: cause, Budget: &budget}, 0.5); !again {
				break
			}
		}
		if n > f && rewards {
			rewarding.Succeeded(&budget, n)
		}
		list = append(list, n)
	}
	return list
}

// outage is so many calls that fail whatever they do.
func outage(calls int) (failures []int) {
	for range calls {
		failures = append(failures, 1000)
	}
	return failures
}

func seconds(s float64) string {
	switch {
	case s < 0.9995:
		return fmt.Sprintf("%.3g ms", 1000*s)
	default:
		return fmt.Sprintf("%.3g s", s)
	}
}
