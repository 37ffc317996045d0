package tables

import "bytes"

// lineWidth is how long a line of our JSON may be before it is broken.
const lineWidth = 120

// Indented lays out compact JSON so that people can read it: whatever fits a
// line stands on one, so that a figure and its interval are not six.
func Indented(compact []byte) []byte {
	var out bytes.Buffer
	ends := matching(compact)
	depth, broken := 0, []bool{}
	for i := 0; i < len(compact); i++ {
		switch b := compact[i]; b {
		case '"':
			out.Write(compact[i : ends[i]+1])
			i = ends[i]
		case '{', '[':
			out.WriteByte(b)
			wide := ends[i]-i+2*depth > lineWidth
			broken = append(broken, wide)
			if wide {
				depth++
				newLine(&out, depth)
			}
		case '}', ']':
			if broken[len(broken)-1] {
				depth--
				newLine(&out, depth)
			}
			broken = broken[:len(broken)-1]
			out.WriteByte(b)
		case ',':
			out.WriteByte(b)
			if broken[len(broken)-1] {
				newLine(&out, depth)
			} else {
				out.WriteByte(' ')
			}
		case ':':
			out.WriteString(": ")
		default:
			out.WriteByte(b)
		}
	}
	out.WriteByte('\n')
	return out.Bytes()
}

func newLine(out *bytes.Buffer, depth int) {
	out.WriteByte('\n')
	for range depth {
		out.WriteString("  ")
	}
}

// matching returns, for each place where a string, an array or an object of
// compact JSON begins, where it ends.
func matching(compact []byte) map[int]int {
	ends := map[int]int{}
	var open []int
	for i := 0; i < len(compact); i++ {
		switch compact[i] {
		case '"':
			first := i
			for i++; compact[i] != '"'; i++ {
				if compact[i] == '\\' {
					i++
				}
			}
			ends[first] = i
		case '{', '[':
			open = append(open, i)
		case '}', ']':
			ends[open[len(open)-1]] = i
			open = open[:len(open)-1]
		}
	}
	return ends
}
