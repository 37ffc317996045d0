package file

import (
	"slices"
	"strings"
)

// mostPlaces is how many places a hint names in which a key is valid: a word that stands
// in more is a common one, and was not meant as any of them.
const mostPlaces = 3

// unknown says of a key that is not valid what was probably meant: a key that is, what the
// word names that is no key, or where else the key stands; and which keys there are. All of
// them, however many, where nothing else leads on.
func (n Node) unknown(what, word string, keys []string) string {
	if len(keys) == 0 && n.r.shape != nil {
		return ", which has no keys"
	}
	if text := n.r.names(word); text != "" && !n.meansOneOf(word, keys) {
		text = "; " + text + " (failsim explain " + word + ")"
		if means := n.r.means[strings.ToLower(word)]; means != "" {
			text += "; else it is said by " + means
		}
		return text
	}
	text := n.hintIn(what, word, keys, fewKeys)
	if strings.HasPrefix(text, ";") {
		return text
	}
	if where := n.r.placesOf(word); len(where) > 0 {
		return "; its place is " + strings.Join(where, " or ") + " (failsim explain " + where[0] + ")" + valid(keys, fewKeys)
	}
	return valid(keys, len(keys))
}

// meansOneOf reports whether a word of the field stands for one of those that are valid.
func (n Node) meansOneOf(word string, keys []string) bool {
	_, kin := n.kinOf(word, keys)
	means := n.r.means[strings.ToLower(word)]
	return kin || slices.ContainsFunc(keys, func(v string) bool { return strings.HasPrefix(means, "\""+v+"\"") })
}

// names says what a word names in the language that is no key; "" if nothing.
func (r *source) names(word string) string {
	if r.named == nil {
		return ""
	}
	return r.named(word)
}

// placesOf returns the paths of the mappings that have a key of that name, or its plural,
// if they are few.
func (r *source) placesOf(word string) (paths []string) {
	if r.shape == nil {
		return nil
	}
	for _, key := range []string{word, word + "s"} {
		paths = slices.Compact(slices.Sorted(slices.Values(r.shape().placesOf(key))))
		if len(paths) > 0 {
			break
		}
	}
	if len(paths) > mostPlaces {
		return nil
	}
	return paths
}

// placesOf returns the paths of keys of that name, without those at the top; what stands in
// many places counts where it stands first.
func (s *Shape) placesOf(word string) (paths []string) {
	known := map[string]bool{}
	var walk func(s *Shape, path string)
	walk = func(s *Shape, path string) {
		if s == nil || known[s.Called] {
			return
		}
		if s.Called != "" {
			known[s.Called] = true
		}
		walk(s.Item, path)
		for _, k := range slices.Concat(s.Keys, s.Kinds) {
			if k.Name == word && path != "" {
				paths = append(paths, path+"/"+word)
			}
			walk(k.Of, strings.TrimPrefix(path+"/"+k.Name, "/"))
		}
	}
	walk(s, "")
	return paths
}
