package main

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// pseudonyms are the clients of a log, line by line.
func pseudonyms(log string) []string {
	var all []string
	for line := range strings.Lines(log) {
		name, _, _ := strings.Cut(line, " ")
		all = append(all, name)
	}
	return all
}

func TestAnAnonymisedTraceTellsNobodyWhoAskedAndForWhat(t *testing.T) {
	path := tempFile(t, "site.log", siteLog())
	anonymise := func(flags ...string) string {
		out := inFolder(t, "public.log")
		failsim(append([]string{"trace", "anonymise", path, "-o", out}, flags...)...).requireDone(t)
		return content(t, out)
	}
	const key, other = "a key of 16 byte", "a key of 17 bytes"
	public := anonymise("--key", key)
	for _, secret := range []string{"192.0.2", "alice", "film", "token", "secret", "private", "example.org", "Agent", "?"} {
		assert.NotContains(t, public, secret)
	}
	assert.Regexp(t, `^[0-9a-f]{16} - - \[01/Mar/2026:00:00:00 \+0100\] "POST / HTTP/1.1" 200 1000\n`, public)
	assert.Equal(t, 2880, strings.Count(public, "\n"))

	names := pseudonyms(public)
	distinct := map[string]bool{}
	for i, name := range names {
		assert.Equal(t, names[i%7], name, "a client keeps its pseudonym")
		distinct[name] = true
	}
	assert.Len(t, distinct, 7)
	assert.Equal(t, public, anonymise("--key", key), "the same key, the same bytes")
	assert.Equal(t, public, anonymise("--key-file", tempFile(t, "key", key+"\n")))
	for i, name := range pseudonyms(anonymise("--key", other))[:7] {
		assert.NotEqual(t, names[i], name)
		assert.False(t, distinct[name])
	}
	assert.NotContains(t, strings.Join(pseudonyms(failsim("trace", "convert", path, "--to", "clf").requireDone(t).stdout), " "), names[0],
		"nor is the pseudonym the hash that other verbs write")

	paths := anonymise("--key", key, "--fields", "class=path:9", "--classes")
	assert.Contains(t, paths, `"GET /film/1 HTTP/1.1"`)
	assert.NotContains(t, paths, "token")
	assert.NotContains(t, anonymise("--key", key, "--fields", "class=path:9"), "film", "paths only when asked for")
}

func TestAKeyIsDrawnAndPrintedWhenNoneIsGiven(t *testing.T) {
	path := tempFile(t, "site.log", siteLog())
	o := failsim("trace", "anonymise", path, "--as", "csv").requireDone(t)
	key := regexp.MustCompile(`--key ([0-9a-f]{32}) gives the same pseudonyms again`).FindStringSubmatch(o.stderr)
	require.NotNil(t, key)
	assert.Equal(t, o.stdout, failsim("trace", "anonymise", path, "--as", "csv", "--key", key[1]).requireDone(t).stdout)
	assert.NotEqual(t, o.stdout, failsim("trace", "anonymise", path, "--as", "csv").requireDone(t).stdout)
}

func TestAKeyThatIsNoneIsRefused(t *testing.T) {
	path := tempFile(t, "site.log", siteLog())
	for _, c := range []struct{ args, message string }{
		{"--key short", "the key has 5 bytes: at least 16, lest it be found by trying"},
		{"--key 0123456789abcdef --key-file x", "either --key or --key-file"},
		{"--key-file absent", "--key-file absent: no such file or directory"},
		{"--key-file /dev/zero", "--key-file /dev/zero: not a regular file"},
		{"--key-file " + tempFile(t, "long", strings.Repeat("k", 5000)), "--key-file …"},
	} {
		failsim(append([]string{"trace", "anonymise", path}, strings.Fields(c.args)...)...).assertRefused(t, "failsim: "+c.message, inFolder(t, "out"))
	}
}
