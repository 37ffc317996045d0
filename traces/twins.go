package traces

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"io/fs"
	"os"

	"failsim/traces/format"
)

// twins finds files that come twice: by another name, as a copy, or packed in
// another way.
type twins struct {
	paths []string
	stats []fs.FileInfo
}

func (s *twins) file(path string, stat fs.FileInfo) error {
	for i := range s.stats {
		if os.SameFile(s.stats[i], stat) {
			return &format.InputError{Path: path, Reason: "it is the same file as " + s.paths[i] + ": its requests would count twice"}
		}
	}
	s.paths, s.stats = append(s.paths, path), append(s.stats, stat)
	return nil
}

// twinOfLast says whether the last file that was read is another once more. It
// unpacks files again only if the scans of both found the same.
func (l *loader) twinOfLast() error {
	f := &l.files[len(l.files)-1]
	for i := range l.files[:len(l.files)-1] {
		o := &l.files[i]
		same, packed := f.info.SHA256 == o.info.SHA256, ""
		if !same && f.info.Packing != o.info.Packing && f.alike(o) {
			a, err := f.unpackedSum()
			if err != nil {
				return place(f.name, Ledger{}, err)
			}
			b, err := o.unpackedSum()
			if err != nil {
				return place(o.name, Ledger{}, err)
			}
			same, packed = a == b, ", packed in another way"
		}
		if same {
			return &format.InputError{Path: f.name, Reason: "it holds the same bytes as " + o.name + packed + ": its requests would count twice"}
		}
	}
	return nil
}

// alike reports whether two files may hold the same.
func (f *loaded) alike(o *loaded) bool {
	return f.info.Requests == o.info.Requests && f.info.Ledger.Read == o.info.Ledger.Read && f.info.Format == o.info.Format &&
		f.first == o.first && f.last == o.last
}

// unpackedSum returns the SHA-256 of what the packing of a file holds.
func (f *loaded) unpackedSum() (string, error) {
	in, err := f.input()
	if err != nil {
		return "", err
	}
	hash := sha256.New()
	if _, err := io.Copy(hash, in); err != nil {
		in.Close()
		return "", err
	}
	return hex.EncodeToString(hash.Sum(nil)), in.Close()
}
