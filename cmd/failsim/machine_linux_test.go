package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The least limit counts, of a group or of one above it, in both versions.
func TestControlGroupsLimitMemory(t *testing.T) {
	root := t.TempDir()
	put := func(path, content string) {
		require.NoError(t, os.MkdirAll(filepath.Join(root, filepath.Dir(path)), 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(root, path), []byte(content), 0o644))
	}
	put("two/memory.max", "3000000\n")
	put("two/below/memory.max", "max\n")
	put("memory/one/memory.limit_in_bytes", "2000000\n")
	for _, c := range []struct {
		says, groups string
		least        float64
	}{
		{"none", "", 0},
		{"one without a limit of its own, below one with", "0::/two/below\n", 3e6},
		{"a whole machine", "0::/\n", 0},
		{"version 1", "3:cpu:/one\n4:memory:/one\n", 2e6},
		{"both", "4:memory:/one\n0::/two\n", 2e6},
	} {
		assert.Equal(t, c.least, groupMemory(c.groups, root), c.says)
	}
	assert.Positive(t, machineMemory())
}
