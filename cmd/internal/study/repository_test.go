package study

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// folders are the top-level folders; dot-folders come beside them.
var folders = []string{"cmd", "docs", "findings", "models", "results", "sim", "strategies", "traces"}

// made are what failsim and its build leave in the top folder; .gitignore
// names them.
var made = []string{".git", "bin", "failsim", "failsim-out"}

func TestTopLevelFoldersAreFixed(t *testing.T) {
	entries, err := os.ReadDir(root)
	require.NoError(t, err)
	for _, e := range entries {
		if e.IsDir() && !strings.HasPrefix(e.Name(), ".") && !slices.Contains(made, e.Name()) {
			assert.Contains(t, folders, e.Name(), "no new folder at the top")
		}
	}
	for _, name := range folders {
		assert.DirExists(t, filepath.Join(root, name))
	}
}

// Nothing in the repository may need or name the machine that it was written
// on, or papers that are not in it. Patterns are spelled so that they do not
// match themselves.
var foreign = []*regexp.Regexp{
	regexp.MustCompile(`/(?:work|root)/`),
	regexp.MustCompile(`/(?:home|Users)/[a-z]`),
	regexp.MustCompile(`/tm[p]/[a-z]`),
	regexp.MustCompile(`\.\./(?:shared|facts)\b`),
	regexp.MustCompile(`\b(?:DESIGN|ECOSYSTEM|RESULTS|[p]arameters|[s]trategies|[i]ncidents)\.md\b`),
	regexp.MustCompile(`(?i)\b(?:claud[e]|anthropi[c]|chatgp[t]|copilo[t]|large language mode[l])\b`),
	regexp.MustCompile(`(?i)\b(?:issue|session|colleague|reviewer)s? (?:#?[0-9]+|sai[d]|asked fo[r])`),
}

func TestNothingNamesTheMachineItWasWrittenOn(t *testing.T) {
	require.NoError(t, filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(root, path)
		if e.IsDir() {
			if filepath.Dir(name) == "." && slices.Contains(made, name) || strings.HasSuffix(name, ".partial") {
				return fs.SkipDir
			}
			return err
		}
		if slices.Contains(made, name) || !e.Type().IsRegular() {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil || bytes.IndexByte(data, 0) >= 0 {
			return err
		}
		for _, f := range foreign {
			if at := f.FindIndex(data); at != nil {
				t.Errorf("%s:%d: %q", name, 1+bytes.Count(data[:at[0]], []byte("\n")), data[at[0]:at[1]])
			}
		}
		return nil
	}))
}
