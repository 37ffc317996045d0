package main

import (
	"bytes"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// machineMemory returns how much memory this process may have: the least of
// what the machine has, what its control groups allow (v1 and v2), and ulimit.
func machineMemory() float64 {
	least := memoryTotal("/proc/meminfo")
	keep := func(bytes float64) {
		if bytes > 0 && (least == 0 || bytes < least) {
			least = bytes
		}
	}
	groups, _ := os.ReadFile("/proc/self/cgroup")
	keep(groupMemory(string(groups), "/sys/fs/cgroup"))
	for _, which := range []int{unix.RLIMIT_AS, unix.RLIMIT_DATA} {
		var limit unix.Rlimit
		if unix.Getrlimit(which, &limit) == nil && limit.Cur != unix.RLIM_INFINITY {
			keep(float64(limit.Cur))
		}
	}
	return least
}

func memoryTotal(file string) float64 {
	data, _ := os.ReadFile(file)
	for line := range bytes.Lines(data) {
		if fields := strings.Fields(string(line)); len(fields) == 3 && fields[0] == "MemTotal:" {
			kib, _ := strconv.ParseFloat(fields[1], 64)
			return 1024 * kib
		}
	}
	return 0
}

// groupMemory returns the least limit of the groups that a process is in, and of
// those above them; 0 if there is none.
func groupMemory(groups, root string) (least float64) {
	for line := range strings.Lines(groups) { // hierarchy:controllers:path
		part := strings.SplitN(strings.TrimSpace(line), ":", 3)
		if len(part) != 3 {
			continue
		}
		folder, name := root, "memory.max"
		if part[1] != "" { // version 1
			if part[1] != "memory" {
				continue
			}
			folder, name = filepath.Join(root, "memory"), "memory.limit_in_bytes"
		}
		for at := path.Clean("/" + part[2]); ; at = path.Dir(at) {
			data, _ := os.ReadFile(filepath.Join(folder, at, name))
			limit, err := strconv.ParseFloat(strings.TrimSpace(string(data)), 64)
			if err == nil && limit > 0 && (least == 0 || limit < least) {
				least = limit
			}
			if at == "/" {
				break
			}
		}
	}
	return least
}
