package traces

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// fuzzed checks what must hold of any text whatever: it is refused with an
// error of the input that shows nothing of it, or accounted for and played.
func fuzzed(t *testing.T, text []byte, format string) {
	s, err := ofText(text, Options{Format: format, SkipBad: 1 << 30})
	if err != nil {
		var input *InputError
		require.ErrorAs(t, err, &input)
		requireIdentity(t, input.Ledger)
		return
	}
	i := s.Info()
	requireIdentity(t, i.Ledger)
	require.False(t, i.Last.Before(i.First))
	if i.Requests > 10_000 {
		return
	}
	all := play(t, s, Window{Whole: true})
	require.Len(t, all, int(i.Requests))
	requireOrdered(t, all)
	require.Less(t, int64(all[len(all)-1].At), int64(i.Span()))
	e, err := s.Extent(Window{Whole: true})
	require.NoError(t, err)
	require.Equal(t, i.Requests, e.Requests)
}

func FuzzLog(f *testing.F) {
	for _, text := range []string{
		goodLine,
		logAt(5, 7, 6, 9),
		strings.TrimSuffix(goodLine, "\n") + " \"-\" \"agent\"\r\n" + goodLine,
		"\ufeff" + goodLine + "\n\x00",
		noon + `"GET / HTTP/1.0" 404`,
		noon + `"\"" - -`,
		noon + `"GET / HTTP/1.0" 200 99999999999999999999`,
		"host - - [29/Feb/2199:23:59:60 -1559] \"\" - -\n",
		"host - - [01/Jan/1970:00:00:00 +1559] \"\" - -\n",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) { fuzzed(t, text, "clf") })
}

func FuzzCounts(f *testing.F) {
	for _, text := range []string{
		"epoch,requests\n804571201,1\n804571203,4\n",
		"period,count\n1998-04-30 21:30:00,2\n1998-04-30 21:31:00,11\n",
		"0,1000000000000000\n1,1000000000000000\n",
		"7258118399,3\n",
		"a,b\n1,2\n,\n3,\n4,1.0\n",
		"2199-12-31T23:59:60Z,5\n",
	} {
		f.Add([]byte(text), false)
		f.Add([]byte(text), true)
	}
	f.Fuzz(func(t *testing.T, text []byte, periods bool) {
		format := "epoch-counts"
		if periods {
			format = "period-counts"
		}
		fuzzed(t, text, format)
	})
}

func FuzzFineStamps(f *testing.F) {
	for _, text := range []string{classicELB, applicationELB, classicELB + "\n" + applicationELB,
		"2023-11-16 18:17:03.9799600,4808,10\r\n2023-11-16 18:17:03.5,1,2", "2199-12-31T23:59:60.999999999Z,1,1"} {
		f.Add([]byte(text), false)
		f.Add([]byte(text), true)
	}
	f.Fuzz(func(t *testing.T, text []byte, azure bool) {
		format := "aws-elb"
		if azure {
			format = "azure-llm"
		}
		fuzzed(t, text, format)
	})
}
