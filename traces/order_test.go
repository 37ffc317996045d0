package traces

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"failsim/traces/format"
)

// small limits make a short file take every path that a huge one takes.
var small = limits{memory: 20_000, sorted: 500, merged: 3}

// stored puts records, in the order given, into a store of files of so many.
func stored(t testing.TB, l limits, perFile int, records []format.Record) *store {
	t.Helper()
	v := &vault{limits: l}
	var blocks []storedBlock
	file := int32(0)
	for some := range slices.Chunk(records, perFile) {
		w := newStoreWriter(v)
		for i := range some {
			require.NoError(t, w.add(&some[i]))
		}
		one, err := w.finish(file)
		require.NoError(t, err)
		blocks = append(blocks, one...)
		file++
	}
	blocks, err := arrange(v, blocks)
	require.NoError(t, err)
	return &store{blocks: blocks, vault: v}
}

func all(t testing.TB, s *store) (records []format.Record) {
	t.Helper()
	require.NoError(t, s.each(allColumns, func(r *format.Record) error { records = append(records, *r); return nil }))
	return records
}

func TestRecordsInAnyOrderAreSortedAndTiesKeepTheirOrder(t *testing.T) {
	draw := rand.New(rand.NewPCG(1, 2))
	const n = 20_000
	for name, at := range map[string]func(i int) int64{
		"ascending":               func(i int) int64 { return int64(i) * 250_000_000 },
		"of a log that goes back": func(i int) int64 { return int64(i)*second/4 + second*int64(draw.IntN(40)) },
		"shuffled, many alike":    func(int) int64 { return second * int64(draw.IntN(3000)) },
		"shuffled, to the ns":     func(int) int64 { return draw.Int64N(7258118400 * second) },
		"all of one second":       func(int) int64 { return 5 * second },
		"days, the latest first":  func(i int) int64 { return int64(30-i/1000)*86400*second + int64(i%1000)*second },
		"one far back":            func(i int) int64 { return map[bool]int64{true: 0, false: int64(i) * second}[i == 15_000] },
	} {
		for _, perFile := range []int{n, 999, 37} {
			records := make([]format.Record, n)
			for i := range records {
				records[i] = format.Record{At: at(i), Requests: 1, Bytes: uint64(i), Duration: format.NoDuration}
			}
			want := slices.Clone(records)
			slices.SortStableFunc(want, func(a, b format.Record) int { return cmp.Compare(a.At, b.At) })
			for _, l := range []limits{small, newVault().limits} {
				got := all(t, stored(t, l, perFile, records))
				if !slices.Equal(want, got) { // quicker than a comparison by reflection
					require.Equal(t, want, got, "%s, files of %d, %+v", name, perFile, l)
				}
			}
		}
	}
}

func TestALogThatBeginsWithItsLatestLinesIsTurnedRound(t *testing.T) {
	var records, want []format.Record
	for i := range 9_000 {
		records = append(records, format.Record{At: int64(9_000-i) / 7 * second, Requests: 1, Bytes: uint64(i), Duration: format.NoDuration})
	}
	want = slices.Clone(records)
	slices.Reverse(want)
	for _, l := range []limits{small, newVault().limits} {
		require.Equal(t, want, all(t, stored(t, l, 9_000, records)))
	}
}

// A log whose lines go back by seconds is hardly merged: what lies in place
// stays as it was packed.
func TestOnlyBlocksThatOverlapAreMerged(t *testing.T) {
	draw := rand.New(rand.NewPCG(1, 2))
	records := make([]format.Record, 1_000_000)
	for i := range records {
		records[i] = format.Record{At: (int64(i)/40 - draw.Int64N(5)) * second, Requests: 1}
		records[i].At = max(0, records[i].At)
	}
	v := newVault()
	w := newStoreWriter(v)
	for i := range records {
		require.NoError(t, w.add(&records[i]))
	}
	require.NoError(t, w.flush())
	before := v.held
	_, err := arrange(v, w.blocks)
	require.NoError(t, err)
	require.Less(t, v.held-before, before/8)
}

