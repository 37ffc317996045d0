// Package output puts what failsim makes in its place: result directories and
// single files. Each is there whole or not at all, has one writer at a time, and
// removes nothing that it did not make. What a killed run leaves behind is found by
// the next run that writes to the same place.
//
// A result directory X is made beside its place:
//
//	.X.failsim.lock      held (flock) from before the work until the end
//	.X.failsim-PID-N     the staging directory of one run; a file "staging" in
//	                     it says that it has not been in place yet
//
// Where the system can, both directories change places in one step; elsewhere
// X moves aside first. Then what people put into the older result moves to the
// new one, and the older result is removed.
package output
