package format

// Class is a kind of request, numbered in the order of first appearance within
// one reading of a trace; 0 is none.
type Class uint16

const (
	// maxClasses bounds the memory that a column of arbitrary words can take;
	// what comes later is filed under otherClass. Assumption: who splits
	// traffic by class has fewer.
	maxClasses   = 4096
	maxClassName = 128 // bytes; the rest of a longer name is cut off
	otherClass   = "(other)"
)

// classes numbers the names of classes.
type Classes struct {
	names  []string
	number map[string]Class
	last   Class
}

func NewClasses() *Classes {
	return &Classes{names: []string{""}, number: map[string]Class{"": 0}}
}

// named returns the number of a class. Many lines in a row have the same.
func (c *Classes) named(name []byte) Class {
	if string(name) == c.names[c.last] {
		return c.last
	}
	n, ok := c.number[string(name)]
	if !ok {
		n = c.add(string(name))
	}
	c.last = n
	return n
}

func (c *Classes) add(name string) Class {
	if len(name) > maxClassName {
		name = name[:maxClassName]
	}
	if len(c.names) >= maxClasses {
		name = otherClass
	}
	n, ok := c.number[name]
	if !ok {
		n = Class(len(c.names))
		c.names = append(c.names, name)
		c.number[name] = n
	}
	return n
}

func (c *Classes) Name(n Class) string {
	if int(n) < len(c.names) {
		return c.names[n]
	}
	return ""
}
