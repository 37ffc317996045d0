package main

import (
	"fmt"
	"os"
	"regexp"

	"failsim/models/figures"
	"failsim/models/queue"
	"failsim/models/reliability"
	"failsim/strategies"
)

// system is a file that queue simulates, read and checked.
type system struct {
	name, about, what string
	older             string // in a line, which older names it has; ""
	run               func(seed uint64, replication int) *figures.Report
}

var systemKey = regexp.MustCompile(`(?m)^(queueing|reliability):`)

// isSystem tells such a file from a scenario by its first key.
func isSystem(content []byte) bool { return systemKey.Match(content) }

// readSystem reads a file of queues, or of what fails and is mended.
func readSystem(name string, content []byte) (system, error) {
	if key := systemKey.FindSubmatch(content); key != nil && string(key[1]) == "reliability" {
		spec, err := reliability.Read(name, content)
		if err != nil {
			return system{}, err
		}
		return system{spec.Name, spec.About, "what fails and is mended", "", func(seed uint64, replication int) *figures.Report {
			return reliability.Run(spec, seed, replication)
		}}, nil
	}
	spec, err := queue.Read(name, content, strategies.All())
	if err != nil {
		return system{}, err
	}
	return system{spec.Name, spec.About, "a queueing system", spec.Older, func(seed uint64, replication int) *figures.Report { return queue.Run(spec, seed, replication) }}, nil
}

// loadSystem reads a file by its name.
func loadSystem(name string) (system, error) {
	content, err := os.ReadFile(name)
	if err != nil {
		return system{}, unreadable(name, err)
	}
	return readSystem(name, content)
}

// checkSystem says that a file is right, if it is one of a system.
func checkSystem(name string) (said, older string, is bool, err error) {
	content, err := os.ReadFile(name)
	if err != nil || !isSystem(content) {
		return "", "", false, nil
	}
	s, err := readSystem(name, content)
	return fmt.Sprintf("%s: ok: %s\n", name, s.what), s.older, true, err
}
