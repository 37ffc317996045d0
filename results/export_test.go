package results

// What the tests from outside share with those of this package.
var (
	TinyStudy      = tinyStudy
	TwoPopulations = twoPopulations
	Play           = play
)
