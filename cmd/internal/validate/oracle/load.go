package oracle

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"path"
	"sort"
)

// Load reads every *.json file at the top of a file system, in order of name.
// where names the file system in errors.
func Load(files fs.FS, where string) ([]*Case, error) {
	names, err := fs.Glob(files, "*.json")
	if err != nil {
		return nil, err
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("%s: no *.json file there", where)
	}
	sort.Strings(names)
	var cases []*Case
	from := map[string]string{}
	for _, name := range names {
		data, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		file := path.Join(where, name)
		list, err := Read(data, file)
		if err != nil {
			return nil, err
		}
		for _, c := range list {
			if err := c.bring(files, where); err != nil {
				return nil, fmt.Errorf("%s: case %s: %w", file, c.ID, err)
			}
			if other, twice := from[c.ID]; twice {
				return nil, fmt.Errorf("%s: case %s: the same id is in %s", file, c.ID, other)
			}
			from[c.ID] = file
		}
		cases = append(cases, list...)
	}
	return cases, nil
}

// bring reads the file that a case brings, if it does. Its name becomes that
// for errors.
func (c *Case) bring(files fs.FS, where string) (err error) {
	if c.File == "" {
		if len(c.Figures) > 0 {
			return errors.New("figures are those of a file, and it names none")
		}
		return nil
	}
	if !fs.ValidPath(c.File) {
		return fmt.Errorf("file %q: a path within %s, with slashes", c.File, where)
	}
	if len(c.Params) > 0 {
		return errors.New("a case with a file of its own has no params: nothing reads them")
	}
	if c.Content, err = fs.ReadFile(files, c.File); err != nil {
		var system *fs.PathError
		if errors.As(err, &system) {
			err = system.Err
		}
		return fmt.Errorf("file %s: %w", c.File, err)
	}
	c.File = path.Join(where, c.File)
	return nil
}

// Read reads one file, whose name is for errors.
func Read(data []byte, file string) ([]*Case, error) {
	var content struct {
		Schema string  `json:"schema"`
		Cases  []*Case `json:"cases"`
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	if err := decoder.Decode(&content); err != nil {
		return nil, located(err, data, file)
	}
	if rest := bytes.TrimSpace(data[decoder.InputOffset():]); len(rest) > 0 {
		at := len(data) - len(bytes.TrimLeft(data[decoder.InputOffset():], " \t\r\n"))
		return nil, fmt.Errorf("%s:%s: more after the end of the object", file, position(data, at))
	}
	if content.Schema != Schema {
		return nil, fmt.Errorf("%s: schema is %q, not %q", file, content.Schema, Schema)
	}
	for i, c := range content.Cases {
		if c == nil || c.ID == "" || c.Kind == "" {
			return nil, fmt.Errorf("%s: case %d: needs an id and a kind", file, i+1)
		}
		if err := c.check(); err != nil {
			return nil, fmt.Errorf("%s: case %s: %w", file, c.ID, err)
		}
	}
	return content.Cases, nil
}

// located adds file, line and column to an error of package json.
func located(err error, data []byte, file string) error {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return fmt.Errorf("%s:%s: %w", file, position(data, int(syntax.Offset)-1), err)
	case errors.As(err, &kind):
		return fmt.Errorf("%s:%s: %s cannot be a %s", file, position(data, int(kind.Offset)-1), kind.Field, kind.Value)
	case errors.Is(err, io.EOF):
		return fmt.Errorf("%s: the file is empty", file)
	case errors.Is(err, io.ErrUnexpectedEOF):
		return fmt.Errorf("%s:%s: the file ends in the middle of a value", file, position(data, len(data)))
	}
	return fmt.Errorf("%s: %w", file, err)
}

// position returns line and column, from 1, of a byte.
func position(data []byte, at int) string {
	before := data[:max(0, min(at, len(data)))]
	return fmt.Sprintf("%d:%d", bytes.Count(before, []byte("\n"))+1, len(before)-bytes.LastIndexByte(before, '\n'))
}

// check refuses values of no known form, and turns "inf" into a number.
func (c *Case) check() error {
	if len(c.Expected) == 0 {
		return errors.New("expects nothing")
	}
	for _, name := range c.Metrics() {
		e := c.Expected[name]
		value, ok := number(e.Value)
		switch {
		case !ok:
			return fmt.Errorf("metric %s: a value is a number, \"inf\", a boolean, a list or an object of those", name)
		case negative(e.CalcTolerance), negative(e.SimTolerance), negative(e.SimUnavailability):
			return fmt.Errorf("metric %s: a tolerance is negative", name)
		case len(e.Bounds) != 0 && (len(e.Bounds) != 2 || e.Bounds[0] > e.Bounds[1]):
			return fmt.Errorf("metric %s: bounds are a lower and an upper value", name)
		}
		e.Value = value
		c.Expected[name] = e
	}
	return nil
}

func negative(tolerance *float64) bool { return tolerance != nil && *tolerance < 0 }

// number normalises a value; false if it has no known form.
func number(value any) (any, bool) {
	switch v := value.(type) {
	case float64, bool:
		return v, true
	case string:
		return math.Inf(1), v == "inf"
	case []any:
		list := make([]any, len(v))
		for i := range v {
			x, ok := number(v[i])
			if !ok {
				return nil, false
			}
			list[i] = x
		}
		return list, true
	case map[string]any:
		object := make(map[string]any, len(v))
		for k := range v {
			x, ok := number(v[k])
			if !ok {
				return nil, false
			}
			object[k] = x
		}
		return object, true
	}
	return nil, false
}

// Metrics returns the names of what is expected, sorted.
func (c *Case) Metrics() []string {
	names := make([]string, 0, len(c.Expected))
	for name := range c.Expected {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}
