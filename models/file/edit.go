package file

import "go.yaml.in/yaml/v4"

// Edit is a value for what a path addresses, as if it stood there in the file:
// whatever takes its value from there, by an alias, a merge or like, follows.
//
// A path is a list of keys and items with slashes between them:
// designs/active-passive/dns/ttl. An item of a list is named by its number from
// 0, by the value of its first key (a design by its name, an endpoint by its
// region), or by a word or key that it alone of the list has
// (faults/delete-state/share). A star stands for every key or item. What the file
// does not say, but could, can be addressed, too: a value that is taken from
// elsewhere, by an alias, a merge or like, is then changed here alone.
type Edit struct {
	Path, Value string
	From        string // where it was asked for, for messages: --vary
}

// ReadEdited is Read of a file with edits. Problems with what an edit says are
// shown at the edit.
func ReadEdited[T any](name string, content []byte, edits []Edit, whole Parser[T]) (T, error) {
	v, _, err := ReadOn(nil, name, content, edits, whole)
	return v, err
}

// ReadOn is ReadEdited of a file that may build on another. It returns its text as
// well, before edits: its own, or, where it has a base, that of both as one file.
func ReadOn[T any](on *Building, name string, content []byte, edits []Edit, whole Parser[T]) (v T, all []byte, err error) {
	r := newSource(name, content)
	var none T
	if on != nil {
		r.means, r.kin, r.named, r.shape = on.Means, on.Kin, on.Named, on.Shape
	}
	root, ok := r.load(content)
	if ok {
		before := len(r.problems)
		tree, based := on.build(r, root.value, []string{name})
		root, ok = r.node(tree), len(r.problems) == before
		if all = content; based && ok {
			if all, err = text(tree); err != nil {
				return none, nil, err
			}
		}
	}
	if ok && r.edit(root, edits) {
		v = whole(root)
	}
	if len(r.problems) > 0 {
		return none, nil, &Errors{Problems: sorted(r.problems)}
	}
	return v, all, nil
}

// edit applies edits, and reports whether all could be.
func (r *source) edit(root Node, edits []Edit) bool {
	before := len(r.problems)
	for i := range edits {
		r.apply(root.value, &edits[i], i+1)
	}
	return len(r.problems) == before
}

func (r *source) apply(root *yaml.Node, e *Edit, number int) {
	r.add(e.From, number, e.Path+"="+e.Value)
	at := edited{r: r, line: len(r.lines), path: splitPath(e.Path)}
	value, ok := at.value(e.Value, len([]rune(e.Path))+2)
	if !ok {
		return
	}
	for _, p := range at.resolve(root) {
		p.put(clone(value))
	}
}
