package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
	"github.com/spf13/pflag"
)

func newMan() *cobra.Command {
	return &cobra.Command{
		Use:   "man DIRECTORY",
		Short: "Write the manual pages, one a verb",
		Long: `Man writes a manual page of failsim and of each of its verbs into a directory, such as

    failsim man ~/.local/share/man/man1

after which man failsim and man failsim-compare show them.`,
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if err := os.MkdirAll(args[0], 0o777); err != nil {
				return usage("%w", err)
			}
			root := c.Root()
			root.DisableAutoGenTag = true
			root.InitDefaultCompletionCmd()
			n, err := writePages(root, args[0])
			if err == nil {
				_, err = fmt.Fprintf(c.OutOrStdout(), "%s in %s\n", plural(n, "page"), args[0])
			}
			return err
		},
	}
}

// writePages writes the page of a verb and those of the verbs below it.
func writePages(c *cobra.Command, folder string) (n int, err error) {
	if !c.IsAvailableCommand() && c.HasParent() || c.IsAdditionalHelpTopicCommand() || c.Name() == "help" {
		return 0, nil
	}
	for _, sub := range c.Commands() {
		m, err := writePages(sub, folder)
		if n += m; err != nil {
			return n, err
		}
	}
	c.Long = examplesKept(c.Long)
	c.InitDefaultHelpFlag()
	c.Flags().VisitAll(forManual)
	// A fixed day, so that the same version writes the same pages.
	day := time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC)
	var page bytes.Buffer
	if err := doc.GenMan(c, &doc.GenManHeader{Title: "FAILSIM", Section: "1", Date: &day, Source: "failsim " + version(), Manual: "failsim"}, &page); err != nil {
		return n, err
	}
	name := strings.ReplaceAll(c.CommandPath(), " ", "-") + ".1"
	return n + 1, os.WriteFile(filepath.Join(folder, name), switches.ReplaceAll(page.Bytes(), nil), 0o666)
}

// switches are the values of flags that take none.
var switches = regexp.MustCompile(`\[=(false|true)\]`)

// examplesKept marks the indented lines of a text as what is printed as it stands:
// Markdown, of which pages are made, takes fewer than four blanks for nothing.
func examplesKept(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if strings.HasPrefix(line, "  ") {
			lines[i] = "    " + line
		} else {
			lines[i] = inManual.Replace(line)
		}
	}
	return strings.Join(lines, "\n")
}

// inManual shields what Markdown would obey.
var inManual = strings.NewReplacer("*", `\*`, "_", `\_`, "<", `\<`)

// forManual has a flag say what it takes, as --help does, and its default only where
// there is one.
func forManual(f *pflag.Flag) {
	kind, about := pflag.UnquoteUsage(f)
	f.Usage = inManual.Replace(about)
	if f.Value.Type() == "bool" {
		return
	}
	switch f.DefValue {
	case "", "0", "[]", "0s":
	default:
		f.Usage += " (default " + inManual.Replace(f.DefValue) + ")"
	}
	f.DefValue, f.Value = strings.ToUpper(kind), taking{f.Value}
}

// taking is the value of a flag that is not quoted.
type taking struct{ pflag.Value }

// Type implements pflag.Value.
func (taking) Type() string { return "word" }
