package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"failsim/cmd/internal/config"
	"failsim/cmd/internal/importer"
)

type importFlags struct {
	out, name, trace, emit, pool string
	quick                        bool
}

func newImport() *cobra.Command {
	var f importFlags
	c := &cobra.Command{
		Use:   "import FILE...",
		Short: "Make a scenario of a running configuration, and report what in it will hurt",
		Long: `Import reads haproxy.cfg, nginx.conf, bootstraps of Envoy's, gRPC service configs,
Kubernetes manifests (Deployment, StatefulSet, Service, Ingress, HTTPRoute,
HorizontalPodAutoscaler, PodDisruptionBudget, Istio's DestinationRule and
VirtualService), plans of Terraform's for AWS, Google Cloud and Azure (terraform show -json), zone files,
unbound.conf and dnsmasq.conf, and makes one scenario of them, in which every value
has the line that it comes from or is a question with a default. It prints what in the
files will hurt, with file, line, what that costs in the drill that shows it, and the
change; then what no file says, the most decisive first, as found by trials.

    failsim import haproxy.cfg shop.zone deployment.yaml -o shop.yaml
    failsim compare shop.yaml

The parsers are a program of their own, so that failsim stays small:
failsim-import, which is looked for beside failsim and on the PATH, and built with
the Go tool where failsim's sources are at hand.`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error { return f.run(c, args) },
	}
	c.Flags().StringVarP(&f.out, "output", "o", "", "write the scenario to this `FILE` instead of standard output, where the findings then go")
	c.Flags().StringVar(&f.name, "name", "", "name of the scenario (default: that of the output, or imported)")
	c.Flags().StringVar(&f.trace, "trace", "", "a `LOG` beside the files that gives the load, how long servers work, and what became of requests")
	c.Flags().StringVar(&f.pool, "pool", "", "make the scenario of this `POOL`, and not of that with the most servers")
	c.Flags().StringVar(&f.emit, "emit", "", "write the files as the findings would have them into this new `FOLDER`, and print the difference")
	c.Flags().BoolVar(&f.quick, "quick", false, "no drills: findings without what they cost, and questions in their usual order")
	return c
}

func (f *importFlags) run(c *cobra.Command, files []string) error {
	if err := f.keepsFiles(); err != nil {
		return err
	}
	reading, err := readConfigurations(c, files)
	if err != nil {
		return err
	}
	if f.name == "" {
		f.name = strings.TrimSuffix(filepath.Base(f.out), filepath.Ext(f.out))
		if f.out == "" {
			f.name = "imported"
		}
	}
	folder := filepath.Dir(f.out) // from which the scenario's paths start
	plans, err := importer.Plans(f.name, reading, f.pool)
	if err != nil {
		return usage("--pool: %w", err)
	}
	if f.trace != "" {
		log, err := readLog(c, folder, f.trace)
		if err != nil {
			return err
		}
		for _, p := range plans {
			p.Logged(log)
		}
	}
	p := plans[0]
	t := trials{c: c, folder: folder}
	if err := t.size(plans); err != nil {
		return err
	}
	findings := importer.Found(plans)
	importer.Silent(plans)
	if _, err := t.read(p.Scenario(findings)); err != nil {
		return err
	}
	if !f.quick {
		if err := t.price(findings); err != nil {
			return err
		}
		if err := t.decide(p, findings); err != nil {
			return err
		}
	}
	text := p.Scenario(findings)
	shown := c.ErrOrStderr()
	if f.out != "" {
		if err := os.WriteFile(f.out, []byte(text), 0o666); err != nil {
			return usage("-o: %w", err)
		}
		shown = c.OutOrStdout()
	} else if _, err := fmt.Fprint(c.OutOrStdout(), text); err != nil {
		return err
	}
	p.Print(shown, findings)
	if f.emit != "" {
		return f.write(c, files, findings)
	}
	return nil
}

// keepsFiles refuses to write over a file that import has not made, one of those that
// it reads not least.
func (f *importFlags) keepsFiles() error {
	if f.out == "" {
		return nil
	}
	if was, err := os.ReadFile(f.out); err == nil && len(was) > 0 && !strings.HasPrefix(string(was), importer.MadeBy) {
		return usage("-o: %s is there already, and failsim import has not made it: name another file, or remove it", f.out)
	}
	return nil
}

