package traces

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const noon = `host.example.org - - [30/Aug/1995:12:00:00 -0400] `

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
