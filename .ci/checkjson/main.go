// Command checkjson checks a result directory of failsim from outside: it
// knows the documented JSON and none of the code that writes it.
//
//	checkjson DIRECTORY
package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"image/png"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

type summary struct {
	Schema       string     `json:"schema"`
	Scenario     string     `json:"scenario"`
	Replications int        `json:"replications"`
	Fingerprint  string     `json:"fingerprint"`
	Designs      []design   `json:"designs"`
	Incidents    []incident `json:"incidents"`
}

type incident struct {
	Name    string   `json:"name"`
	Designs []design `json:"designs"`
}

type design struct {
	Name     string `json:"name"`
	Requests struct {
		Arrived       int64            `json:"arrived"`
		Succeeded     int64            `json:"succeeded"`
		Failed        int64            `json:"failed"`
		InFlight      int64            `json:"in_flight"`
		FailedByCause map[string]int64 `json:"failed_by_cause"`
	} `json:"requests"`
	Availability struct {
		Mean *float64    `json:"mean"`
		CI95 *[2]float64 `json:"ci95"`
		N    int         `json:"n"`
	} `json:"availability"`
	TimeToRecover struct {
		NeverHarmed *int `json:"never_harmed"`
		Harmed      *int `json:"harmed"`
		Censored    *int `json:"censored"`
	} `json:"time_to_recover_s"`
}

type manifest struct {
	Schema      string `json:"schema"`
	Fingerprint string `json:"fingerprint"`
	Inputs      []struct {
		Name                             string
		Read, Accepted, Skipped, Refused int64
		SetAside                         int64 `json:"set_aside"`
	} `json:"inputs"`
	Files []struct {
		Name   string `json:"name"`
		SHA256 string `json:"sha256"`
		Bytes  int64  `json:"bytes"`
	} `json:"files"`
}

// designs are those that elb-2012 must at least have.
var designs = []string{"single-provider", "active-passive", "isthmus", "multi-provider-dns", "multi-provider-client", "self-healing", "kill-switch"}

// problems is what has been found wrong.
type problems []string

func (p *problems) add(format string, args ...any) { *p = append(*p, fmt.Sprintf(format, args...)) }

func (p *problems) require(ok bool, format string, args ...any) {
	if !ok {
		p.add(format, args...)
	}
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: checkjson DIRECTORY")
		os.Exit(2)
	}
	var p problems
	directory := os.Args[1]
	var s summary
	p.read(filepath.Join(directory, "summary.json"), &s)
	var m manifest
	p.read(filepath.Join(directory, "manifest.json"), &m)
	if len(p) == 0 {
		p.summary(&s)
		p.manifest(directory, &m)
		p.accounts(directory, &s)
		p.require(m.Fingerprint == s.Fingerprint, "manifest.json: fingerprint %q is not that of summary.json", m.Fingerprint)
	}
	if len(p) > 0 {
		fmt.Fprintln(os.Stderr, strings.Join(p, "\n"))
		os.Exit(1)
	}
	fmt.Printf("%s: %d incidents, %d designs, %d files; fingerprint %s: all as it must be\n", directory, len(s.Incidents), len(s.Designs),
		len(m.Files)+1, s.Fingerprint)
}

func (p *problems) read(path string, into any) {
	data, err := os.ReadFile(path)
	if err == nil {
		err = json.Unmarshal(data, into)
	}
	if err != nil {
		p.add("%s: %v", path, err)
	}
}

func (p *problems) summary(s *summary) {
	p.require(s.Schema == "failsim/summary/2", "schema is %q", s.Schema)
	p.require(s.Scenario == "elb-2012", "scenario is %q", s.Scenario)
	p.require(s.Fingerprint != "", "there is no fingerprint")
	p.require(s.Replications > 1, "there are %d replications", s.Replications)
	p.require(len(s.Incidents) >= 2, "there are %d incidents", len(s.Incidents))
	p.designs(s, "", s.Designs)
	for _, i := range s.Incidents {
		p.designs(s, i.Name+", ", i.Designs)
	}
}

func (p *problems) designs(s *summary, where string, list []design) {
	var names []string
	for i := range list {
		d := &list[i]
		names = append(names, d.Name)
		p.design(where+d.Name, d, s.Replications)
	}
	for _, name := range designs {
		p.require(slices.Contains(names, name), "%sthere is no design %s", where, name)
	}
}

func (p *problems) design(where string, d *design, replications int) {
	q := &d.Requests
	p.require(q.Arrived > 0, "%s: no request arrived", where)
	p.require(q.Arrived == q.Succeeded+q.Failed+q.InFlight, "%s: %d arrived, but %d succeeded + %d failed + %d in flight", where,
		q.Arrived, q.Succeeded, q.Failed, q.InFlight)
	causes := int64(0)
	for _, n := range q.FailedByCause {
		p.require(n >= 0, "%s: a cause has %d requests", where, n)
		causes += n
	}
	p.require(q.Failed == causes, "%s: %d failed, but the causes have %d", where, q.Failed, causes)

	a := &d.Availability
	if a.Mean == nil || a.CI95 == nil {
		p.add("%s: availability has no mean or no interval", where)
		return
	}
	low, high := a.CI95[0], a.CI95[1]
	p.require(0 <= low && low <= *a.Mean && *a.Mean <= high && high <= 1, "%s: availability %v and its interval [%v, %v] are not in order within 0 to 1",
		where, *a.Mean, low, high)
	p.require(a.N >= replications, "%s: availability is of %d replications, fewer than %d", where, a.N, replications) // a design may need more

	r := &d.TimeToRecover
	if r.NeverHarmed == nil || r.Harmed == nil || r.Censored == nil {
		p.add("%s: time to recover does not say how many were never harmed, harmed and censored", where)
		return
	}
	p.require(*r.NeverHarmed+*r.Harmed == a.N && *r.Censored <= *r.Harmed, "%s: %d never harmed + %d harmed (%d censored) are not %d",
		where, *r.NeverHarmed, *r.Harmed, *r.Censored, a.N)
}

