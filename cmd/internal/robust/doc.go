// Package robust asks of each number that a scenario calls an assumption whether
// another value would turn what is concluded, at which value, and what it would be
// worth to know it.
//
// A conclusion is whether a design's mean availability meets the objective in an
// incident, and which of two designs has the higher. Each number is set to a factor
// below and above what the scenario says, alone, with the same users and faults; a
// conclusion turns if it is beyond noise on both sides of the turn, and few runs show
// candidates that more runs then confirm. Where it turns is found by bisection on
// the logarithm of the value.
//
// Defaults that are assumptions and that the scenario leaves as they are count as well
// (file.Unsaid). Of one that is a word, each other word is tried, and all are believed
// alike.
//
// The value of finding a number out is the expected value of partial perfect
// information (Felli and Hazen, Medical Decision Making 18, 1998) of the choice
// between the designs that the tenant can buy, in user-minutes an incident of each
// kind: what is lost by the choice that is best on average, less what is lost by
// the best choice for each value. The average is over three values, a tenth, a half
// and nine tenths of what is believed, by Swanson's weights of 0.3, 0.4 and 0.3 (Hurst,
// Brown and Swanson, AAPG Bulletin 84, 2000). That the factor is such a range is itself an
// assumption, and all other numbers are held as they are: interactions between two
// assumptions are not seen.
package robust
