// Package conform holds failsim's mechanisms against the programs whose names they
// bear. Its tests play failsim's own balancing, filtering and retrying strategies,
// unchanged, in Go's proxy, transport and servers in virtual time; the module in
// .conform does the same with gRPC, the AWS SDK and others, which stay out of
// failsim's go.mod. The rule by which a prediction passes is here.
//
// It leaves out programs that cannot run in virtual time.
package conform
