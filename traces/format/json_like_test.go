package format

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// lineBefore has every kind of value, and wants some of them, one within an
// object that is none here.
const lineBefore = `{"time":"2024-03-12T06:25:24Z","ip":"192.0.2.1","status":200,"took":0.5,"ok":true,"none":null,"note":"a"}`

func wantedOfLikes() []jsonNode {
	var wanted []jsonNode
	wanted = want(wanted, []string{"time"}, 0)
	wanted = want(wanted, []string{"ip"}, 1)
	wanted = want(wanted, []string{"status"}, 2)
	wanted = want(wanted, []string{"took"}, 3)
	wanted = want(wanted, []string{"none"}, 4)
	return want(wanted, []string{"note", "ip"}, 1)
}

func likes() []string {
	lines := []string{lineBefore,
		`{"time":"2024-03-12T06:25:25Z","ip":"2001:db8::1","status":-1.5e3,"took":0,"ok":false,"none":0,"note":""}`,
		`{"time": "x", "ip": "y", "status": 1, "took": 2, "ok": 3, "none": 4, "note": 5}`,
		`{"time":"a \"quoted\" word","ip":"ü","status":200,"took":0.5,"ok":true,"none":null,"note":"\u00fc"}`,
		`{"time":"x","ip":"y","status":200,"took":0.5,"ok":true,"none":null,"note":{"ip":"z"}}`,
		`{"time":"x","ip":"y","status":200,"took":0.5,"ok":true,"none":null,"note":["z"]}`,
		`{"time":"x","ip":"y","status":200,"took":0.5,"ok":true,"none":null,"note":"a","more":1}`,
		`{"time":"x","ip":"y","status":200}`,
		`{"time":"x","ip":"y","time":"x"}`,
		`{"time":"x","ip":"y","time":"z"}`,
		`{"ip":"y","time":"x","status":200,"took":0.5,"ok":true,"none":null,"note":"a"}`,
		lineBefore + " ", lineBefore + "}", " " + lineBefore, `{}`, ``, `[1]`,
	}
	for _, wrong := range []string{`01`, `1.`, `-`, `1e`, `tru`, `nul`, `"`, "\"a\tb\"", "\"\xff\"", `"\x"`, `NaN`, ``, `,`} {
		lines = append(lines, `{"time":"x","ip":`+wrong+`,"status":200,"took":0.5,"ok":true,"none":null,"note":"a"}`,
			`{"time":"x","ip":"y","status":200,"took":0.5,"ok":true,"none":null,"note":`+wrong+`}`)
	}
	for n := range lineBefore {
		lines = append(lines, lineBefore[:n])
	}
	return lines
}

func scanned(s *jsonScanner, line string, wanted []jsonNode) (found []jsonValue, at int, wrong string) {
	at, wrong = s.scan([]byte(line), wanted)
	for _, v := range s.values {
		v.raw = append([]byte{}, v.raw...)
		found = append(found, v)
	}
	if wrong != "" {
		found = nil
	}
	return found, at, wrong
}

// What a line says does not depend on the line before it, though it is read
// faster if it is like that one.
func requireSameAfter(t *testing.T, before, line string) {
	t.Helper()
	wanted := wantedOfLikes()
	used, fresh := jsonScanner{values: make([]jsonValue, 5)}, jsonScanner{values: make([]jsonValue, 5)}
	scanned(&used, before, wanted)
	values, at, wrong := scanned(&used, line, wanted)
	alone, alonesAt, alonesWrong := scanned(&fresh, line, wanted)
	require.Equal(t, alonesWrong, wrong, "%s\nafter %s", line, before)
	require.Equal(t, alonesAt, at, "%s\nafter %s", line, before)
	require.Equal(t, alone, values, "%s\nafter %s", line, before)
}

func TestALineOfJSONSaysTheSameWhateverStandsBeforeIt(t *testing.T) {
	for _, before := range likes() {
		for _, line := range likes() {
			requireSameAfter(t, before, line)
		}
	}
}

func TestLinesLikeTheOneBeforeAreReadInOnePass(t *testing.T) {
	s := jsonScanner{values: make([]jsonValue, 5)}
	s.scan([]byte(lineBefore), wantedOfLikes())
	wanted := wantedOfLikes()
	s.scan([]byte(lineBefore), wanted)
	require.True(t, s.likeBeforeOf(likes()[1], wanted))
	require.False(t, s.likeBeforeOf(likes()[1], wantedOfLikes()), "others are wanted")
}

func (s *jsonScanner) likeBeforeOf(line string, wanted []jsonNode) bool {
	clear(s.values)
	s.line = []byte(line)
	return s.likeBefore(s.line, wanted)
}

func FuzzALineOfJSONAfterAnother(f *testing.F) {
	for _, line := range likes() {
		f.Add(lineBefore, line)
	}
	f.Fuzz(func(t *testing.T, before, line string) { requireSameAfter(t, before, line) })
}
