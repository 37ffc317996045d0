package policy

// Setting is a strategy that a file has chosen, with its parameters.
type Setting struct {
	Strategy *Strategy
	Values   Values
}
