package oracle

import (
	"fmt"
	"math"
	"sort"
)

// Inexpressible is why a case cannot be said in the tool's own terms. The
// readers of parameters panic with it, and Try returns it.
type Inexpressible struct{ Why string }

func (i Inexpressible) Error() string { return i.Why }

// Refuse panics with an Inexpressible.
func Refuse(format string, args ...any) { panic(Inexpressible{fmt.Sprintf(format, args...)}) }

// Try runs what reads the parameters of a case. It returns why it could not be
// done, nil if it was. Parameters that nothing has read count as not done.
func (c *Case) Try(read func()) (why error) {
	defer func() {
		if r := recover(); r != nil {
			refused, ok := r.(Inexpressible)
			if !ok {
				panic(r)
			}
			why = refused
		}
	}()
	c.used = map[string]bool{}
	read()
	var left []string
	for name := range c.Params {
		if !c.used[name] {
			left = append(left, name)
		}
	}
	if len(left) > 0 {
		sort.Strings(left)
		Refuse("parameter %s", left[0])
	}
	return nil
}

// Skip reports that parameters have no effect on what is asked.
func (c *Case) Skip(names ...string) {
	for _, name := range names {
		c.used[name] = true
	}
}

func (c *Case) param(name string) any {
	value, ok := c.Params[name]
	if !ok {
		Refuse("it has no parameter %s", name)
	}
	c.used[name] = true
	return value
}

// Number returns a parameter that is a number of the given unit.
func (c *Case) Number(name, unit string) float64 {
	object, _ := c.param(name).(map[string]any)
	value, ok := object["value"].(float64)
	if !ok {
		Refuse("parameter %s is not a number", name)
	}
	if object["unit"] != unit {
		Refuse("parameter %s in %v, not in %s", name, object["unit"], unit)
	}
	return value
}

// Positive returns a parameter above 0.
func (c *Case) Positive(name, unit string) float64 {
	x := c.Number(name, unit)
	if !(x > 0) {
		Refuse("parameter %s is %v, not above 0", name, x)
	}
	return x
}

// Share returns a parameter from 0 to 1.
func (c *Case) Share(name string) float64 {
	x := c.Number(name, "1")
	if !(x >= 0 && x <= 1) {
		Refuse("parameter %s is %v, not from 0 to 1", name, x)
	}
	return x
}

// Count returns a whole number from low to high.
func (c *Case) Count(name string, low, high int) int {
	x := c.Number(name, "1")
	if x != math.Trunc(x) || x < float64(low) || x > float64(high) {
		Refuse("parameter %s is %v, not a whole number from %d to %d", name, x, low, high)
	}
	return int(x)
}

// Text returns a parameter that is a string.
func (c *Case) Text(name string) string {
	s, ok := c.param(name).(string)
	if !ok {
		Refuse("parameter %s is not a string", name)
	}
	return s
}

// Numbers returns a parameter that is a list of numbers.
func (c *Case) Numbers(name string) []float64 { return numbers(name, c.param(name)) }

// Pairs returns a parameter that is a list of pairs of numbers.
func (c *Case) Pairs(name string) [][2]float64 {
	list, ok := c.param(name).([]any)
	if !ok {
		Refuse("parameter %s is not a list", name)
	}
	pairs := make([][2]float64, len(list))
	for i := range list {
		pair := numbers(name, list[i])
		if len(pair) != 2 {
			Refuse("parameter %s is not a list of pairs", name)
		}
		pairs[i] = [2]float64(pair)
	}
	return pairs
}

func numbers(name string, value any) []float64 {
	list, ok := value.([]any)
	if !ok {
		Refuse("parameter %s is not a list", name)
	}
	x := make([]float64, len(list))
	for i := range list {
		if x[i], ok = list[i].(float64); !ok {
			Refuse("parameter %s is not a list of numbers", name)
		}
	}
	return x
}

// Distribution is a distribution of durations as a case writes it, in seconds.
type Distribution struct {
	Dist                      string
	Mean, CV, CV2, Alpha, Low float64
	High                      float64
	K                         int
}

// Distribution returns a parameter that is a distribution.
func (c *Case) Distribution(name string) Distribution {
	object, ok := c.param(name).(map[string]any)
	if !ok {
		Refuse("parameter %s is not a distribution", name)
	}
	if object["unit"] != "s" {
		Refuse("parameter %s in %v, not in s", name, object["unit"])
	}
	l := Distribution{}
	l.Dist, _ = object["dist"].(string)
	places := map[string]*float64{"mean": &l.Mean, "cv": &l.CV, "cv2": &l.CV2, "alpha": &l.Alpha, "low": &l.Low, "high": &l.High}
	var k float64
	places["k"] = &k
	for field, value := range object {
		if field == "dist" || field == "unit" {
			continue
		}
		place, known := places[field]
		x, ok := value.(float64)
		if !known || !ok || !(x > 0) {
			Refuse("distribution %s of parameter %s with %s %v", l.Dist, name, field, value)
		}
		*place = x
	}
	l.K = int(k)
	return l
}
