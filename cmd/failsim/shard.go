package main

import (
	"os"
	"regexp"
	"strconv"
)

var shardOf = regexp.MustCompile(`^(auto|[0-9]{1,6})/([0-9]{1,6})$`)

// tasks are the variables in which a cluster gives a task its number, and the number
// of the first.
var tasks = []struct {
	variable string
	first    int
}{{"JOB_COMPLETION_INDEX", 0}, {"SLURM_ARRAY_TASK_ID", 1}, {"AWS_BATCH_JOB_ARRAY_INDEX", 0}}

// ofTask returns the number of the shard that a cluster's task is to make.
func ofTask() (int, error) {
	for _, t := range tasks {
		if text := os.Getenv(t.variable); text != "" {
			n, err := strconv.Atoi(text)
			if err != nil {
				return 0, usage("--shard auto: %s is %q", t.variable, text)
			}
			return n - t.first + 1, nil
		}
	}
	return 0, usage("--shard auto: none of %s, %s and %s is set, so this is no task of Kubernetes, Slurm or AWS Batch", tasks[0].variable, tasks[1].variable, tasks[2].variable)
}

// mostShards bounds what a wrong number asks for.
const mostShards = 100_000
