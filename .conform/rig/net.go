package rig

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// Net is a network of its own: a namespace of the kernel's, with a loopback, which
// is gone with the bench, and all that was in it.
type Net struct {
	bench *Bench
	pid   int
}

// Nets reports what keeps this user from having networks of his own; empty: nothing.
func Nets() string {
	for _, command := range []string{"ip", "bridge", "nsenter", "sleep"} {
		if (&Program{Command: command}).Path() == "" {
			return "no " + command + " here"
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, "true")
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNET}
	if err := cmd.Run(); err != nil {
		return "this user may have no network namespaces"
	}
	return ""
}

// Net makes one. A process that sleeps holds it.
func (b *Bench) Net() *Net {
	n := &Net{bench: b}
	p := b.start("net", syscall.CLONE_NEWNET, "sleep", "1200")
	if p == nil || p.cmd.Process == nil {
		return n
	}
	n.pid = p.cmd.Process.Pid
	n.Do("ip link set lo up")
	return n
}

// Wire lays a wire to another network, and gives each end a name and an address.
func (n *Net) Wire(name, address string, to *Net, toName, toAddress string) {
	n.Do(fmt.Sprintf("ip link add %s type veth peer name %s netns %d", name, toName, to.pid))
	n.raise(name, address)
	to.raise(toName, toAddress)
}

// raise sets an interface up, with an address or none.
func (n *Net) raise(name, address string) {
	if address != "" {
		n.Do("ip address add " + address + " dev " + name)
	}
	n.Do("ip link set " + name + " up")
}

// Do runs a command of the kernel's networks there, which must succeed.
func (n *Net) Do(command string) {
	ctx, cancel := context.WithTimeout(n.bench.ctx, patience)
	defer cancel()
	words := n.inside(strings.Fields(command)...)
	if out, err := exec.CommandContext(ctx, words[0], words[1:]...).CombinedOutput(); err != nil {
		n.bench.Fail("%s: %w: %s", command, err, out)
	}
}

// inside is a command that runs there.
func (n *Net) inside(words ...string) []string {
	return append([]string{"nsenter", fmt.Sprintf("--net=/proc/%d/ns/net", n.pid)}, words...)
}

// Start runs a program there until the bench is closed.
func (n *Net) Start(name, path string, args ...string) *Process {
	words := n.inside(append([]string{path}, args...)...)
	return n.bench.Start(name, words[0], words[1:]...)
}

// Words is a command line that runs a program there, for Bench.Run and Try.
func (n *Net) Words(path string, args ...string) (command string, rest []string) {
	words := n.inside(append([]string{path}, args...)...)
	return words[0], words[1:]
}

// In runs f on a thread that is there: sockets which f opens itself belong to that
// network, wherever they are used.
func (n *Net) In(f func() error) {
	done := make(chan error)
	go func() {
		runtime.LockOSThread() // and never back: the thread ends with this function
		done <- func() error {
			net, err := os.Open(fmt.Sprintf("/proc/%d/ns/net", n.pid))
			if err != nil {
				return err
			}
			defer net.Close()
			if err := unix.Setns(int(net.Fd()), unix.CLONE_NEWNET); err != nil {
				return err
			}
			return f()
		}()
	}()
	if err := <-done; err != nil {
		n.bench.Fail("%w", err)
	}
}
