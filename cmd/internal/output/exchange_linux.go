package output

import (
	"os"

	"golang.org/x/sys/unix"
)

// exchange has two names change places in one step: no moment is without
// either. File systems that cannot say so.
func exchange(a, b string) error {
	if err := unix.Renameat2(unix.AT_FDCWD, a, unix.AT_FDCWD, b, unix.RENAME_EXCHANGE); err != nil {
		return &os.LinkError{Op: "exchange", Old: a, New: b, Err: err}
	}
	return nil
}
