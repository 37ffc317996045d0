#!/bin/bash
# {{.About}}
#
#   id=$(sbatch --parsable this-file)
#   sbatch --dependency=afterok:$id --wrap {{.Merge}}{{if .Prints}}   # the answer is in its log{{end}}
#
# Shards lie in {{.Comment}}. A task that is requeued, or submitted again with
# --array=NUMBER, goes on where it was.
#SBATCH --job-name={{.Name}}
#SBATCH --array=1-{{.Shards}}%{{.AtOnce}}
#SBATCH --cpus-per-task=1
#SBATCH --mem={{.Megabytes}}M
#SBATCH --requeue
#SBATCH --output={{.Name}}-%a.log
set -eu
exec {{.Compare}} --shard "$SLURM_ARRAY_TASK_ID/{{.Shards}}" --out {{.Out}}/"shard-$SLURM_ARRAY_TASK_ID"
