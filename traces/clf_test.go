package traces

import (
	"strings"
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
			f := newCLF(newReading(Options{}, newClasses())).parse([]byte(c.line), &r)
			require.Empty(t, f.reason)
			require.Equal(t, c.bytes, r.Bytes)
			require.Equal(t, int64(1), r.Requests)
			require.True(t, r.HasClient)
			require.Equal(t, "1995-08-30T16:00:00Z", time.Unix(0, r.At).UTC().Format(time.RFC3339))
		})
	}
}

func TestALogLineIsRefused(t *testing.T) {
	for _, c := range []struct{ name, line, message string }{
		{"without blanks", `nonsense`, "1:1: the line does not begin with a host and a blank"},
		{"that begins with a blank", ` host`, "1:1: the line does not begin with a host and a blank"},
		{"without a time", `host.example.org - - "GET / HTTP/1.0" 200 7`, "1:44: the time in brackets is missing"},
		{"without a user", `host.example.org - [30/Aug/1995:12:00:00 -0400] "GET / HTTP/1.0" 200 7`, "1:18: two fields, ident and user, must stand between host and time"},
		{"with a thirteenth month", strings.Replace(noon, "Aug", "Nix", 1) + `"GET / HTTP/1.0" 200 7`, "1:23: the time is not of the form 02/Jan/2006:15:04:05 -0700, years 1970 to 2199"},
		{"of 30 February", strings.Replace(noon, "Aug", "Feb", 1) + `"GET / HTTP/1.0" 200 7`, "1:23: the time is not of the form 02/Jan/2006:15:04:05 -0700, years 1970 to 2199"},
		{"at 24 o'clock", strings.Replace(noon, "12:00:00", "24:00:00", 1) + `"GET / HTTP/1.0" 200 7`, "1:23: the time is not of the form 02/Jan/2006:15:04:05 -0700, years 1970 to 2199"},
		{"without a zone", strings.Replace(noon, " -0400", "", 1) + `"GET / HTTP/1.0" 200 7`, "1:23: the time is not of the form 02/Jan/2006:15:04:05 -0700, years 1970 to 2199"},
		{"that ends in the time", noon[:30], "1:23: the time is not of the form 02/Jan/2006:15:04:05 -0700, years 1970 to 2199"},
		{"without a request", noon + `200 7`, "1:51: the request in quotes is missing"},
		{"whose request does not end", noon + `"GET / HTTP/1.0`, "1:51: the quotes of the request do not end"},
		{"that ends behind the request", noon + `"GET / HTTP/1.0"`, "1:67: the status behind the request is missing"},
		{"with a status of letters", noon + `"GET / HTTP/1.0" OK 7`, `1:68: the status is neither three digits nor "-"`},
		{"with a status of two digits", noon + `"GET / HTTP/1.0" 20 7`, `1:68: the status is neither three digits nor "-"`},
		{"that ends behind the status", noon + `"GET / HTTP/1.0" 404`, "1:71: the byte count behind the status is missing"},
		{"that ends in a blank behind the status", noon + `"GET / HTTP/1.0" 404 `, "1:72: the byte count behind the status is missing"},
		{"with a byte count of letters", noon + `"GET / HTTP/1.0" 404 many`, `1:72: the byte count is neither a number nor "-"`},
		{"with a negative byte count", noon + `"GET / HTTP/1.0" 404 -5`, `1:72: the byte count is neither a number nor "-"`},
		{"that is empty", ``, "1:1: the line is empty"},
		{"with a NUL byte", noon + "\"GET /\x00 HTTP/1.0\" 200 7", "1:57: the line holds a NUL byte"},
	} {
		t.Run(c.name, func(t *testing.T) {
			good := "\n" + noon + `"GET / HTTP/1.0" 200 7`
			_, err := ofText([]byte(c.line+good), Options{})
			require.EqualError(t, err, "trace:"+c.message+" (1 malformed line in the file; --skip-bad 1 leaves it out and counts it)")
			require.NotContains(t, err.Error(), "example.org", "no client in a message")

			s, err := ofText([]byte(c.line+good), Options{SkipBad: 1})
			require.NoError(t, err)
			require.Equal(t, int64(1), s.Info().Ledger.Skipped)
			requireIdentity(t, s.Info().Ledger)
		})
	}
}

func TestZonesOfALogAreRight(t *testing.T) {
	for _, c := range []struct{ stamp, utc string }{
		{"30/Aug/1995:12:00:00 -0400", "1995-08-30T16:00:00Z"},
		{"30/Aug/1995:12:00:00 +0530", "1995-08-30T06:30:00Z"},
		{"01/Jan/2000:00:00:00 +0100", "1999-12-31T23:00:00Z"},
		{"29/Feb/2000:23:59:60 +0000", "2000-03-01T00:00:00Z"},
		{"28/Feb/2100:23:59:59 -0001", "2100-03-01T00:00:59Z"},
		{"31/Dec/2199:23:59:59 +0000", "2199-12-31T23:59:59Z"},
		{"01/Jan/1970:00:00:00 +0000", "1970-01-01T00:00:00Z"},
	} {
		seconds, _, ok := parseStamp([]byte(c.stamp))
		require.True(t, ok, c.stamp)
		require.Equal(t, c.utc, time.Unix(seconds, 0).UTC().Format(time.RFC3339))
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
		p := newCLF(newReading(Options{}, newClasses())).(*clfParser)
		p.key = p.key.At(key)
		require.Empty(t, p.parse([]byte(host+` - - [30/Aug/1995:12:00:00 -0400] "GET / HTTP/1.0" 200 7`), &r).reason)
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
