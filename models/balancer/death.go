package balancer

// Death is what others meet at a backend that is lost.
type Death uint8

// The deaths. A zone dies as its hosts do, those of its LB nodes included.
const (
	// Mixed: what it was working on is an error at once, as of a process, and what is
	// sent to it waits for the time-out of a check, as of a machine.
	Mixed Death = iota
	// Process: its connections are reset, and its host refuses new ones.
	Process
	// Machine: nothing answers any more, and a waiting client waits until it gives up.
	Machine

	deaths
)

// held is how many faults hold a backend down, by death.
type held [deaths]int

func (h *held) down() bool { return *h != held{} }

// refuses reports whether the backend's host answers for it.
func (h *held) refuses() bool { return h[Process] > 0 && h[Mixed]+h[Machine] == 0 }
