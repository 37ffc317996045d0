package counted

// What the tests of packages above share with those of this one.
var (
	Answers   = answers
	Apart     = apart
	Failures  = failures
	TwoGroups = twoGroups
	TestKey   = testKey
)
