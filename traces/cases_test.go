package traces

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"failsim/traces/format"
)

// wildCase is a small input of a kind that real people had, made after a public
// thread that its source names, with the right reading. It was written by others
// than the parsers.
type wildCase struct {
	File, Source, About string
	Args                []string
	OrArgs              [][]string `json:"or_args"`
	Requests, Clients   int
	Durations           json.RawMessage
	Statuses            json.RawMessage
	Bytes               []*uint64
	Times               []string
	TimesOr             [][]string `json:"times_or"`
	WithinS             float64    `json:"within_s"`
	Order, Says         string
	Refuse              bool
}

// options reads the flags of a case that traces knows.
func (c *wildCase) options(t *testing.T, args []string) Options {
	o := Options{Key: 1}
	var err error
	for i := 0; i+1 < len(args); i += 2 {
		switch args[i] {
		case "--zone":
			o.Zone, err = time.LoadLocation(args[i+1])
		case "--fields":
			o.Fields, err = format.ParseFields(args[i+1])
		default:
			t.Fatalf("the flag %s", args[i])
		}
		require.NoError(t, err)
	}
	return o
}

// oneOf reads a list of values, each one or a list of those that will do. Null
// is math.MaxFloat64, "any" an empty list.
func oneOf(t *testing.T, raw json.RawMessage, n int) (lists [][]float64) {
	var items []any
	if json.Unmarshal(raw, &items) != nil { // "any"
		return make([][]float64, n)
	}
	number := func(v any) float64 {
		if v == nil {
			return math.MaxFloat64
		}
		return v.(float64)
	}
	require.Len(t, items, n)
	for _, item := range items {
		list, ok := item.([]any)
		if !ok {
			list = []any{item}
		}
		var values []float64
		for _, v := range list {
			values = append(values, number(v))
		}
		lists = append(lists, values)
	}
	return lists
}

func TestWhatPeopleHaveIsReadRight(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("testdata", "cases", "expected.json"))
	require.NoError(t, err)
	var cases []wildCase
	require.NoError(t, json.Unmarshal(text, &cases))
	for _, c := range cases {
		t.Run(c.File, func(t *testing.T) {
			require.NotEmpty(t, c.Source)
			content, err := os.ReadFile(filepath.Join("testdata", "cases", c.File))
			require.NoError(t, err)
			var wrong []string
			for _, args := range append([][]string{c.Args}, c.OrArgs...) {
				said := c.judge(t, content, c.options(t, args))
				if said == "" {
					return
				}
				wrong = append(wrong, said)
			}
			t.Fatal(strings.Join(wrong, "; "))
		})
	}
}

// judge reads a case and says what is wrong with the reading.
func (c *wildCase) judge(t *testing.T, content []byte, o Options) string {
	s, err := ofText(content, o)
	if c.Refuse {
		require.Error(t, err)
		require.Regexp(t, c.Says, err.Error())
		return ""
	}
	if err != nil {
		return err.Error()
	}
	requireIdentity(t, s.Info().Ledger)
	all := readAll(t, s, Span{})
	slices.SortStableFunc(all, func(a, b format.Record) int { return int((a.At - b.At) / 1e3) })
	if len(all) != c.Requests {
		return "another number of requests"
	}
	clients := map[uint64]bool{}
	for i := range all {
		if all[i].HasClient {
			clients[all[i].Client] = true
		}
	}
	if len(clients) != c.Clients {
		return "another number of clients"
	}
	if !c.right(t, all) {
		return "a request is wrong"
	}
	for _, times := range append([][]string{c.Times}, c.TimesOr...) {
		if c.timed(t, all, times) {
			return ""
		}
	}
	return "times are wrong"
}

// right reports whether each request is as it should be, in any order if that is
// said.
func (c *wildCase) right(t *testing.T, all []format.Record) bool {
	durations, statuses := oneOf(t, c.Durations, len(all)), oneOf(t, c.Statuses, len(all))
	left := slices.Clone(all)
	for i := range all {
		k := slices.IndexFunc(left, func(r format.Record) bool {
			took, status := math.MaxFloat64, float64(r.Status)
			if r.Duration != format.NoDuration {
				took = float64(r.Duration) / 1e9
			}
			if r.Status == format.StatusNoAnswer {
				status = 0
			} else if r.Status == 0 {
				status = math.MaxFloat64
			}
			near := func(list []float64, v float64) bool {
				return list == nil || slices.ContainsFunc(list, func(w float64) bool { return math.Abs(w-v) <= 1e-6*math.Abs(w) })
			}
			return near(durations[i], took) && near(statuses[i], status) && (c.Bytes == nil || c.Bytes[i] == nil || *c.Bytes[i] == r.Bytes)
		})
		if k < 0 || k > 0 && c.Order != "any" {
			return false
		}
		left = slices.Delete(left, k, k+1)
	}
	return true
}

func (c *wildCase) timed(t *testing.T, all []format.Record, times []string) bool {
	for i, at := range []int64{all[0].At, all[len(all)-1].At} {
		want, err := time.Parse(time.RFC3339Nano, times[min(i, len(times)-1)])
		require.NoError(t, err)
		if math.Abs(float64(at-want.UnixNano())) > c.WithinS*1e9+1 {
			return false
		}
	}
	return true
}

func TestAnEmptyFileOfARotationIsLeftOutByName(t *testing.T) {
	folder := t.TempDir()
	write := func(name, text string) {
		require.NoError(t, os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600))
	}
	write("access.log", "")
	write("access.log.1", goodLine)
	write("error.log", "2024/03/12 06:25:24 [error] 7#7: *1 connect() failed\n")
	write("u_ex240311.log", "#Software: Microsoft Internet Information Services 10.0\n#Fields: date time c-ip sc-status\n")
	s, err := Open([]string{folder}, Options{})
	require.NoError(t, err)
	require.Equal(t, int64(1), s.Info().Requests)
	var left []string
	for _, l := range s.Info().LeftOut {
		left = append(left, filepath.Base(l.Path)+": "+l.Reason)
	}
	require.Equal(t, []string{"access.log: the file is empty", "error.log: the file holds messages of a program, not requests: nginx's error log",
		"u_ex240311.log: the trace holds no requests"}, left)

	write("access.log.1", "")
	_, err = Open([]string{folder}, Options{})
	require.ErrorContains(t, err, "access.log: the file is empty", "of nothing there is no trace")
	write("prose.txt", "Once upon a time\n")
	_, err = Open([]string{folder}, Options{})
	require.ErrorContains(t, err, "prose.txt:1:1: none of the first 1 lines", "what cannot be read is not left out")
	require.NotRegexp(t, regexp.MustCompile(`upon`), err.Error())
}
