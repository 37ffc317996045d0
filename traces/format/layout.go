package format

import "bytes"

// layout is how one product names the columns of its log, whether these come as
// JSON Lines, as a table of text or as Parquet.
type layout struct {
	// signs are columns that only this product's log has, all of them: by
	// them a file is known. One may have several names, a|b; name=text wants a
	// first value that begins so.
	signs []string
	// fields says what the columns mean, as --fields does: those that a file
	// does not have are unknown in it.
	fields string
	// flags is a column of words that say how a response ended, Envoy's: DC is a
	// client that hung up.
	flags string
	// start is that of several columns for the time which is when a request
	// came, if the others are stamped otherwise.
	start string
	// written is that of them which is when a line was written, at the end of a
	// request, if the others are stamped otherwise.
	written string
	// end is a column of when a response ended. If it or the start has decimals of
	// a second, or there is no duration, the difference is one.
	end string
	// rows tells requests from what else the log holds.
	rows *rowRule
	// utc reports that times without a zone are of UTC, whatever --zone says.
	utc bool
}

// rowRule tells by a column which rows are no requests: they stand aside. Rows
// without the column are requests.
type rowRule struct {
	column string   // its names, a|b
	only   []string // how the values of requests begin; none: in any way
	never  []string // how those of others begin
	kind   string   // what these are
}

func (r *rowRule) admits(value []byte) bool {
	begins := func(texts []string) bool {
		for _, t := range texts {
			if bytes.HasPrefix(value, []byte(t)) {
				return true
			}
		}
		return false
	}
	return len(value) == 0 || !begins(r.never) && (r.only == nil || begins(r.only))
}
