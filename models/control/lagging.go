package control

import (
	"fmt"

	"failsim/sim"
)

// lagging is the follower of a plane that nothing looks at: calls that are
// indistinguishable apart have no events, and are taken at the next look, many at once.
//
// Its invariant: all calls up to and including the instant reached have been taken in
// their order, and none that comes later; and if something might notice the next
// change as it happens, there is an event for it. So whatever reads or changes what
// calls read or change begins with upTo, and if it changes that, ends with file.
type lagging struct {
	*customers
	takes    *Plane
	schedule func(at sim.Time)
	reached  sim.Time
	filed    sim.Time // when the last event is
}

func (*lagging) lags() bool { return true }

func (l *lagging) upTo(now sim.Time) {
	if now < l.reached {
		panic(fmt.Sprintf("control: calls up to %v have been taken, and it is %v", l.reached, now))
	}
	for {
		until := min(now, l.creations.next)
		for {
			own := l.changes.nextOwn()
			if min(own, l.changes.all.next) > until {
				break
			}
			if noticed := l.takes.noticed(); noticed || own < l.changes.all.next {
				l.takeOne(noticed)
			} else {
				n, at := l.changes.all.takeSome(min(until, own), batch)
				l.takes.changeUnnoticed(n, at, now)
			}
		}
		if l.creations.next > now {
			break
		}
		n, at := l.creations.take()
		if l.takes.queue != nil {
			l.file() // a change files the next itself
		}
		l.takes.create(n, at, now)
	}
	l.reached = max(l.reached, now)
}

func (l *lagging) takeOne(noticed bool) {
	lb, n, at, happens := l.changes.take()
	if noticed { // before the workflow's own event, which is later, as the queue likes it
		l.fileNext()
	}
	if happens {
		l.takes.change(lb, n, at)
	}
}

func (l *lagging) file() {
	if l.takes.noticed() {
		l.fileNext()
	}
}

func (l *lagging) fileNext() {
	at := l.changes.next()
	if l.takes.queue != nil { // a new LB's workflow comes before or behind others there
		at = l.next()
	}
	if at != l.filed && at != sim.Never {
		l.filed = at
		l.schedule(at)
	}
}