// accounts checks that what each cause cost, and what each replication lost,
// add up to the failures of summary.json.
func (p *problems) accounts(directory string, s *summary) {
	byCause := p.sums(filepath.Join(directory, "lost.csv"), "lost_per_run", "")
	byRun := p.sums(filepath.Join(directory, "replications.csv"), "failed", "")
	weighted := p.sums(filepath.Join(directory, "replications.csv"), "failed", "weight")
	for _, i := range s.Incidents {
		for _, d := range i.Designs {
			name, failed := i.Name+", "+d.Name, float64(d.Requests.Failed)
			p.require(byRun[name] == failed, "%s: replications.csv lost %v requests, not %v", name, byRun[name], failed)
			lost, want := byCause[name], weighted[name] // means of six digits
			p.require(math.Abs(lost-want) <= 1e-3*want, "%s: lost.csv lost %v requests a run, not %v", name, lost, want)
		}
	}
}

// sums adds up a column of a CSV by incident and design, times that of weights
// if there is one.
func (p *problems) sums(path, column, weights string) map[string]float64 {
	sums := map[string]float64{}
	f, err := os.Open(path)
	if err != nil {
		p.add("%v", err)
		return sums
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil || len(rows) == 0 || !slices.Contains(rows[0], column) {
		p.add("%s: no table with a column %s (%v)", path, column, err)
		return sums
	}
	at, weigh := slices.Index(rows[0], column), slices.Index(rows[0], weights)
	for _, row := range rows[1:] {
		x, err := strconv.ParseFloat(row[at], 64)
		p.require(err == nil, "%s: %v", path, err)
		if weigh >= 0 {
			w, err := strconv.ParseFloat(row[weigh], 64)
			p.require(err == nil, "%s: %v", path, err)
			x *= w
		}
		sums[row[0]+", "+row[1]] += x
	}
	return sums
}

func (p *problems) manifest(directory string, m *manifest) {
	p.require(m.Schema == "failsim/manifest/1", "manifest.json: schema is %q", m.Schema)
	p.require(len(m.Inputs) > 0, "manifest.json: no input is named")
	for _, i := range m.Inputs {
		p.require(i.Read > 0 && i.Read == i.Accepted+i.Skipped+i.SetAside+i.Refused, "manifest.json: %s: %d lines read, but %d accepted + %d skipped + %d set aside + %d refused",
			i.Name, i.Read, i.Accepted, i.Skipped, i.SetAside, i.Refused)
	}
	named := []string{"manifest.json"}
	for _, f := range m.Files {
		named = append(named, f.Name)
		data, err := os.ReadFile(filepath.Join(directory, filepath.FromSlash(f.Name)))
		if err != nil {
			p.add("manifest.json names %s: %v", f.Name, err)
			continue
		}
		hash := sha256.Sum256(data)
		p.require(hex.EncodeToString(hash[:]) == f.SHA256 && int64(len(data)) == f.Bytes, "%s is not what manifest.json says", f.Name)
		p.picture(f.Name, data)
	}
	p.plots(named)
	p.nothingElse(directory, named)
}

// picture checks that a picture is one.
func (p *problems) picture(name string, data []byte) {
	switch filepath.Ext(name) {
	case ".png":
		c, err := png.DecodeConfig(bytes.NewReader(data))
		p.require(err == nil && c.Width >= 600 && c.Height >= 200, "%s: no PNG of a useful size (%d by %d, %v)", name, c.Width, c.Height, err)
	case ".svg":
		p.require(bytes.Contains(data, []byte("<svg")) && bytes.HasSuffix(bytes.TrimSpace(data), []byte("</svg>")), "%s: no whole SVG", name)
	}
}

// plots checks that the figures of the founding incident are there, both ways.
func (p *problems) plots(named []string) {
	for _, figure := range []string{"availability", "lbs-misconfigured", "time-to-recover", "lost-by-cause"} {
		for _, ending := range []string{".svg", ".png"} {
			name := "plots/elb-state-loss-" + figure + ending
			p.require(slices.Contains(named, name), "there is no %s", name)
		}
	}
	for _, name := range []string{"summary.json", "summary.md", "timeline.csv", "lost.csv", "replications.csv"} {
		p.require(slices.Contains(named, name), "there is no %s", name)
	}
}

// nothingElse checks that the directory holds the named files only.
func (p *problems) nothingElse(directory string, named []string) {
	err := filepath.WalkDir(directory, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		name, err := filepath.Rel(directory, path)
		p.require(slices.Contains(named, filepath.ToSlash(name)), "%s is not named in manifest.json", name)
		return err
	})
	p.require(err == nil, "%v", err)
}
