//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

package output

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// flock locks an open file or directory if it is free. can is false where the file
// system has no such locks.
func flock(f *os.File) (held, can bool) {
	for {
		switch err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB); {
		case err == nil:
			return true, true
		case errors.Is(err, unix.EINTR):
		default:
			return false, errors.Is(err, unix.EWOULDBLOCK)
		}
	}
}
