// Command real holds failsim's strategies against the real programs that they are
// named after, on loopback: make conform-real.
//
// Everything that failsim predicts is worked out and written down before the first
// program runs. Then each experiment is measured, one that deviates once more, and for
// each fact are printed: predicted, measured, deviation, program and version. A fact
// passes within a tenth, or what its line says: a period of the observer, or chance of
// 4.5 standard errors. A program that is not installed is named and skipped.
//
// What needs networks of its own (an address that moves, a link that falls silent)
// runs in namespaces, as root; what takes a quarter of an hour only with -long; CoreDNS,
// which is in no Debian, once make coredns has built it. What failsim cannot say is
// held against what was seen before.
//
// It leaves out programs that cannot be had from Debian, npm or Go's proxy, Envoy among
// them. Times below a tenth of a second mean at once.
package main
