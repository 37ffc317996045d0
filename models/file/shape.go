package file

import "slices"

// Shape is what a reader takes as a value: any of a single value, a list, a mapping.
type Shape struct {
	Called string // what it is known as, if it stands in many places
	Scalar []string
	Words  []Word
	Must   []string // conditions beyond its form, for people
	Item   *Shape   // of a list
	Keys   []*Key   // of a mapping
	Kinds  []*Key   // of a mapping with one key of these
	opened int
	hit    bool
}

// Word is one of the words that a value can be.
type Word struct{ Word, About string }

// Key is a key of a mapping. One of capital letters stands for names that the file
// itself declares.
type Key struct {
	Name, About     string
	Default, Source string // as the file would write it, and where it comes from
	Was             string // an older name
	Heir            string // what holds without the key, where that stands elsewhere in the file
	Of              *Shape
	Optional        bool
}

// dryRun is a reading without a file: there reports whether optional keys seem to be.
type dryRun struct{ there bool }

func (s *Shape) scalar(expected string) {
	s.hit = true
	if !slices.Contains(s.Scalar, expected) {
		s.Scalar = append(s.Scalar, expected)
	}
}

func (s *Shape) word(word, about string) {
	s.hit = true
	if !slices.ContainsFunc(s.Words, func(w Word) bool { return w.Word == word }) {
		s.Words = append(s.Words, Word{word, about})
	}
}

func keyIn(list *[]*Key, name string) *Key {
	for _, k := range *list {
		if k.Name == name {
			return k
		}
	}
	k := &Key{Name: name, Of: &Shape{}}
	*list = append(*list, k)
	return k
}

// say takes a sentence about a key, and where its default comes from.
func (k *Key) say(about []string) {
	if len(about) > 0 && k.About == "" {
		k.About = about[0]
	}
	if len(about) > 1 && k.Source == "" {
		k.Source = about[1]
	}
}

// inherits says where in the file stands what holds without the key, if it does.
func (k *Key) inherits(of string) {
	if of != "" {
		k.Heir = of
	}
}