// Whatever a record comes to hold, the columns hold it.
func TestColumnsHoldEveryFieldOfARecord(t *testing.T) {
	draw := rand.New(rand.NewPCG(3, 4))
	for _, bits := range []int{0, 1, 7, 8, 9, 15, 16, 31, 32, 33, 62} {
		var records []format.Record
		for range 100 {
			var r format.Record
			v := reflect.ValueOf(&r).Elem()
			for i := range v.NumField() {
				f, x := v.Field(i), draw.Int64()>>(62-bits)
				switch f.Kind() {
				case reflect.Bool:
					f.SetBool(x%2 != 0)
				case reflect.Int64, reflect.Int32:
					f.SetInt(x << (64 - f.Type().Bits()) >> (64 - f.Type().Bits()))
				case reflect.Uint64, reflect.Uint32, reflect.Uint16, reflect.Uint8:
					f.SetUint(uint64(x) << (64 - f.Type().Bits()) >> (64 - f.Type().Bits()))
				default:
					require.Fail(t, "a field of a kind that the test does not know", v.Type().Field(i).Name)
				}
			}
			r.Duration = max(r.Duration, format.NoDuration)
			records = append(records, r)
		}
		slices.SortFunc(records, func(a, b format.Record) int { return cmp.Compare(a.At, b.At) })
		require.Equal(t, records, all(t, stored(t, newVault().limits, 100, records)), "of %d bits", bits)
	}
}

func TestTheFileOfColumnsIsOfThisUserAloneAndHasNoName(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	v := &vault{limits: small}
	for range 10 {
		_, err := v.put(make([]byte, 5_000))
		require.NoError(t, err)
	}
	stat, err := v.file.Stat()
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), stat.Mode().Perm())
	require.Equal(t, int64(30_000), stat.Size(), "what comes first is held")
	left, err := filepath.Glob(filepath.Join(os.Getenv("TMPDIR"), "*"))
	require.NoError(t, err)
	require.Empty(t, left)
}

func TestAFolderThatCannotHoldTheColumnsIsNoFaultOfTheTrace(t *testing.T) {
	t.Setenv("TMPDIR", filepath.Join(t.TempDir(), "absent"))
	l, err := newLoader(Options{})
	require.NoError(t, err)
	l.vault.limits = limits{memory: 0, sorted: 10, merged: 3}
	path := filepath.Join(filepath.Dir(os.Getenv("TMPDIR")), "a.log")
	require.NoError(t, os.WriteFile(path, []byte(logAt(5, 6)), 0o600))
	err = l.load(path, func() (format.Content, error) { return openFile(path) })
	require.ErrorContains(t, err, "the columns of the trace cannot be kept in a temporary file of "+os.Getenv("TMPDIR")+" (TMPDIR names another folder)")
	var input *format.InputError
	require.NotErrorAs(t, err, &input)
}

func TestCountsInAnyOrderAreSorted(t *testing.T) {
	for name, text := range map[string]string{
		"newest first": "epoch,requests\n240,4\n180,3\n120,2\n",
		"shuffled":     "epoch,requests\n240,4\n120,2\n180,3\n",
	} {
		s := inMemory(t, []byte(text))
		var got [][2]int64
		for _, r := range readAll(t, s, Span{}) {
			got = append(got, [2]int64{r.At / second, r.Requests})
		}
		require.Equal(t, [][2]int64{{120, 2}, {180, 3}, {240, 4}}, got, name)
		require.Equal(t, time.Minute, s.Info().Interval, name)
	}
	s, err := ofText([]byte("epoch,requests\n240,4\n120,2\n240,9\n180,3\n"), Options{SkipBad: 1})
	require.NoError(t, err)
	l := s.Info().Ledger
	requireIdentity(t, l)
	require.Equal(t, []int64{4, 3, 1, 9}, []int64{l.Read, l.Accepted, l.Skipped, s.Info().Requests})
	require.Equal(t, []BadLine{{"trace", 4, 1, "the time is that of another row"}}, l.First)
}

func TestAFileThatWasJoinedToItselfIsRefused(t *testing.T) {
	day := logAt(5, 6, 6, 80_000)
	for name, c := range map[string]struct {
		text  string
		twice bool
	}{
		"twice":                          {day + day, true},
		"three times":                    {day + day + day, true},
		"with one line again":            {day + logAt(5), false},
		"with the first lines again":     {day + logAt(5, 6, 6), false},
		"with others behind":             {day + strings.ReplaceAll(day, "host.", "other."), false},
		"a second of requests, repeated": {logAt(5, 6) + logAt(5, 6), false},
		"twice, and begun a third time":  {day + day + logAt(5), false},
	} {
		_, err := ofText([]byte(c.text), Options{})
		if c.twice {
			require.EqualError(t, err, fmt.Sprintf("trace:%d: from this line on the file repeats all that stands before it: its requests would count twice", 5), name)
			continue
		}
		require.NoError(t, err, name)
	}
}

// What several readers see of one store at a time is what each would see alone.
func TestManyReadersShareAStore(t *testing.T) {
	s := inMemory(t, busyLog(30_000))
	want := play(t, s, Window{Whole: true})
	t.Run("at once", func(t *testing.T) {
		for range 4 {
			t.Run("", func(t *testing.T) {
				t.Parallel()
				require.Equal(t, want, play(t, s, Window{Whole: true}))
			})
		}
	})
}
