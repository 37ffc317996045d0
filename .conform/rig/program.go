package rig

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Program is a program that may be installed, and how it tells its version.
type Program struct {
	Name    string // in the table
	Command string
	Asks    []string // arguments that have it say its version
	Finds   string   // a regular expression whose first group that is
	Package string   // of Debian
	Built   string   // not empty: a command builds it
	Within  string   // not empty: it is in the last folder that matches this
}

// patience is with a program that only has to say something.
const patience = 20 * time.Second

// folders are searched besides PATH: daemons are not in everybody's, and what this
// project builds itself (make coredns) is in its cache.
var folders = []string{"/usr/sbin", "/usr/local/sbin", "/sbin", Cache()}

// Cache is where is kept what was built or fetched for experiments.
func Cache() string {
	cache, err := os.UserCacheDir()
	if err != nil {
		cache = os.TempDir()
	}
	return filepath.Join(cache, "failsim-conform-real")
}

// Path returns where the program is; empty where it is not.
func (p *Program) Path() string {
	if p.Within != "" {
		found, _ := filepath.Glob(filepath.Join(p.Within, p.Command))
		if len(found) == 0 {
			return ""
		}
		return found[len(found)-1]
	}
	if path, err := exec.LookPath(p.Command); err == nil {
		return path
	}
	for _, f := range folders {
		if path := filepath.Join(f, p.Command); exec.Command("test", "-x", path).Run() == nil {
			return path
		}
	}
	return ""
}

// Missing says that the program is not here, and how to have it.
func (p *Program) Missing() string {
	if p.Built != "" {
		return fmt.Sprintf("no %s here (%s)", p.Command, p.Built)
	}
	return fmt.Sprintf("no %s here (Debian: apt-get install %s)", p.Command, p.Package)
}

// Version asks the program for its version; empty where it does not say.
func (p *Program) Version() string {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	text, _ := exec.CommandContext(ctx, p.Path(), p.Asks...).CombinedOutput()
	if found := regexp.MustCompile(p.Finds).FindSubmatch(text); found != nil {
		return string(found[1])
	}
	return ""
}

// Process is a program that runs.
type Process struct {
	cmd  *exec.Cmd
	done chan struct{}
}

// Start runs a program until the bench is closed. What it writes goes to a log of
// its name.
func (b *Bench) Start(name, path string, args ...string) *Process {
	return b.start(name, 0, path, args...)
}

// start is Start in namespaces of the process's own.
func (b *Bench) start(name string, own uintptr, path string, args ...string) *Process {
	log, err := os.Create(filepath.Join(b.Dir, name+".log"))
	if err != nil {
		b.Fail("%w", err)
		return nil
	}
	p := &Process{cmd: exec.Command(path, args...), done: make(chan struct{})}
	p.cmd.Stdout, p.cmd.Stderr, p.cmd.Dir = log, log, b.Dir
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	if os.Geteuid() == 0 { // with the first process of a namespace all others of it die
		p.cmd.SysProcAttr.Cloneflags = syscall.CLONE_NEWPID | own
	}
	started := make(chan error)
	go func() {
		runtime.LockOSThread() // the signal of a parent's death is that of the thread's
		err := p.cmd.Start()
		started <- err
		if err == nil {
			p.cmd.Wait()
		}
		log.Close()
		close(p.done)
	}()
	if err := <-started; err != nil {
		b.Fail("%s: %w", name, err)
		return p
	}
	b.AtEnd(p.Kill)
	return p
}

// Kill ends a process and all of its group.
func (p *Process) Kill() {
	if p.cmd.Process == nil {
		return
	}
	syscall.Kill(-p.cmd.Process.Pid, syscall.SIGKILL)
	<-p.done
}

// Signal sends one to the group.
func (p *Process) Signal(s syscall.Signal) { syscall.Kill(-p.cmd.Process.Pid, s) }

// SignalAll signals it and its children, which may have groups of their own.
func (p *Process) SignalAll(s syscall.Signal) {
	pid := p.cmd.Process.Pid
	list, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/children", pid, pid))
	if err != nil || pid <= 1 {
		return
	}
	for word := range strings.FieldsSeq(string(list)) {
		if child, err := strconv.Atoi(word); err == nil && child > pid {
			syscall.Kill(child, s)
		}
	}
	syscall.Kill(pid, s)
}

// Run runs a program to its end, for at most so long, and returns what it writes to
// standard output and how long that took.
func (b *Bench) Run(limit time.Duration, path string, args ...string) (string, time.Duration) {
	ctx, cancel := context.WithTimeout(b.ctx, limit)
	defer cancel()
	cmd := exec.CommandContext(ctx, path, args...)
	cmd.Dir = b.Dir
	var errors bytes.Buffer
	cmd.Stderr = &errors
	began := time.Now()
	out, err := cmd.Output()
	if took := time.Since(began); err == nil || ctx.Err() == nil {
		if text := strings.TrimSpace(string(out)); text != "" {
			return text, took
		}
		return strings.TrimSpace(errors.String()), took
	}
	b.Fail("%s did not end within %v", path, limit)
	return "", limit
}

// Try runs a program as a client with patience: it is killed when that is over.
func (b *Bench) Try(patience time.Duration, path string, args ...string) (string, error) {
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, path, args...)
	cmd.Dir = b.Dir
	out, err := cmd.Output()
	return string(out), err
}
