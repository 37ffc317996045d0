package traces

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"io/fs"
	"os"
)

// twins finds files that come twice: by another name, as a copy, or packed in
// another way.
type twins struct {
	paths []string
	stats []fs.FileInfo
	parts []*part
}

func (s *twins) file(path string, stat fs.FileInfo) error {
	for i := range s.stats {
		if os.SameFile(s.stats[i], stat) {
			return &InputError{Path: path, Reason: "it is the same file as " + s.paths[i] + ": its requests would count twice"}
		}
	}
	s.paths, s.stats = append(s.paths, path), append(s.stats, stat)
	return nil
}

// content unpacks files once more only if the scans of both found the same.
func (s *twins) content(p *part) error {
	for _, o := range s.parts {
		same, packed := p.info.SHA256 == o.info.SHA256, ""
		if !same && p.info.Packing != o.info.Packing && alike(&p.info, &o.info) {
			a, err := p.unpackedSum()
			if err != nil {
				return place(p.name, Ledger{}, err)
			}
			b, err := o.unpackedSum()
			if err != nil {
				return place(o.name, Ledger{}, err)
			}
			same, packed = a == b, ", packed in another way"
		}
		if same {
			return &InputError{Path: p.name, Reason: "it holds the same bytes as " + o.name + packed + ": its requests would count twice"}
		}
	}
	s.parts = append(s.parts, p)
	return nil
}

// alike tells whether two files may hold the same.
func alike(a, b *Info) bool {
	return a.Requests == b.Requests && a.Ledger.Read == b.Ledger.Read && a.Format == b.Format && a.First.Equal(b.First) && a.Last.Equal(b.Last)
}

// unpackedSum returns the SHA-256 of what the packing of a file holds.
func (p *part) unpackedSum() (string, error) {
	in, err := p.input()
	if err != nil {
		return "", err
	}
	hash := sha256.New()
	if _, err := io.Copy(hash, in); err != nil {
		in.close()
		return "", err
	}
	return hex.EncodeToString(hash.Sum(nil)), in.close()
}
