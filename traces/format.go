package traces

// format is one way to write a trace. To add one, write a file with its parser
// (or, if it is not of lines, its feed), add a line to formats, and a golden
// of what is made of a small file.
type format struct {
	name  string
	about string
	of    shape
	// takes is what of Options.Fields it knows.
	takes fieldUse
	// parser makes the parser of a format of lines.
	parser func(*reading) parser
	// sniff tells by the first bytes of a file whether it is of this format.
	// Formats of lines are told by their lines.
	sniff func(head []byte) bool
	// feed opens a format that is not of lines.
	feed func(*reading, *input) (feed, error)
}

// fieldUse is what of Options.Fields a format knows.
type fieldUse int

const (
	noFields    fieldUse = iota // everything has its place
	classOfLine                 // a class, of the first line of a request: requestClass
	classByName                 // a class, by the name of its column
	fieldsByName
)

// formats lists every known format. Of two that fit a file, the first wins.
var formats = []format{
	{name: "clf", about: "Common Log Format and combined, of Apache, nginx and others: one request a line, written when it ends", takes: classOfLine, parser: newCLF},
	{name: "epoch-counts", about: "epoch,requests: requests per interval, stamped in seconds since 1970", of: shape{counts: true}, parser: newEpochCounts},
	{name: "period-counts", about: "period,count: requests per interval, stamped YYYY-MM-DD HH:MM:SS", of: shape{counts: true}, parser: newPeriodCounts},
	{name: "aws-elb", about: "access log of an AWS application or classic load balancer, stamped in microseconds", takes: classOfLine, of: shape{fine: true}, parser: newELB},
	{name: "aws-nlb", about: "access log of an AWS network load balancer: one TLS connection a line", parser: newNLB},
	{name: "cloudfront", about: "standard log of AWS CloudFront: columns that #Fields names, divided by tabs", takes: classByName, parser: newCloudFront},
	{name: "w3c", about: "W3C extended log, of IIS and others: columns that #Fields names", takes: classByName, parser: newW3C},
	{name: "epa", about: "log of the EPA in the Internet Traffic Archive: host [DD:HH:MM:SS] \"request\" status bytes", takes: classOfLine, parser: newEPA},
	{name: "azure-llm", about: "TIMESTAMP,ContextTokens,GeneratedTokens: Azure LLM inference, stamped in 100 ns", of: shape{fine: true}, parser: newAzureLLM},
	{name: "k6", about: "results of k6, --out json", of: shape{fine: true}, parser: newK6},
	{name: "k6-csv", about: "results of k6, --out csv", parser: newK6CSV},
	{name: "vegeta", about: "results of vegeta, encode --to json", of: shape{fine: true}, parser: newVegeta},
	{name: "vegeta-csv", about: "results of vegeta, encode --to csv", of: shape{fine: true}, parser: newVegetaCSV},
	{name: "vegeta-gob", about: "results of vegeta, as attack writes them", sniff: isVegetaGob, feed: newVegetaGob},
	{name: "har", about: "HTTP Archive, as browsers and proxies save it", sniff: isHAR, feed: newHAR},
	{name: "jsonl", about: "JSON Lines: one object a line, fields by name (--fields)", takes: fieldsByName, parser: newJSONL},
	{name: "csv", about: "columns divided by comma, tab, semicolon or bar, named by a header (--fields)", takes: fieldsByName, parser: newCSV},
	{name: "parquet", about: "Parquet: a row a request, columns by name (--fields)", takes: fieldsByName, sniff: isParquet, feed: newParquet},
	{name: "failsim", about: "the compact trace that failsim trace convert writes", sniff: isCompact, feed: newCompactFeed},
}

// parser reads lines of one format. What it makes of a line may depend on the
// lines before it, for every reading begins with the first.
type parser interface {
	// header tells whether the first line of a file is a header; a fault is
	// one that this format cannot go on with.
	header(line []byte) (bool, fault)
	// parse fills r with what the line says, or returns what is wrong, or
	// aside if it holds no data. It leaves nothing in r as it was.
	parse(line []byte, r *Record) fault
}

// Formats returns the names of the formats that Open knows.
func Formats() []string {
	names := make([]string, len(formats))
	for i := range formats {
		names[i] = formats[i].name
	}
	return names
}

// AboutFormat describes a format in a line, or returns "" if there is no such
// format.
func AboutFormat(name string) string {
	for i := range formats {
		if formats[i].name == name {
			return formats[i].about
		}
	}
	return ""
}

func formatNamed(name string) (*format, error) {
	for i := range formats {
		if formats[i].name == name {
			return &formats[i], nil
		}
	}
	return nil, &InputError{Reason: unknown("trace format", name, Formats())}
}

// open starts a reading of a file of this format.
func (f *format) open(of *reading, in *input) (feed, error) {
	if err := f.accepts(of.Fields); err != nil {
		return nil, err
	}
	if f.feed != nil {
		return f.feed(of, in)
	}
	s := f.of
	s.counts = s.counts || of.Fields.Count != ""
	return &lineFeed{lines: *newLines(in), parser: f.parser(of), of: s}, nil
}

// accepts says whether a format knows what fields ask for.
func (f *format) accepts(fields Fields) error {
	class := fields.Class
	fields.Class = ""
	switch {
	case f.takes == fieldsByName:
		return nil
	case fields != Fields{}:
		return &InputError{Reason: f.name + " has a place for everything; --fields says nothing to it but a class"}
	case f.takes == classOfLine:
		_, err := requestSegments(class)
		return err
	case f.takes == noFields && class != "":
		return &InputError{Reason: f.name + " has its own classes, or none; --fields says nothing to it"}
	}
	return nil
}
