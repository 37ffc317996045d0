package main

import (
	"context"
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"
	"unsafe"

	"github.com/stretchr/testify/assert"
)

// terminal returns both ends of a pseudo-terminal, or skips the test where
// there is none to be had.
func terminal(t *testing.T) (near, far *os.File) {
	t.Helper()
	near, err := os.OpenFile("/dev/ptmx", os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Skip("no pseudo-terminals here: ", err)
	}
	t.Cleanup(func() { near.Close() })
	var number, unlock int32
	size := [4]uint16{24, 80, 0, 0} // rows and columns
	for request, argument := range map[uintptr]unsafe.Pointer{
		syscall.TIOCGPTN: unsafe.Pointer(&number), syscall.TIOCSPTLCK: unsafe.Pointer(&unlock), syscall.TIOCSWINSZ: unsafe.Pointer(&size),
	} {
		if _, _, e := syscall.Syscall(syscall.SYS_IOCTL, near.Fd(), request, uintptr(argument)); e != 0 {
			t.Skip("no pseudo-terminals here: ", e)
		}
	}
	far, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Skip("no pseudo-terminals here: ", err)
	}
	return near, far
}

// onTerminal runs failsim with standard error on a terminal, and returns what
// was seen there.
func onTerminal(t *testing.T, args ...string) string {
	t.Helper()
	near, far := terminal(t)
	seen := make(chan string)
	go func() {
		var b strings.Builder
		buffer := make([]byte, 4096)
		for {
			n, err := near.Read(buffer)
			b.Write(buffer[:n])
			if err != nil { // EIO once the far end is closed
				seen <- b.String()
				return
			}
		}
	}()
	var stdout string
	status := run(context.Background(), args, &sink{&stdout}, far)
	far.Close()
	assert.Equal(t, statusDone, status)
	assert.NotContains(t, stdout, "\x1b")
	select {
	case s := <-seen:
		return s
	case <-time.After(10 * time.Second):
		t.Fatal("the terminal does not close")
		return ""
	}
}

func TestProgressIsForTerminalsThatWantIt(t *testing.T) {
	t.Setenv("TERM", "xterm")
	t.Setenv("NO_COLOR", "")
	args := []string{"compare", tiny, "--replications", "20", "--designs", "single", "--incident", "state-loss", "--out", outIn(t)}
	assert.Contains(t, onTerminal(t, args...), " of 20 runs ")
	assert.Empty(t, onTerminal(t, append(args, "--quiet")...))
	t.Setenv("NO_COLOR", "1")
	assert.Empty(t, onTerminal(t, args...))
	t.Setenv("NO_COLOR", "")
	t.Setenv("TERM", "dumb")
	assert.Empty(t, onTerminal(t, args...))
}
