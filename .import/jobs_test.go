package main

import (
	"bytes"
	"os"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	batch "k8s.io/api/batch/v1"
	core "k8s.io/api/core/v1"
	"sigs.k8s.io/yaml"
)

// What failsim job kubernetes writes is of Kubernetes' types, with no key that they lack.
func TestJobsAreKubernetes(t *testing.T) {
	for _, c := range []struct {
		file   string
		shards int32
		kinds  []string
	}{
		{"job-kubernetes", 100, []string{"ConfigMap", "Job", "Job"}},
		{"job-embedded", 10, []string{"Job", "Job"}},
	} {
		content, err := os.ReadFile("../cmd/failsim/testdata/" + c.file + ".golden")
		require.NoError(t, err)
		var kinds []string
		var jobs []batch.Job
		for _, text := range regexp.MustCompile(`(?m)^---.*$`).Split(string(content), -1) {
			var kind struct{ Kind string }
			require.NoError(t, yaml.Unmarshal([]byte(text), &kind))
			kinds = append(kinds, kind.Kind)
			if kind.Kind == "ConfigMap" {
				var m core.ConfigMap
				require.NoError(t, yaml.UnmarshalStrict([]byte(text), &m))
				assert.True(t, bytes.Contains([]byte(m.Data["scenario.yaml"]), []byte("scenario:")))
				continue
			}
			var j batch.Job
			require.NoError(t, yaml.UnmarshalStrict([]byte(text), &j))
			jobs = append(jobs, j)
		}
		assert.Equal(t, c.kinds, kinds)
		study, merge := jobs[0].Spec, jobs[1].Spec
		assert.Equal(t, batch.IndexedCompletion, *study.CompletionMode)
		assert.Equal(t, c.shards, *study.Completions)
		assert.Equal(t, core.RestartPolicyNever, study.Template.Spec.RestartPolicy, "backoffLimitPerIndex asks for it")
		assert.True(t, *merge.Suspend)
		for _, j := range jobs {
			assert.Equal(t, batch.SchemeGroupVersion.String(), j.APIVersion)
			pod := j.Spec.Template.Spec
			assert.True(t, *pod.SecurityContext.RunAsNonRoot)
			for _, m := range pod.Containers[0].VolumeMounts {
				assert.True(t, func() bool {
					for _, v := range pod.Volumes {
						if v.Name == m.Name {
							return true
						}
					}
					return false
				}(), "%s is a volume", m.Name)
			}
		}
	}
}
