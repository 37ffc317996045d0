package format

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestWhatStandsForAClient(t *testing.T) {
	for text, want := range map[string]string{
		"192.0.2.1":                 "192.0.2.1",
		"192.0.2.1:443":             "192.0.2.1",
		"[2001:db8::1]:443":         "2001:db8::1",
		"[2001:db8::1]":             "2001:db8::1",
		"2001:db8::1":               "2001:db8::1",
		"fe80::1%eth0":              "fe80::1",
		"::ffff:192.0.2.1":          "192.0.2.1",
		"host-1.example.org":        "host-1.example.org",
		"host-1.example.org:8080":   "host-1.example.org",
		"203.0.113.9, 10.0.0.1":     "203.0.113.9",
		"unknown, 203.0.113.9:4411": "203.0.113.9",
		`for="[2001:db8::9]:4711";proto=https, for=10.0.0.1`: "2001:db8::9",
		"for=203.0.113.9;by=10.0.0.1":                        "203.0.113.9",
		"00000000000000ab":                                   "00000000000000ab",
		"-":                                                  "", "": "", "unknown": "", "unix:": "", "unknown, -": "",
		// Not clients: what stands where one should, if a line is of another kind.
		"2024-03-12": "wrong", "06:25:24": "wrong", "2024-03-12T06:25:24.123456789Z": "wrong", "[12/Mar/2024:06:25:24": "wrong", "12/Mar/2024": "wrong",
		`"GET`: "wrong", "{json}": "wrong", "a=b": "wrong", "192.0.2.1:port": "wrong", "1:2:3:4:5:6:7:8:9": "wrong", "::1::2": "wrong", "12345::": "wrong",
	} {
		client, ok := clientIn([]byte(text))
		got := string(client)
		if !ok {
			got = "wrong"
		}
		require.Equal(t, want, got, text)
	}
}
