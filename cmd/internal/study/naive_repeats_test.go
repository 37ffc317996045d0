package study

import (
	"slices"

	"failsim/models/request"
)

// mayRepeat reports whether a client may send a request again after a failure, as the
// file's words say: a list of words for what may be done twice, and one for what may not.
func (n *naive) mayRepeat(r *naiveRequest, cause request.Cause) bool {
	words := r.population.habits.On
	if u := n.key.Named("service").Named("gray").Named("kind").Float64(r.draw); len(r.population.Kinds) > 0 && u < r.population.Kinds[0].Share {
		words = r.population.habits.OnNonIdempotent
	}
	return words == nil || slices.Contains(words, wordFor(cause))
}

// wordFor says in a word what a client saw of a failure.
func wordFor(cause request.Cause) string {
	switch cause {
	case request.OverloadPrimary, request.OverloadSurvivor, request.SurgeQueueFull, request.CannotScale:
		return "overload" // it was refused for want of room
	case request.SlowResponse, request.TimedOutInQueue, request.TimedOutInSurgeQueue:
		return "timeouts"
	case request.ServerError, request.ServiceDown, request.LBMisconfigured:
		return "errors" // somebody answered, with an error
	case request.CircuitOpen:
		return "" // it sent nothing
	}
	return "connect-failure" // nobody was there
}
