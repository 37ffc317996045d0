package kept

import (
	"fmt"
	"strconv"
	"strings"

	"failsim/cmd/internal/study"
)

// Shards are the runs of all shards of a study.
type Shards []*File

// Gather reads shards, and refuses those that do not make one study: of several
// studies, or with one that is missing, unfinished or there twice.
func Gather(paths []string) (Shards, error) {
	var all Shards
	byNumber := map[int]*File{}
	for _, path := range paths {
		f, err := Read(path)
		if err != nil {
			return nil, err
		}
		if f.identity.Of == 0 {
			return nil, fmt.Errorf("%s holds no shard: it is what --resume keeps", path)
		}
		if len(all) > 0 {
			if what := all[0].identity.DiffersAsShard(&f.identity); what != "" {
				return nil, fmt.Errorf("%s is %s, as %s is", path, what, all[0].path)
			}
		}
		if twin := byNumber[f.identity.Shard]; twin != nil {
			return nil, fmt.Errorf("shard %d of %d is there twice: %s and %s", f.identity.Shard, f.identity.Of, twin.path, path)
		}
		byNumber[f.identity.Shard] = f
		all = append(all, f)
	}
	return all, all.whole(byNumber)
}

// whole names the shards that are missing or unfinished.
func (s Shards) whole(byNumber map[int]*File) error {
	var missing []string
	for n := 1; n <= s[0].identity.Of; n++ {
		switch f := byNumber[n]; {
		case f == nil:
			missing = append(missing, strconv.Itoa(n))
		case f.Complete():
		case f.damage != nil:
			return fmt.Errorf("shard %d of %d is damaged: run its command again, which makes what is lost (%s: %w)", n, f.identity.Of, f.path, f.damage)
		default:
			return fmt.Errorf("shard %d of %d is not finished: run its command again, which goes on where it was (%s)", n, f.identity.Of, f.path)
		}
	}
	switch len(missing) {
	case 0:
		return nil
	case 1:
		return fmt.Errorf("shard %s of %d is missing", missing[0], s[0].identity.Of)
	}
	return fmt.Errorf("shards %s of %d are missing", strings.Join(missing, ", "), s[0].identity.Of)
}

// Close lets go of the files.
func (s Shards) Close() {
	for _, f := range s {
		_ = f.Close()
	}
}

// Get returns a run of whichever shard has it.
func (s Shards) Get(id study.RunID) []byte {
	for _, f := range s {
		if data := f.Get(id); data != nil {
			return data
		}
	}
	return nil
}

// Put lets go of a run that no shard made: shards make all that a study may
// need, so there are few.
func (s Shards) Put(study.RunID, []byte) error { return nil }