// sharedFolder is that below which all files are, as their paths have it.
func sharedFolder(names []string) string {
	folder := filepath.Dir(filepath.Clean(names[0])) + string(filepath.Separator)
	for _, name := range names {
		for !strings.HasPrefix(filepath.Clean(name), folder) && folder != "" {
			folder = folder[:strings.LastIndexByte(strings.TrimSuffix(folder, string(filepath.Separator)), filepath.Separator)+1]
		}
	}
	return folder
}

// write writes files as they should be, in folders as they are in below that which all
// files share.
func (f *importFlags) write(c *cobra.Command, read []string, findings []importer.Finding) error {
	files, diff, err := importer.Emit(findings, os.ReadFile)
	if err != nil {
		return err
	}
	if err := os.Mkdir(f.emit, 0o777); err != nil {
		return usage("--emit: %w", err)
	}
	var names []string
	for name := range files {
		names = append(names, name)
	}
	folder := sharedFolder(append(names, read...))
	for name, text := range files {
		below := strings.TrimPrefix(filepath.Clean(name), folder)
		if !filepath.IsLocal(below) {
			below = filepath.Base(name)
		}
		to := filepath.Join(f.emit, below)
		if err := os.MkdirAll(filepath.Dir(to), 0o777); err != nil {
			return err
		}
		if err := os.WriteFile(to, text, 0o666); err != nil {
			return err
		}
	}
	_, err = fmt.Fprintf(c.OutOrStdout(), "\n%s", diff)
	return err
}

// readConfigurations has failsim-import read files.
func readConfigurations(c *cobra.Command, files []string) (*config.Reading, error) {
	program, err := importProgram()
	if err != nil {
		return nil, err
	}
	var stdout, stderr bytes.Buffer
	run := exec.CommandContext(c.Context(), program[0], append(program[1:], files...)...)
	run.Stdout, run.Stderr = &stdout, &stderr
	if err := run.Run(); err != nil {
		if said := strings.TrimSpace(stderr.String()); said != "" {
			return nil, usage("%s", strings.TrimSuffix(said, "\nexit status 2"))
		}
		return nil, err
	}
	var r config.Reading
	if err := json.Unmarshal(stdout.Bytes(), &r); err != nil {
		return nil, fmt.Errorf("%s: it printed no reading: %w", program[0], err)
	}
	if r.Format != config.Format {
		return nil, usage("%s is of another version than this failsim: build it anew, go build -C .import -o FOLDER/failsim-import .", program[0])
	}
	return &r, nil
}

// importProgram finds the parsers: FAILSIM_IMPORT, beside this program, on the
// PATH, or in failsim's sources around the working directory.
func importProgram() ([]string, error) {
	if path := os.Getenv("FAILSIM_IMPORT"); path != "" {
		return []string{path}, nil
	}
	if self, err := os.Executable(); err == nil {
		beside := filepath.Join(filepath.Dir(self), "failsim-import")
		if _, err := os.Stat(beside); err == nil {
			return []string{beside}, nil
		}
	}
	if path, err := exec.LookPath("failsim-import"); err == nil {
		return []string{path}, nil
	}
	folder, err := os.Getwd()
	if err != nil {
		return nil, err
	}
	for ; ; folder = filepath.Dir(folder) {
		module := filepath.Join(folder, ".import", "go.mod")
		if _, err := os.Stat(module); err == nil {
			return build(filepath.Dir(module))
		} else if !errors.Is(err, fs.ErrNotExist) || folder == filepath.Dir(folder) {
			return nil, usage("the parsers of import, failsim-import, are neither beside failsim nor on the PATH: in failsim's sources, go build -C .import -o FOLDER/failsim-import .")
		}
	}
}

// build builds the parsers from source; the Go tool keeps what it has built.
func build(module string) ([]string, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return nil, err
	}
	out := filepath.Join(cache, "failsim", "failsim-import")
	if b, err := exec.Command("go", "build", "-C", module, "-o", out, ".").CombinedOutput(); err != nil {
		return nil, fmt.Errorf("building the parsers of import in %s: %w\n%s", module, err, b)
	}
	return []string{out}, nil
}
