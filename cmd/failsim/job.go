package main

import (
	"embed"
	"encoding/json"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"text/template"

	"github.com/spf13/cobra"
)

//go:embed jobs/*
var jobs embed.FS

func newJob() *cobra.Command {
	var j job
	c := &cobra.Command{
		Use:       "job kubernetes|slurm [SCENARIO] [-- FLAGS OF THE STUDY]",
		Short:     "Write the job that runs a study in shards on Kubernetes or Slurm",
		ValidArgs: []string{"kubernetes", "slurm"},
		Long: `Job prints what runs compare in shards on a cluster, and merges them: an Indexed
Job for Kubernetes, an array for Slurm; with --verb also year, sweep or plan. Flags
of the study come after two dashes:

    failsim job slurm my.yaml --shards 100 -- --replications 100000 > job.sh
    failsim job kubernetes my.yaml --shards 100 -- --replications 100000 > job.yaml
    failsim job slurm --verb sweep my.yaml -- --vary 'designs/*/dns/ttl=30s..10m/50' > job.sh

The result is byte for byte what the study makes on one machine.`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			at := c.ArgsLenAtDash()
			if at < 0 {
				at = len(args)
			}
			return j.write(c, args[:at], args[at:])
		},
	}
	c.Flags().StringVar(&j.verb, "verb", "compare", "the study: compare, year, sweep or plan")
	c.Flags().IntVar(&j.shards, "shards", 10, "in how many parts: 50 to 500 suit most clusters")
	c.Flags().IntVar(&j.atOnce, "at-once", 0, "how many parts run at the same time, at most (default: all)")
	c.Flags().StringVar(&j.memory, "memory", "1Gi", "memory of each part: `SIZE` such as 512Mi or 2Gi")
	c.Flags().StringVar(&j.image, "image", "failsim:latest", "kubernetes: image that has failsim (docs/jobs.md says how to build it)")
	c.Flags().StringVar(&j.claim, "claim", "failsim", "kubernetes: persistent volume claim for shards and result")
	c.Flags().StringVar(&j.out, "out", "failsim-shards", "slurm: directory of shards and result, which all nodes see")
	return c
}

var sizeOfMemory = regexp.MustCompile(`^([1-9][0-9]{0,5})(Mi|Gi)$`)

func (j *job) write(c *cobra.Command, args, flags []string) error {
	size := sizeOfMemory.FindStringSubmatch(j.memory)
	if j.atOnce == 0 {
		j.atOnce = j.shards
	}
	switch {
	case len(args) > 2:
		return usage("%q: flags of %s come after --", args[2], j.verb)
	case !slices.Contains(c.ValidArgs, args[0]):
		return usage("there is no job for %q%s", args[0], hint(args[0], c.ValidArgs))
	case !slices.Contains(inShards, j.verb):
		return usage("--verb %s: not made in shards%s", j.verb, hint(j.verb, inShards))
	case j.shards < 1 || j.shards > mostShards:
		return usage("--shards %d: from 1 to %d", j.shards, mostShards)
	case j.atOnce < 1 || j.atOnce > j.shards:
		return usage("--at-once %d: from 1 to the number of shards, %d", j.atOnce, j.shards)
	case size == nil:
		return usage("--memory %q: a whole number of Mi or Gi, such as 512Mi", j.memory)
	}
	name := nameOf(args[1:])
	if j.verb == "year" && len(args) == 1 {
		name = defaultYear
	}
	s, err := j.forShards(c, name, flags)
	if err != nil {
		return err
	}
	t := jobText{Name: j.label(s.Name), Prints: j.verb == "plan", verb: j.verb, Shards: j.shards, AtOnce: j.atOnce, Image: quoted(j.image), Claim: quoted(j.claim), Memory: j.memory, scenario: name, flags: flags,
		About: fmt.Sprintf("failsim %s %s in %d shards, written by failsim job %s.", j.verb, strings.Join(append([]string{s.Name}, flags...), " "), j.shards, args[0])}
	if strings.ContainsAny(t.About, "\n\r") {
		return usage("flags of %s have a line break within", j.verb)
	}
	if !slices.Contains(embeddedNames(), name) {
		t.Text = quoted(s.Text)
	}
	if args[0] == "kubernetes" {
		return t.kubernetes(c)
	}
	t.Megabytes, _ = strconv.Atoi(size[1])
	if size[2] == "Gi" {
		t.Megabytes *= 1024
	}
	return t.slurm(c, j.out)
}

// jobText is what templates fill in.
type jobText struct {
	About, Name, Text, Image, Claim, Memory string
	Shards, AtOnce, Megabytes               int
	Compare, Merge, Out, Comment            string
	Prints                                  bool // merge prints the answer, and writes no result
	verb, scenario                          string
	flags                                   []string
}

// kubernetes writes manifests. Its $(JOB_COMPLETION_INDEX) is filled in by the kubelet;
// failsim takes the shard's number, which is one more, from the environment.
func (t *jobText) kubernetes(c *cobra.Command) error {
	scenario := t.scenario
	if t.Text != "" {
		scenario = "/scenario/scenario.yaml"
	}
	args := []string{t.verb, scenario}
	for _, f := range t.flags {
		args = append(args, strings.ReplaceAll(f, "$(", "$$("))
	}
	args = append(args, "--jobs", "1", "--quiet", "--shard", fmt.Sprintf("auto/%d", t.Shards), "--out", "/shards/"+t.Name+"/shard-$(JOB_COMPLETION_INDEX)")
	merge := []string{"merge", "/shards/" + t.Name, "--quiet"}
	if !t.Prints {
		merge = append(merge, "--out", "/shards/"+t.Name+"-result")
	}
	t.Compare, t.Merge = listed(args), listed(merge)
	return t.fill(c, "kubernetes.yaml")
}

func (t *jobText) slurm(c *cobra.Command, out string) error {
	if strings.ContainsAny(out, "\n\r") || strings.TrimSpace(out) == "" {
		return usage("--out %q: it names no directory", out)
	}
	scenario := t.scenario
	if t.Text != "" {
		absolute, err := filepath.Abs(scenario)
		if err != nil {
			return err
		}
		scenario = absolute
	}
	words := []string{"failsim", t.verb, scenario}
	for i, w := range append(append(words, t.flags...), "--jobs", "1", "--quiet") {
		if i > 0 {
			t.Compare += " "
		}
		t.Compare += inShell(w)
	}
	t.Out, t.Comment = inShell(out), out
	merge := "failsim merge " + inShell(out) + " --quiet"
	if !t.Prints {
		merge += " --out " + inShell(out+"-result")
	}
	t.Merge = inShell(merge)
	return t.fill(c, "slurm.sh")
}

func (t *jobText) fill(c *cobra.Command, name string) error {
	text, err := template.ParseFS(jobs, "jobs/"+name)
	if err != nil {
		panic("failsim: " + err.Error())
	}
	return text.Execute(asIs(c.OutOrStdout()), t)
}

// quoted and listed write YAML, of which JSON is a part.
func quoted(s string) string {
	data, _ := json.Marshal(s)
	return string(data)
}

func listed(words []string) string {
	parts := make([]string, len(words))
	for i, w := range words {
		parts[i] = quoted(w)
	}
	return "[" + strings.Join(parts, ", ") + "]"
}

var plain = regexp.MustCompile(`^[A-Za-z0-9_./:=,@%+-]+$`)

// inShell quotes a word for a shell.
func inShell(s string) string {
	if plain.MatchString(s) {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
