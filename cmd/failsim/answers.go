package main

import "github.com/spf13/cobra"

// answers are the verbs that run a scenario at many points.
func answers() []*cobra.Command {
	return []*cobra.Command{newPlan(), newRobust(), newSensitivity(), newSweep()}
}
