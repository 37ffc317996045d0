package study

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// refusedWords are pronouns for machines, and words that have the field's term
// instead. What is printed, and the pages of docs, do without them.
var refusedWords = []struct {
	word    *regexp.Regexp
	instead string
}{
	{regexp.MustCompile(`(?i)\b(?:nobody|whoever|somebody|someone|anybody|everybody)\b`), "the noun: no request, the caller, a user; machines are it"},
	{regexp.MustCompile(`(?i)\bwho(?:m|se)? (?:ever )?(?:asks?|asked|waits?|finds?|came|comes|leaves|serves|loses|leads|gets|hosts|sent|sends|took|is next|looks)\b`), "the noun: a request that waits, a client that asks"},
	{regexp.MustCompile(`(?i)\blaws?\b`), "distribution"},
	{regexp.MustCompile(`(?i)\bpurses?\b`), "retry budget"},
	{regexp.MustCompile(`(?i)\b(?:open (?:attempts|requests)|requests open)\b`), "outstanding requests"},
	{regexp.MustCompile(`(?i)\bleast-of-all\b`), "least-outstanding"},
	{regexp.MustCompile(`(?i)\b(?:is|are|was|were|been|be|not) told\b|\btold (?:of|to|that|when|what)\b`), "recorded, reported"},
	{regexp.MustCompile(`(?i)\bluck\b`), "random stream, chance"},
	{regexp.MustCompile(`(?i)\bslips?\b`), "operator error"},
	{regexp.MustCompile(`(?i)\bcalm\b`), "steady"},
	{regexp.MustCompile(`(?i)\bhome region\b|\bis home\b`), "primary"},
	{regexp.MustCompile(`(?i)\b(?:damaged (?:LBs?|load balancers?)|LBs damaged)\b`), "misconfigured"},
}

// allowedPhrases stand in what is printed all the same.
var allowedPhrases = regexp.MustCompile(`Zipf.s law|(?:users|people|customers|person|anyone) who [a-z]+`)

// olderNames are literals of keys that are read, and called otherwise now.
var olderNames = []string{"purse", "calm", "slip", "slip-in-one-region", "slip-everywhere", "the gates stop the slip", "nobody", "told", "told-to-end", "law", "least-of-all"}

func TestWhatIsPrintedHasTheFieldsWords(t *testing.T) {
	texts := 0
	require.NoError(t, filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		name, _ := filepath.Rel(root, path)
		if err != nil || e.IsDir() && (strings.HasPrefix(e.Name(), ".") && name != "." || slices.Contains([]string{"findings", "testdata"}, e.Name())) {
			return errorOrSkip(err)
		}
		switch filepath.Ext(name) {
		case ".md":
			if !strings.HasPrefix(name, "docs") && name != "README.md" && name != "CONTRIBUTING.md" {
				return nil
			}
			text, err := os.ReadFile(path)
			for i, line := range strings.Split(string(text), "\n") {
				texts++
				assert.Empty(t, refusedIn(line), "%s:%d: a word that texts avoid; behind it what they say instead (refusedWords)", name, i+1)
			}
			return err
		case ".go":
			if strings.HasSuffix(name, "_test.go") {
				return nil
			}
			set := token.NewFileSet()
			parsed, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
			if err != nil {
				return err
			}
			ast.Inspect(parsed, func(n ast.Node) bool {
				literal, ok := n.(*ast.BasicLit)
				if !ok || literal.Kind != token.STRING {
					return true
				}
				if text, err := strconv.Unquote(literal.Value); err == nil && !slices.Contains(olderNames, text) {
					texts++
					assert.Empty(t, refusedIn(text), "%s:%d: a word that texts avoid; behind it what they say instead (refusedWords)", name, set.Position(literal.Pos()).Line)
				}
				return true
			})
		}
		return nil
	}))
	assert.Greater(t, texts, 10_000, "this test finds what it looks for")
}

// refusedIn names the words of a text that are refused, and what stands for them.
func refusedIn(text string) string {
	text = allowedPhrases.ReplaceAllString(text, "")
	for _, r := range refusedWords {
		if found := r.word.FindString(text); found != "" {
			return fmt.Sprintf("%q: %s", found, r.instead)
		}
	}
	return ""
}

func TestWordsThatAreRefusedAreFound(t *testing.T) {
	for _, text := range []string{"servers work for nobody", "who came first waits", "a law of waits", "the sink is told of each", "an operator's slip", "the fewest requests open at this LB"} {
		assert.NotEmpty(t, refusedIn(text), text)
	}
	for _, text := range []string{"exponent of Zipf's law", "users who come back", "who decides: tenant or provider", "a file is damaged"} {
		assert.Empty(t, refusedIn(text), text)
	}
}
