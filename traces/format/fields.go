package format

import (
	"fmt"
	"strings"
	"time"

	"failsim/results/words"
)

// Fields names the columns of a file with named ones (of JSON, with dots
// between the names of objects: request.url). An empty name is found by what
// the column is usually called. Several columns may make up one meaning: a+b are
// the date and the clock of a time, or durations that follow each other; a|b is
// the first that says something. Of lines without named columns they are numbers
// of words, from 1 or from the end (last, last-1), and Class is what requestClass
// knows.
type Fields struct {
	Time, Client, Class, Bytes, Duration, Status, Count string
	// TimeUnit and DurationUnit say what a number counts, in ns; 0 finds out,
	// as it is told at --fields.
	TimeUnit, DurationUnit time.Duration
}

// fieldNames are the meanings that a column can have.
var fieldNames = []string{"time", "client", "class", "bytes", "duration", "status", "count"}

func (f *Fields) field(name string) *string {
	return map[string]*string{"time": &f.Time, "client": &f.Client, "class": &f.Class, "bytes": &f.Bytes,
		"duration": &f.Duration, "status": &f.Status, "count": &f.Count}[name]
}

var units = map[string]time.Duration{"s": time.Second, "ms": time.Millisecond, "us": time.Microsecond, "ns": time.Nanosecond}

// ParseFields reads what columns mean:
//
//	time=ts,client=ip,class=route,bytes=size,duration=took:ms,status=code
//
// Columns without a name go by number: time=1,duration=last:us.
//
// A unit (s, ms, us, ns) behind the column of time or duration says what its
// numbers count.
func ParseFields(text string) (Fields, error) {
	var f Fields
	if text == "" {
		return f, nil
	}
	for _, pair := range strings.Split(text, ",") {
		name, column, ok := strings.Cut(pair, "=")
		name = strings.TrimSpace(name)
		to := f.field(name)
		switch {
		case !ok || column == "":
			return f, &InputError{Reason: fmt.Sprintf("%q does not say which column it is: write %s=COLUMN", pair, name)}
		case to == nil:
			return f, &InputError{Reason: words.Unknown("meaning of a column", name, fieldNames)}
		case *to != "":
			return f, &InputError{Reason: fmt.Sprintf("%s is given twice", name)}
		}
		*to = f.unit(name, column)
	}
	return f, nil
}

// unit takes the unit off the name of a column.
func (f *Fields) unit(name, column string) string {
	of := map[string]*time.Duration{"time": &f.TimeUnit, "duration": &f.DurationUnit}[name]
	if of == nil {
		return column
	}
	if at := strings.LastIndexByte(column, ':'); at > 0 {
		if unit, ok := units[column[at+1:]]; ok {
			*of = unit
			return column[:at]
		}
	}
	return column
}
