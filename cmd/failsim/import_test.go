package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// readers stands for failsim-import: it prints what that prints of the shop's
// files, which .import's own test holds against the parsers.
func readers(t *testing.T) {
	t.Helper()
	reading, err := filepath.Abs("../internal/importer/testdata/shop.json")
	require.NoError(t, err)
	script := filepath.Join(t.TempDir(), "failsim-import")
	require.NoError(t, os.WriteFile(script, []byte("#!/bin/sh\ncat '"+reading+"'\n"), 0o700))
	t.Setenv("FAILSIM_IMPORT", script)
}

func TestImportPricesFindingsByDrills(t *testing.T) {
	readers(t)
	out := filepath.Join(t.TempDir(), "shop.yaml")
	o := failsim("import", "haproxy.cfg", "-o", out).requireDone(t)
	assert.Contains(t, o.stdout, "10 findings\n")
	assert.Regexp(t, `in the drill server-crashes: [0-9.k]+ requests lost a run, [0-9.k]+ with the change \(design redispatch\)`, o.stdout)
	assert.Contains(t, o.stdout, "questions that no file answers, the most decisive first")
	failsim("check", out).requireDone(t)
}

func TestImportWritesTheScenarioOut(t *testing.T) {
	readers(t)
	o := failsim("import", "haproxy.cfg", "--quick").requireDone(t)
	assert.Contains(t, o.stdout, "scenario: imported\n")
	assert.Contains(t, o.stderr, "no figure: ")
	assert.NotContains(t, o.stderr, "in the drill", "quick asks no drill")
}

func TestImportSaysWhatReadersSay(t *testing.T) {
	script := filepath.Join(t.TempDir(), "failsim-import")
	require.NoError(t, os.WriteFile(script, []byte("#!/bin/sh\necho 'x.cfg: no such file or directory' >&2\nexit 2\n"), 0o700))
	t.Setenv("FAILSIM_IMPORT", script)
	out := filepath.Join(t.TempDir(), "out")
	failsim("import", "x.cfg", "-o", out).assertRefused(t, "failsim: x.cfg: no such file or directory", out)
}

func TestImportFindsTheLogFromWhereTheScenarioLies(t *testing.T) {
	readers(t)
	folder := t.TempDir()
	t.Chdir(folder)
	require.NoError(t, os.Mkdir("made", 0o700))
	var log strings.Builder
	for at := time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC); at.Hour() < 12; at = at.Add(2 * time.Second) {
		fmt.Fprintf(&log, "192.0.2.%d - - [%s] \"GET / HTTP/1.1\" 200 512\n", at.Second(), at.Format("02/Jan/2006:15:04:05 -0700"))
	}
	require.NoError(t, os.WriteFile("site.log", []byte(log.String()), 0o600))
	out := filepath.Join("made", "shop.yaml")
	failsim("import", "haproxy.cfg", "--quick", "--trace", "site.log", "-o", out).requireDone(t)
	assert.Contains(t, content(t, out), `trace: {file: "../site.log"}`)
	failsim("run", out, "--design", "as-configured", "--incident", "blip").requireDone(t)
}
