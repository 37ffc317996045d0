package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Every verb has a page, and every flag that help shows stands on it.
func TestManualPagesAreComplete(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "man1")
	failsim("man", folder).requireDone(t)
	plain := strings.NewReplacer(`\`, "", "&", "")
	seen := 0
	var visit func(c *cobra.Command)
	visit = func(c *cobra.Command) {
		if c.Hidden || c.Name() == "help" {
			return
		}
		page := plain.Replace(content(t, filepath.Join(folder, strings.ReplaceAll(c.CommandPath(), " ", "-")+".1")))
		seen++
		assert.Contains(t, page, plain.Replace(c.Short), c.CommandPath())
		c.LocalFlags().VisitAll(func(f *pflag.Flag) {
			if !f.Hidden {
				assert.Contains(t, page, "--"+f.Name, "%s --%s", c.CommandPath(), f.Name)
			}
		})
		for _, sub := range c.Commands() {
			visit(sub)
		}
	}
	root := newRoot()
	root.InitDefaultCompletionCmd()
	visit(root)
	page := content(t, filepath.Join(folder, "failsim-plan.1"))
	assert.Regexp(t, `(?s)\.EX\n.*failsim plan --require 'p95\(recovery\) <= 10m and availability >= 99\.95%' --lose zone,region\n.*\.EE`, plain.Replace(page), "examples are not filled")
	assert.NotRegexp(t, `=(0|false|\[\])|\[=`, plain.Replace(page), "what is no default is not shown")
	compare := plain.Replace(content(t, filepath.Join(folder, "failsim-compare.1")))
	assert.Contains(t, compare, "--replicationsfP=INT")
	assert.Contains(t, compare, "(default 16)")
	pages, err := os.ReadDir(folder)
	require.NoError(t, err)
	assert.Len(t, pages, seen, "and no others")
	assert.Greater(t, seen, 30)
}
