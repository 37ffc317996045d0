package queue

import (
	"failsim/models/file"
	"failsim/models/policy"
)

// reader is what is known of a file while it is read.
type reader struct {
	strategies []policy.Strategy // that it may name
	spec       *Spec
	targets    *file.Names
	streams    *file.Names
	to         map[string]Target
	retryName  string // of the stream that was read last
	// soundPlaces reports that stations and groups were read without a mistake.
	soundPlaces bool
	// where stations and streams stand, for messages
	stationNodes []file.Node
	streamNodes  []file.Node
}
