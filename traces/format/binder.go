package format

type binder struct {
	*filler
	of     *reading
	names  []string
	values [][]byte
	means  []int
}

// at returns the column with a meaning, or -1.
func (b *binder) at(m meaning) int {
	for i, is := range b.means {
		if is >= 0 && meaning(is)&^alsoClass == m {
			return i
		}
	}
	return -1
}

// isFine reports whether the value of a time has decimals of a second, as far as is
// known.
func (b *binder) isFine(name string) bool {
	i := indexNamed(b.names, name)
	if i < 0 || i >= len(b.values) {
		return false
	}
	at, _, wrong := b.clock.read(b.values[i])
	return wrong == "" && at%second != 0
}
