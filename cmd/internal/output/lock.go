package output

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Held is the error of a place that another run is writing to.
type Held struct{ Path, Lock, By string }

// Error names the holder.
func (h *Held) Error() string {
	by := h.By
	if by == "" {
		by = "it has not said which"
	}
	return fmt.Sprintf("%s: another failsim is writing to it (%s); wait for it, or give another place (if none is running, remove %s)", h.Path, by, h.Lock)
}

// lock is a file beside a place that one run at a time holds. The system lets
// go of it when the run ends, however it ends.
type lock struct {
	path string
	file *os.File
}

// take takes the lock of a place, or says who has it.
func take(path, place string) (*lock, error) {
	for {
		file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o666)
		made := err == nil
		if errors.Is(err, fs.ErrExist) {
			file, err = os.OpenFile(path, os.O_RDWR, 0)
			if errors.Is(err, fs.ErrNotExist) {
				continue // its holder has just removed it
			}
		}
		if err != nil {
			return nil, err
		}
		held, can := flock(file)
		if !held && (can || !made) {
			by, _ := io.ReadAll(io.LimitReader(file, 200))
			file.Close()
			return nil, &Held{place, path, strings.TrimSpace(string(by))}
		}
		if !names(path, file) {
			file.Close() // its holder removed it meanwhile: it has no owner
			continue
		}
		l := &lock{path, file}
		l.sign()
		return l, nil
	}
}

// names reports whether a path still leads to an open file.
func names(path string, file *os.File) bool {
	there, err := os.Lstat(path)
	if err != nil {
		return false
	}
	open, err := file.Stat()
	return err == nil && os.SameFile(there, open)
}

// sign writes who holds the lock; a lock holds without, too.
func (l *lock) sign() {
	host, err := os.Hostname()
	if err != nil {
		host = "this machine"
	}
	_ = l.file.Truncate(0)
	_, _ = fmt.Fprintf(l.file, "process %d on %s since %s\n", os.Getpid(), host, time.Now().UTC().Format(time.RFC3339))
}

// release removes the lock and lets go of it, in this order: who opens the
// file in between finds that it has no name any more.
func (l *lock) release() error {
	return errors.Join(os.Remove(l.path), l.file.Close())
}

// Hold takes the lock of a place that is written to bit by bit, until it is
// released.
func Hold(path string) (release func(), err error) {
	place, _, err := find(path)
	if err != nil {
		return nil, err
	}
	l, err := take(lockOf(place), path)
	if err != nil {
		return nil, err
	}
	return func() { _ = l.release() }, nil
}

func lockOf(p place) string { return filepath.Join(p.parent, "."+p.name+".failsim.lock") }
