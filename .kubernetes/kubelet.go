package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"syscall"
	"time"

	core "k8s.io/api/core/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
)

// kubelet stands in for one: it takes every pod and runs its container as a process.
type kubelet struct {
	client  *kubernetes.Clientset
	work    string // its folder
	program string // failsim, linked statically
	say     func(format string, args ...any)
	// kill says of which index the first try is killed, to see it go on.
	kill   string
	killed bool

	taken map[string]bool
	wait  sync.WaitGroup
}

// run takes pods until the context ends.
func (k *kubelet) run(ctx context.Context) error {
	k.taken = map[string]bool{}
	defer k.wait.Wait()
	for ctx.Err() == nil {
		pods, err := k.client.CoreV1().Pods("default").List(ctx, meta.ListOptions{})
		if err != nil && ctx.Err() == nil {
			return err
		}
		for i := range pods.Items {
			p := pods.Items[i].DeepCopy()
			if p.DeletionTimestamp != nil && k.taken[p.Name] {
				now := int64(0)
				_ = k.client.CoreV1().Pods("default").Delete(ctx, p.Name, meta.DeleteOptions{GracePeriodSeconds: &now})
			} else if p.DeletionTimestamp == nil && p.Status.Phase == core.PodPending && !k.taken[p.Name] {
				k.taken[p.Name] = true
				k.wait.Go(func() { k.serve(ctx, p) })
			}
		}
		select {
		case <-ctx.Done():
		case <-time.After(200 * time.Millisecond):
		}
	}
	return nil
}

// serve runs a pod, and reports to the API server what became of it.
func (k *kubelet) serve(ctx context.Context, p *core.Pod) {
	index := p.Annotations["batch.kubernetes.io/job-completion-index"]
	err := k.report(ctx, p.Name, core.PodRunning, core.ContainerState{Running: &core.ContainerStateRunning{StartedAt: meta.Now()}})
	code := 128
	if err == nil {
		code, err = k.process(ctx, p, index)
	}
	phase := core.PodSucceeded
	if code != 0 {
		phase = core.PodFailed
	}
	k.say("pod of job %s, index %q: exit %d%s", p.Labels["batch.kubernetes.io/job-name"], index, code, because(err))
	state := core.ContainerState{Terminated: &core.ContainerStateTerminated{ExitCode: int32(code), FinishedAt: meta.Now(), Reason: string(phase)}}
	if err := k.report(ctx, p.Name, phase, state); err != nil && ctx.Err() == nil {
		k.say("reporting %s: %v", p.Name, err)
	}
}

func because(err error) string {
	if err == nil {
		return ""
	}
	return ": " + err.Error()
}

func (k *kubelet) report(ctx context.Context, name string, phase core.PodPhase, state core.ContainerState) error {
	p, err := k.client.CoreV1().Pods("default").Get(ctx, name, meta.GetOptions{})
	if err != nil {
		return err
	}
	now := meta.Now()
	p.Status.Phase = phase
	if p.Status.StartTime == nil {
		p.Status.StartTime = &now
	}
	p.Status.ContainerStatuses = []core.ContainerStatus{{Name: p.Spec.Containers[0].Name, Image: p.Spec.Containers[0].Image, State: state, Ready: phase == core.PodRunning}}
	_, err = k.client.CoreV1().Pods("default").UpdateStatus(ctx, p, meta.UpdateOptions{})
	return err
}

// process runs the container's command in a root of its own.
func (k *kubelet) process(ctx context.Context, p *core.Pod, index string) (code int, err error) {
	root := filepath.Join(k.work, "pods", p.Name)
	undo, err := k.mount(ctx, p, root)
	defer undo()
	if err != nil {
		return 128, err
	}
	container := &p.Spec.Containers[0]
	env := map[string]string{"PATH": "/", "HOME": "/"}
	for _, e := range container.Env {
		env[e.Name] = e.Value
		if f := e.ValueFrom; f != nil && f.FieldRef != nil { // the job controller's, of the pod's annotation
			env[e.Name] = index
		}
	}
	c := exec.CommandContext(ctx, "/failsim", expanded(container.Args, env)...)
	c.Dir = "/"
	for name, value := range env {
		c.Env = append(c.Env, name+"="+value)
	}
	c.SysProcAttr = &syscall.SysProcAttr{Chroot: root, Credential: &syscall.Credential{Uid: uint32(*p.Spec.SecurityContext.RunAsUser), Gid: uint32(*p.Spec.SecurityContext.RunAsGroup), NoSetGroups: true}}
	log, err := os.Create(filepath.Join(k.work, p.Name+".log"))
	if err != nil {
		return 128, err
	}
	defer log.Close()
	c.Stdout, c.Stderr = log, log
	if err := c.Start(); err != nil {
		return 128, err
	}
	if index != "" && index == k.kill && !k.killed {
		k.killed = true
		go k.killLater(c.Process, p, root)
	}
	err = c.Wait()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		said, _ := os.ReadFile(log.Name())
		if exit.ExitCode() < 0 {
			return 137, fmt.Errorf("killed %s", said)
		}
		return exit.ExitCode(), fmt.Errorf("%s", said)
	}
	return 0, err
}

// killLater kills a shard in the middle: when some runs of it are kept.
func (k *kubelet) killLater(process *os.Process, p *core.Pod, root string) {
	for range 3000 {
		found, _ := filepath.Glob(filepath.Join(root, "shards", "*", "shard-"+k.kill, "runs.failsim"))
		for _, path := range found {
			if info, err := os.Stat(path); err == nil && info.Size() > 100_000 {
				k.say("kill -9 of pod %s, index %s, with %d kB of runs kept", p.Name, k.kill, info.Size()/1000)
				_ = process.Kill()
				return
			}
		}
		time.Sleep(5 * time.Millisecond)
	}
}
