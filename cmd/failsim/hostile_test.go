package main

import (
	"encoding/csv"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// hostile is what a stranger may write into a title, a name of a file or a path
// that a log records: colours, the title of a window, a line of its own, a turn
// of the direction of writing, HTML, a link, a formula.
const hostile = "=cmd|'x'!A0\x1b[31m\x1b]0;t\a\nfailsim: forged\u202e\u009b1m<script>alert(1)</script>[x](javascript:1)"

// requireHarmless checks that text shows what it says and does nothing.
func requireHarmless(t *testing.T, what, text string) {
	t.Helper()
	for _, r := range text {
		if r != '\n' && r != '\t' && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)) {
			require.Fail(t, fmt.Sprintf("%s holds %q", what, r), text)
		}
	}
	require.NotContains(t, "\n"+text, "\nfailsim: forged", what)
}

func requireHarmlessFile(t *testing.T, path string) {
	t.Helper()
	text := content(t, path)
	switch filepath.Ext(path) {
	case ".png", ".fst", ".zst": // no words
	case ".svg":
		requireHarmless(t, path, text)
		for d := xml.NewDecoder(strings.NewReader(text)); ; {
			token, err := d.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			require.NoError(t, err, path)
			if e, ok := token.(xml.StartElement); ok {
				require.NotEqual(t, "script", e.Name.Local, path)
			}
		}
	case ".md":
		requireHarmless(t, path, text)
		require.NotContains(t, text, "<script", path)
		require.NotRegexp(t, `(^|[^\\])\[x\]\(`, text, path)
	case ".csv":
		requireHarmless(t, path, text)
		rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
		require.NoError(t, err, path)
		for _, row := range rows {
			for _, cell := range row {
				require.NotRegexp(t, `^[=+@\t\r]`, cell, path)
			}
		}
	case ".json", ".jsonl": // escaped by its own rules
		require.NotContains(t, text, "\x1b", path)
	default:
		requireHarmless(t, path, text)
	}
}

// hostileScenario says hostile things wherever a scenario may say anything.
func hostileScenario(t *testing.T) string {
	t.Helper()
	quoted := strings.NewReplacer("\x1b", `\e`, "\a", `\a`, "\n", `\n`, "\u202e", `\u202e`, "\u009b", `\x9b`).Replace(hostile)
	text := content(t, tiny)
	for from, to := range map[string]string{
		"about: half of a region's LB state is deleted, for half an hour": `about: "` + quoted + `"`,
		"  - incident: state-loss\n":                                      "  - incident: state-loss\n    title: \"" + quoted + "\"\n",
		"  - design: single\n":                                            "  - design: single\n    about: \"" + quoted + "\"\n",
	} {
		require.Contains(t, text, from)
		text = strings.Replace(text, from, to, 1)
	}
	return tempFile(t, "scenario.yaml", text)
}

// hostileLog is a folder with a log of a hostile name, and hostile paths in it.
func hostileLog(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	var b strings.Builder
	paths := []string{"/a", "=1+1", "@SUM(A1)", "+2", "/\x1b]0;t\a", "/x\u202ey", "/<script>"}
	for i := range 500 {
		fmt.Fprintf(&b, "192.0.2.%d - - [24/Dec/2012:12:%02d:%02d -0800] \"GET %s HTTP/1.1\" 200 10\n", i%50, i/60, i%60, paths[i%len(paths)])
	}
	name := filepath.Join(folder, strings.ReplaceAll(hostile, "/", "")+".log")
	if err := os.WriteFile(name, []byte(b.String()), 0o600); err != nil {
		t.Skip("this file system has no such names: ", err)
	}
	require.NoError(t, os.WriteFile(filepath.Join(folder, ".\x1b\nfailsim: forged"), nil, 0o600))
	return folder
}

