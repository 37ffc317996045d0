package world

import (
	"failsim/models/client"
	"failsim/models/request"
)

// obey has the run end early when stop says so. The kernel asks as events fire;
// arrivals that follow each other without another event are asked about where
// they come from.
func (w *World) obey(stop func() error) {
	if w.stop = stop; stop != nil {
		w.kernel.Stop = func() bool { return stop() != nil }
	}
}

func (w *World) stopped() error {
	if w.stop == nil {
		return nil
	}
	return w.stop()
}

// stoppable are streams that end when the run is to stop.
func (w *World) stoppable(streams []client.Stream) []client.Stream {
	if w.stop == nil {
		return streams
	}
	list := make([]client.Stream, len(streams))
	for i, s := range streams {
		s.Arrivals = &arrivals{s.Arrivals, w.stop}
		list[i] = s
	}
	return list
}

type arrivals struct {
	request.Arrivals
	stop func() error
}

// Next implements request.Arrivals.
func (a *arrivals) Next(list []request.Arrival) int {
	if a.stop() != nil {
		return 0
	}
	return a.Arrivals.Next(list)
}
