// Package portable has the elementary functions whose results reach a fingerprint
// or are printed: Exp, Log, Pow and their like, and distributions of statistics made
// of them. The standard library's Exp, and with it Pow, Erfc and Gamma, multiplies
// and adds in one rounding where the processor can and in two where it cannot, so
// the same program prints other bytes on another machine.
//
// Here every operation is one that IEEE 754 rounds in one way: sums, products,
// quotients, square roots. A product that is added is converted, float64(a*b) + c,
// which forbids compilers for arm64 and others to fuse the two. math.FMA, which is
// asked for by name, is rounded once everywhere.
//
// Exp, Log, Log1p, Expm1, Pow, Log10 and Cbrt are within one unit in the last place,
// compared with a table of 40 digits; others say their own error. Left out are
// functions that nothing in failsim calls.
package portable