// Every verb, on what works and on what does not.
func TestNoOutputObeysWhatAStrangerWrites(t *testing.T) {
	scenario, folder := hostileScenario(t), hostileLog(t)
	logs, err := filepath.Glob(filepath.Join(folder, "*.log"))
	require.NoError(t, err)
	log, absent, out := logs[0], filepath.Join(folder, hostile), t.TempDir()
	byPath := []string{"--format", "clf", "--fields", "class=path:9"}
	at := func(name string) string { return filepath.Join(out, name) }
	queue := tempFile(t, "queue.yaml", strings.Replace(strings.Replace(aLongQueueHead, "long", "q", 1), "1000000000", "2000", 1))
	for _, args := range [][]string{
		{"check", scenario, absent},
		{"check", log},
		{"compare", scenario, "--replications", "2", "--out", at("result")},
		{"compare", scenario, "--replications", "1", "--trace", folder, "--out", at("with-trace")},
		{"compare", scenario, "--replications", "1", "--trace", log, "--out", at("with-log"), "--json"},
		{"compare", absent, "--out", at("none")},
		{"compare", scenario, "--out", log},
		{"compare", scenario, "--incident", hostile},
		{"compare", scenario, "--designs", hostile, "--out", at("none")},
		{"run", scenario, "--design", "single"},
		{"run", scenario, "--design", "single", "--trace", log},
		{"run", scenario, "--design", hostile},
		{"queue", queue, "--replications", "2"},
		{"queue", absent},
		{"validate", "--oracles", absent},
		{"list", hostile},
		{hostile},
		{"trace", "info", log},
		{"trace", "info", folder, "--json"},
		{"trace", "info", absent},
		{"trace", "info", scenario},
		append([]string{"trace", "convert", log, "-o", at("as.csv")}, byPath...),
		append([]string{"trace", "convert", log, "-o", at("as.log")}, byPath...),
		append([]string{"trace", "convert", log, "-o", at("as.jsonl")}, byPath...),
		append([]string{"trace", "convert", log, "--to", "csv", "-o", "-"}, byPath...),
		append([]string{"trace", "convert", log, "-o", at("as.fst")}, byPath...),
		{"trace", "convert", at("as.fst"), "-o", at("again.csv")},
		{"trace", "convert", log, "-o", log, "--force"},
		{"trace", "convert", log, "-o", absent + "/x"},
		{"trace", "cut", log, "--first", "1m", "-o", at("cut.csv")},
		{"trace", "scale", log, "--by", "2", "-o", at("scaled.csv")},
		{"trace", "speed-up", log, "--by", "2", "-o", at("fast.csv")},
		append([]string{"trace", "split", log, "--by", "class", "-o", at("parts"), "--as", "csv"}, byPath...),
		append([]string{"trace", "anonymise", log, "--classes", "-o", at("public.csv")}, byPath...),
		{"trace", "fit", log, "-o", at("fit.yaml"), "--name", hostile},
		{"trace", "fit", log},
		{"trace", "generate", "--like", absent, "-o", at("generated.csv")},
	} {
		o := failsim(args...)
		said := fmt.Sprintf("%q", args)
		requireHarmless(t, "standard output of "+said, o.stdout)
		requireHarmless(t, "standard error of "+said, o.stderr)
	}
	seen := 0
	require.NoError(t, filepath.WalkDir(out, func(path string, e os.DirEntry, err error) error {
		if err == nil && e.Type().IsRegular() {
			seen++
			requireHarmlessFile(t, path)
		}
		return err
	}))
	assert.Greater(t, seen, 30, "the verbs did write")
	assert.FileExists(t, at("as.csv"))
	assert.Contains(t, content(t, at("result/summary.md")), `&lt;script>`)

}

func TestAFormulaOfALogIsNoneInCSVAndComesBackAsItWas(t *testing.T) {
	log := tempFile(t, "log.jsonl", `{"time":"2026-03-01T12:00:00Z","class":"=cmd|calc"}
{"time":"2026-03-01T12:00:01Z","class":"@SUM(A1)"}
{"time":"2026-03-01T12:00:02Z","class":"'=quoted"}
`)
	out := filepath.Join(t.TempDir(), "out.csv")
	failsim("trace", "convert", log, "-o", out).requireDone(t)
	assert.Contains(t, content(t, out), `,"'=cmd|calc",`)
	assert.Contains(t, content(t, out), `,'@SUM(A1),`)
	requireHarmlessFile(t, out)
	before := failsim("trace", "convert", log, "--to", "jsonl").requireDone(t).stdout
	assert.Equal(t, before, failsim("trace", "convert", out, "--to", "jsonl").requireDone(t).stdout)
}

const aLongQueueHead = `queueing: long
requests: 1000000000
warm-up: 1s
arrivals:
  - {stream: web, rate: 80/s, to: front}
stations:
  - {station: front, servers: 2, service: {exponential: {mean: 20ms}}}
`
