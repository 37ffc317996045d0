package format

// feed reads a trace record by record, in the order of the file. Formats of
// lines share one, with a parser each; a format of another shape brings its
// own.
type feed interface {
	// next fills r with the next record, or says what is wrong with it. At
	// the end, or on an error, which failure then returns, it reports false.
	next(r *Record) (Fault, bool)
	// line is the number, from 1, of the line (or row) that next last read.
	line() int64
	// headers is how many lines that hold no data next has passed.
	headers() int64
	failure() error
	shape() Shape
}

// shape is what the records of a trace have in common.
type Shape struct {
	// counts reports that a record is an interval with a number of requests,
	// not one request. Such records must ascend.
	Counts bool
	// fine reports that stamps are finer than a second, so that requests are
	// played when they say and not spread.
	Fine bool
	// interval is the width of the intervals in ns; 0 if only the records tell.
	Interval int64
}
