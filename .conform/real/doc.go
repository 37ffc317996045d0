// Command real holds failsim's strategies against the real programs that they are
// named after, on loopback: make conform-real.
//
// Everything that failsim predicts is worked out and written down before the first
// program runs. Then each experiment is measured, one that deviates once more, and for
// each fact are printed: predicted, measured, deviation, program and version. A fact
// passes within a tenth, or what its line says: a period of the observer, or chance of
// 4.5 standard errors. A program that is not installed is named and skipped.
//
// It leaves out what needs more than one machine, and programs that cannot be had
// from Debian or npm. Times below a tenth of a second mean at once.
package main
