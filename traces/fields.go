package traces

// Fields names the columns of a file with named ones. An empty name is found
// by what the column is usually called.
type Fields struct {
	Time, Client, Class, Bytes, Duration, Status, Count string
}
