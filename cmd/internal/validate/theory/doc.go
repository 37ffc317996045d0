// Package theory computes what queueing, reliability and control theory say
// exactly: closed forms and numerical solutions, each written from the formula
// of the source that it names. It knows no simulator, so that the two can
// disagree.
//
// Rates are per second and spans in seconds unless a name says otherwise; a
// result that does not exist (a mean that is infinite, an unstable queue) is
// +Inf.
package theory
