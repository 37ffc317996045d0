package format

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

const noon = `host.example.org - - [30/Aug/1995:12:00:00 -0400] `

func TestALogLineIsAccepted(t *testing.T) {
	for _, c := range []struct {
		name, line string
		bytes      uint64
	}{
		{"in Common Log Format", noon + `"GET / HTTP/1.0" 200 1497`, 1497},
		{"in combined format", noon + `"GET / HTTP/1.1" 200 203023 "http://example.org/" "Mozilla/5.0 (X11)"`, 203023},
		{"with durations appended", noon + `"GET / HTTP/1.1" 200 7 "-" "curl" 0.004 0.003`, 7},
		{"with an agent cut short", noon + `"GET / HTTP/1.1" 200 7 "-" "Mozi`, 7},
		{"without a byte count, marked so", noon + `"GET / HTTP/1.0" 304 -`, 0},
		{"without a status, marked so", noon + `"GET / HTTP/1.0" - -`, 0},
		{"whose request has no method", noon + `"/index.html" 200 7`, 7},
		{"whose request is empty", noon + `"" 400 7`, 7},
		{"with escaped quotes in the request", noon + `"GET /a\"b\" c HTTP/1.0" 200 7`, 7},
		{"with bare quotes in the request, as old servers wrote them", noon + `"GET /a"b"c HTTP/1.0" 200 7`, 7},
		{"with bytes that are not ASCII in the request", noon + "\"GET /\xe9\x01\xff HTTP/1.0\" 200 7", 7},
		{"with a user of two words", `host.example.org - Jane Doe [30/Aug/1995:12:00:00 -0400] "GET / HTTP/1.0" 200 7`, 7},
		{"from an IPv6 address", `2001:db8::1 - - [30/Aug/1995:12:00:00 -0400] "GET / HTTP/1.0" 200 7`, 7},
		{"with more bytes than 32 bits hold", noon + `"GET / HTTP/1.0" 200 5000000000`, 5000000000},
	} {
		t.Run(c.name, func(t *testing.T) {
			var r Record
			f := newCLF(newReading(Options{}, NewClasses())).parse([]byte(c.line), &r)
			require.Empty(t, f.Reason)
			require.Equal(t, c.bytes, r.Bytes)
			require.Equal(t, int64(1), r.Requests)
			require.True(t, r.HasClient)
			require.Equal(t, "1995-08-30T16:00:00Z", time.Unix(0, r.At).UTC().Format(time.RFC3339))
		})
	}
}

func TestDaysAreThoseOfTheCalendar(t *testing.T) {
	at := time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC)
	for n := int64(0); at.Year() < 2200; n++ {
		got, ok := civilDay(at.Year(), int(at.Month()), at.Day())
		require.True(t, ok)
		require.Equal(t, n, got)
		at = at.AddDate(0, 0, 1)
	}
}

func TestClientsAreToldApartByKeyedHashes(t *testing.T) {
	hash := func(key uint64, host string) uint64 {
		var r Record
		p := newCLF(newReading(Options{}, NewClasses())).(*clfParser)
		p.key = p.key.At(key)
		require.Empty(t, p.parse([]byte(host+` - - [30/Aug/1995:12:00:00 -0400] "GET / HTTP/1.0" 200 7`), &r).Reason)
		return r.Client
	}
	require.Equal(t, hash(1, "a.example.org"), hash(1, "a.example.org"), "same key, same client")
	require.NotEqual(t, hash(1, "a.example.org"), hash(2, "a.example.org"), "another key, another hash")
	seen := map[uint64]string{}
	for _, host := range []string{"a", "b", "aa", "192.0.2.1", "192.0.2.2", "12345678", "123456780", "host-a.example.org", "host-b.example.org", "host-a.example.orh"} {
		h := hash(1, host)
		require.NotContains(t, seen, h, host)
		seen[h] = host
	}
}
