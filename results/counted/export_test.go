package counted

// What the tests of packages above share with those of this one.
var (
	Answers   = answers
	Apart     = apart
	Failures  = failures
	TwoCrowds = twoCrowds
	TestKey   = testKey
)
