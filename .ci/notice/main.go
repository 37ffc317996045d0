// Command notice writes NOTICE: who made what failsim links and embeds, under which
// licence, with the text of each. It reads the modules that ./cmd/failsim is built of
// for Linux, macOS and Windows.
package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

func main() {
	text, err := notice()
	if err == nil {
		err = os.WriteFile("NOTICE", text, 0o644)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "notice:", err)
		os.Exit(3)
	}
}

// embedded is what others made and the program carries, by the file that does.
var embedded = []struct{ file, what string }{
	{"traces/data", "requests per second of NASA Kennedy Space Center, 13 July 1995: the trace NASA-HTTP of the Internet Traffic Archive, collected by Jim Dumoulin, " +
		"contributed by Martin Arlitt and Carey Williamson; \"may be freely redistributed\". See traces/data/README.md."},
	{"traces/make/data", "rates by hour and by minute, figures made of the Internet Traffic Archive's traces and of the Numenta Anomaly Benchmark (MIT). See traces/make/data/README.md."},
	{"sim/portable", "Log, Log1p, Expm1 and Erfc after FreeBSD's msun: \"Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved. " +
		"Developed at SunPro, a Sun Microsystems, Inc. business. Permission to use, copy, modify, and distribute this software is freely granted, " +
		"provided that this notice is preserved.\" Sin and Cos after Cephes 2.8, copyright 1984 to 1992 by Stephen L. Moshier, both by way of Go's own, whose licence follows below."},
	{"results/page/assets", "uPlot, which draws the charts of report.html. Its licence follows."},
}

// chosen are licences of those that leave a choice.
var chosen = map[string]string{"github.com/golang/freetype": "licenses/ftl.txt"}

func notice() ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("failsim links and embeds the work of others. Written by go run ./.ci/notice; do not edit.\n\nEmbedded\n\n")
	for _, e := range embedded {
		if _, err := os.Stat(e.file); err != nil {
			return nil, err
		}
		fmt.Fprintf(&b, "%s: %s\n", e.file, e.what)
		licences, err := licencesIn(e.file)
		if err != nil {
			return nil, err
		}
		for _, l := range licences {
			fmt.Fprintf(&b, "\n%s\n", indent(l))
		}
	}
	b.WriteString("\nLinked\n\n")
	modules, err := linked()
	if err != nil {
		return nil, err
	}
	for _, m := range modules {
		licences, err := licencesIn(m.dir)
		if err != nil {
			return nil, err
		}
		if path, ok := chosen[strings.Fields(m.name)[0]]; ok {
			text, err := os.ReadFile(filepath.Join(m.dir, path))
			if err != nil {
				return nil, err
			}
			licences = append(licences, string(text))
		}
		if len(licences) == 0 {
			return nil, fmt.Errorf("%s has no licence in %s", m.name, m.dir)
		}
		fmt.Fprintf(&b, "%s\n", m.name)
		for _, l := range licences {
			fmt.Fprintf(&b, "\n%s\n", indent(l))
		}
		b.WriteString("\n")
	}
	return append(bytes.TrimRight(b.Bytes(), "\n"), '\n'), nil
}

type module struct{ name, dir string }

// linked returns the modules of the program, with versions, and Go itself.
func linked() ([]module, error) {
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return nil, err
	}
	all := []module{{"The Go runtime and standard library", strings.TrimSpace(string(root))}}
	for _, system := range []string{"linux", "darwin", "windows"} {
		list := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}}\t{{.Dir}}{{end}}{{end}}", "./cmd/failsim")
		list.Env = append(os.Environ(), "GOOS="+system, "CGO_ENABLED=0")
		list.Stderr = os.Stderr
		out, err := list.Output()
		if err != nil {
			return nil, err
		}
		for line := range strings.Lines(string(out)) {
			name, dir, ok := strings.Cut(strings.TrimSpace(line), "\t")
			if m := (module{name, dir}); ok && !slices.Contains(all, m) {
				all = append(all, m)
			}
		}
	}
	slices.SortFunc(all[1:], func(a, b module) int { return strings.Compare(a.name, b.name) })
	return all, nil
}

var licence = regexp.MustCompile(`(?i)(^|[-_.])((un)?licen[cs]e|copying|notice|patents)([-_.]|$)`)

// licencesIn returns the texts of licences at the top of a folder.
func licencesIn(dir string) (texts []string, err error) {
	entries, err := os.ReadDir(dir)
	for _, e := range entries {
		if e.IsDir() || !licence.MatchString(e.Name()) || strings.HasSuffix(e.Name(), ".go") {
			continue
		}
		text, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			return nil, err
		}
		texts = append(texts, strings.ReplaceAll(string(text), "\r\n", "\n"))
	}
	return texts, err
}

func indent(text string) string {
	lines := strings.Split(strings.Trim(text, "\n"), "\n")
	for i, line := range lines {
		if line = strings.TrimRight(line, " \t"); line != "" {
			line = "    " + line
		}
		lines[i] = line
	}
	return strings.Join(lines, "\n")
}
