package kept

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"failsim/cmd/internal/study"
)

// Open opens a file of runs, or begins one. A file of other runs is refused; what is
// damaged of it is let go, and made again.
func Open(path string, id Identity) (*File, error) {
	f, err := Read(path)
	if errors.Is(err, fs.ErrNotExist) {
		return begin(path, id)
	}
	if err != nil {
		return nil, err
	}
	what := id.Differs(&f.identity)
	if id.Of > 0 || f.identity.Of > 0 {
		if what = id.DiffersAsShard(&f.identity); what == "" && id.Shard != f.identity.Shard {
			what = fmt.Sprintf("of shard %d, not %d", f.identity.Shard, id.Shard)
		}
	}
	if err := f.file.Close(); err != nil {
		return nil, err
	}
	if what != "" {
		return nil, fmt.Errorf("%s holds runs %s: remove it, or give another place", path, what)
	}
	if f.file, err = os.OpenFile(path, os.O_RDWR, 0); err != nil {
		return nil, err
	}
	if err := f.file.Truncate(f.end); err != nil { // what was being written when it was killed
		return nil, errors.Join(err, f.file.Close())
	}
	return f, nil
}

func begin(path string, id Identity) (*File, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return nil, err
	}
	head := append([]byte(format), id.line()...)
	f := &File{path: path, identity: id, file: file, runs: map[study.RunID]place{}, end: int64(len(head))}
	if _, err := file.Write(head); err != nil {
		return nil, errors.Join(err, file.Close(), os.Remove(path))
	}
	return f, nil
}
