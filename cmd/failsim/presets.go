package main

import (
	"embed"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"failsim/models/world/scenario"
	"failsim/strategies"
)

//go:embed presets/*.yaml
var presetFiles embed.FS

// presets are what named programs do, by their names.
func presets() scenario.Presets {
	all := scenario.Presets{}
	for _, name := range presetNames() {
		content, err := presetFiles.ReadFile(path.Join("presets", name+".yaml"))
		if err != nil {
			panic("failsim: an embedded preset cannot be read: " + err.Error())
		}
		all[name] = content
	}
	return all
}

func presetNames() (names []string) {
	entries, err := presetFiles.ReadDir("presets")
	if err != nil {
		panic("failsim: the embedded presets cannot be listed: " + err.Error())
	}
	for _, e := range entries {
		names = append(names, strings.TrimSuffix(e.Name(), ".yaml"))
	}
	return names
}

// preset reads an embedded preset.
func preset(name string) scenario.Preset {
	p, err := scenario.ReadPreset(name, presets()[name], strategies.All())
	if err != nil {
		panic("failsim: an embedded preset is wrong: " + err.Error())
	}
	return p
}

// listPresets names presets by what they are of.
func listPresets(w io.Writer) {
	for _, kind := range scenario.PresetKinds() {
		where := "in a design, or in clients of a population"
		if kind == "lb" {
			where = "in a design"
		}
		fmt.Fprintf(w, "%s: NAME, %s\n", kind, where)
		for _, name := range presetNames() {
			if p := preset(name); p.Kind == kind {
				fmt.Fprintf(w, "  %-20s %s\n", p.Name, p.About)
			}
		}
	}
}

func explainPreset(w io.Writer, p scenario.Preset) {
	fmt.Fprintf(w, "%s (a preset, %s)\n\n  %s\n\nIn a scenario, in a design", p.Name, p.Kind, p.About)
	if p.Kind != "lb" {
		fmt.Fprint(w, ", or in clients of a population")
	}
	fmt.Fprintf(w, ":\n  %s: %s\n\nThat stands for the following; what the design says itself counts more:\n", p.Kind, p.Name)
	stands := standsFor(string(presets()[p.Name]))
	for _, line := range stands {
		fmt.Fprintf(w, "  %s\n", line)
	}
	if len(stands) == 0 {
		fmt.Fprintln(w, "  resolvers that all keep to the TTL: no overstay")
	}
	fmt.Fprintf(w, "\nWhere that comes from:\n  %s\n", p.Source)
	if p.LeavesOut != "" {
		fmt.Fprintf(w, "\nWhat it leaves out:\n  %s\n", p.LeavesOut)
	}
	var names []string
	for _, list := range p.Strategies {
		for _, s := range list {
			names = append(names, s.Strategy.Name)
		}
	}
	if slices.Sort(names); len(names) > 0 {
		fmt.Fprintf(w, "\nMore: failsim explain %s\n", strings.Join(names, ", "))
	}
}

// standsFor returns the lines of a preset's file that say what it does.
func standsFor(text string) (lines []string) {
	for line := range strings.Lines(text) {
		key, _, _ := strings.Cut(line, ":")
		if line = strings.TrimSpace(line); line != "" && !slices.Contains([]string{"preset", "of", "about", "source", "leaves-out"}, key) {
			lines = append(lines, line)
		}
	}
	return lines
}
