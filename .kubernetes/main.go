package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"time"

	batch "k8s.io/api/batch/v1"
	core "k8s.io/api/core/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/util/yaml"
)

func main() {
	bin := flag.String("bin", "", "folder of kube-apiserver and kube-controller-manager")
	etcd := flag.String("etcd", "etcd", "etcd's program")
	program := flag.String("failsim", "", "failsim, linked statically")
	manifest := flag.String("manifest", "", "what failsim job kubernetes wrote")
	work := flag.String("work", "", "folder to work in; claims/failsim in it is the claim")
	kill := flag.String("kill", "1", "index whose first pod is killed in the middle")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := play(ctx, *bin, *etcd, *program, *manifest, *work, *kill); err != nil {
		fmt.Fprintln(os.Stderr, "kubernetes:", err)
		os.Exit(1)
	}
}

// play starts the cluster, has it run the jobs of a manifest and waits for both.
func play(ctx context.Context, bin, etcd, program, manifest, work, kill string) error {
	text, err := os.ReadFile(manifest)
	if err != nil {
		return err
	}
	c := &cluster{work: work}
	defer c.stop()
	if err := c.start(ctx, bin, etcd); err != nil {
		return err
	}
	version, err := c.client.Discovery().ServerVersion()
	if err != nil {
		return err
	}
	fmt.Printf("kube-apiserver %s answers\n", version.GitVersion)
	ctx, stop := context.WithCancel(ctx)
	k := &kubelet{client: c.client, work: work, program: program, kill: kill, say: func(format string, args ...any) { fmt.Printf(format+"\n", args...) }}
	done := make(chan error, 1)
	go func() { done <- k.run(ctx) }()
	err = c.jobs(ctx, text)
	stop()
	return errors.Join(err, <-done)
}

// jobs creates what the manifest has, waits for the shards, starts the merge and waits
// for it.
func (c *cluster) jobs(ctx context.Context, text []byte) error {
	var names []string
	for d := yaml.NewDocumentDecoder(io.NopCloser(bytes.NewReader(text))); ; {
		part := make([]byte, 1<<21)
		n, err := d.Read(part)
		if errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return err
		}
		kind, name, err := c.create(ctx, part[:n])
		if err != nil {
			return err
		}
		fmt.Printf("%s %s created, strictly validated\n", kind, name)
		if kind == "Job" {
			names = append(names, name)
		}
	}
	if len(names) != 2 {
		return fmt.Errorf("the manifest has %d jobs, not the shards and their merge", len(names))
	}
	if err := c.complete(ctx, names[0]); err != nil {
		return err
	}
	unsuspended := []byte(`{"spec":{"suspend":false}}`)
	if _, err := c.client.BatchV1().Jobs("default").Patch(ctx, names[1], types.MergePatchType, unsuspended, meta.PatchOptions{}); err != nil {
		return err
	}
	return c.complete(ctx, names[1])
}

// create creates one object; the server refuses fields that it does not know.
func (c *cluster) create(ctx context.Context, text []byte) (kind, name string, err error) {
	var head struct {
		meta.TypeMeta   `json:",inline"`
		meta.ObjectMeta `json:"metadata"`
	}
	if err := yaml.Unmarshal(text, &head); err != nil {
		return "", "", err
	}
	strict := meta.CreateOptions{FieldValidation: meta.FieldValidationStrict}
	switch head.Kind {
	case "ConfigMap":
		var m core.ConfigMap
		if err = yaml.UnmarshalStrict(text, &m); err == nil {
			_, err = c.client.CoreV1().ConfigMaps("default").Create(ctx, &m, strict)
		}
	case "Job":
		var j batch.Job
		if err = yaml.UnmarshalStrict(text, &j); err == nil {
			_, err = c.client.BatchV1().Jobs("default").Create(ctx, &j, strict)
		}
	default:
		err = fmt.Errorf("what is a %q", head.Kind)
	}
	return head.Kind, head.Name, err
}

// complete waits until a job is complete, and says how that went.
func (c *cluster) complete(ctx context.Context, name string) error {
	began := time.Now()
	var job *batch.Job
	err := until(ctx, 10*time.Minute, "job "+name+" is complete", func() (bool, error) {
		var err error
		if job, err = c.client.BatchV1().Jobs("default").Get(ctx, name, meta.GetOptions{}); err != nil {
			return false, err
		}
		for _, is := range job.Status.Conditions {
			switch {
			case is.Status != core.ConditionTrue:
			case is.Type == batch.JobFailed:
				return false, fmt.Errorf("job %s failed: %s", name, is.Message)
			case is.Type == batch.JobComplete:
				return true, nil
			}
		}
		return false, nil
	})
	if err == nil {
		fmt.Printf("job %s complete after %s: %d pods succeeded, %d failed, indexes %q\n", name, time.Since(began).Round(time.Second), job.Status.Succeeded, job.Status.Failed, job.Status.CompletedIndexes)
	}
	return err
}
