package format

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
)

// A line of text without named columns has words: what stands between blanks,
// with what stands in quotes or brackets as one. --fields names them by number,
// from 1, or from the end: last, last-1.

// nextWord returns the word that begins at or behind an index, without its
// quotes or brackets, and where what follows begins; end < 0: there is none.
func nextWord(line []byte, at int) (word []byte, begin, end int) {
	for at < len(line) && (line[at] == ' ' || line[at] == '\t') {
		at++
	}
	if at >= len(line) {
		return nil, at, -1
	}
	switch line[at] {
	case '"':
		if past := pastQuoted(line, at); past > 0 {
			return line[at+1 : past-1], at, past
		}
	case '[':
		for stop := at; ; { // a bracket within, as of addresses, does not end it
			n := bytes.IndexByte(line[stop:], ']')
			if n < 0 {
				break
			}
			if stop += n + 1; stop == len(line) || line[stop] == ' ' || line[stop] == '\t' {
				return line[at+1 : stop-1], at, stop
			}
		}
	}
	end = at
	for end < len(line) && line[end] != ' ' && line[end] != '\t' {
		end++
	}
	return line[at:end], at, end
}

// pastQuoted returns the index behind a quoted field that begins at i, or -1.
func pastQuoted(line []byte, i int) int {
	for at := i + 1; at < len(line); {
		q := bytes.IndexByte(line[at:], '"')
		if q < 0 {
			return -1
		}
		q += at
		at = q + 1
		if (at == len(line) || line[at] == ' ' || line[at] == '\t') && !escaped(line[i+1:q]) {
			return at
		}
	}
	return -1
}

// escaped reports whether what precedes a quote ends in an odd number of
// backslashes.
func escaped(before []byte) bool {
	odd := false
	for i := len(before) - 1; i >= 0 && before[i] == '\\'; i-- {
		odd = !odd
	}
	return odd
}

// fieldEnd returns the index of the blank that ends a field that begins at i.
func fieldEnd(line []byte, i int) int {
	for i < len(line) && line[i] != ' ' {
		i++
	}
	return i
}

// position is one word that --fields names by number.
type position struct {
	means meaning
	index int // from 0; negative from the end: -1 is the last
}

// positions takes in words by number.
type positions struct {
	filler
	class requestClass
	list  []position
	words [][]byte
	at    []int
}

// parsePosition reads a number of a word: 1, 2, ..., last, last-1.
func parsePosition(text string) (index int, ok bool) {
	if rest, fromEnd := strings.CutPrefix(text, "last"); fromEnd {
		if rest == "" {
			return -1, true
		}
		n, err := strconv.Atoi(strings.TrimPrefix(rest, "-"))
		return -1 - n, err == nil && rest[0] == '-' && n > 0 && n < 1000
	}
	n, err := strconv.Atoi(text)
	return n - 1, err == nil && n > 0 && n < 10_000
}

// newPositions returns what --fields says by number, or nil if it says nothing.
func newPositions(of *reading) *positions {
	p := &positions{filler: newFiller(of), class: newRequestClass(of)}
	p.strict = true
	for m := range meanings {
		if index, ok := parsePosition(of.Fields.chosen(m)); ok {
			p.list = append(p.list, position{m, index})
			unit := of.Fields.DurationUnit
			if m == meansDuration && unit != 0 {
				of.says(m, "word "+of.Fields.chosen(m), unitName(unit))
			} else {
				of.says(m, "word "+of.Fields.chosen(m), "")
			}
		}
	}
	if len(p.list) == 0 {
		return nil
	}
	return p
}

// take fills in the words that are named.
func (p *positions) take(line []byte, r *Record) Fault {
	p.words, p.at = p.words[:0], p.at[:0]
	for at := 0; ; {
		word, begin, end := nextWord(line, at)
		if end < 0 {
			break
		}
		p.words, p.at = append(p.words, word), append(p.at, begin)
		at = end
	}
	for _, one := range p.list {
		i := one.index
		if i < 0 {
			i += len(p.words)
		}
		if i < 0 || i >= len(p.words) {
			return Fault{Column: len(line) + 1, Reason: "the line has no word " + numberOf(one.index) + ", which --fields names; words stand between blanks, quotes and brackets make one"}
		}
		if one.means == meansClass && bytes.IndexByte(p.words[i], ' ') > 0 {
			r.Class = p.class.of(p.words[i])
			continue
		}
		if wrong := p.fill(one.means, p.words[i], r); wrong != "" {
			return Fault{Column: p.at[i] + 1, Reason: wrong}
		}
	}
	return Fault{}
}

func numberOf(index int) string {
	switch {
	case index == -1:
		return "last"
	case index < 0:
		return fmt.Sprintf("last-%d", -1-index)
	}
	return strconv.Itoa(index + 1)
}

// wordsParser reads any line of words, of which --fields says by number what
// they mean: time=4,client=1,status=6.
type wordsParser struct{ *positions }

func newWords(of *reading) parser {
	p := newPositions(of)
	if p == nil {
		p = &positions{}
	}
	return &wordsParser{p}
}

func (p *wordsParser) header([]byte) (bool, Fault) { return false, Fault{} }

func (p *wordsParser) parse(line []byte, r *Record) Fault {
	if len(p.list) == 0 || p.list[0].means != meansTime {
		return Fault{Column: 1, Reason: "--fields does not say which word is the time: time=1"}
	}
	*r = Record{Requests: 1, Duration: NoDuration}
	return p.take(line, r)
}
