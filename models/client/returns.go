package client

// returning are users who are away.
type returning struct {
	away []identity
	free []int32
	back int64 // how many have come back
}
