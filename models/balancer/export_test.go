package balancer

import "failsim/models/id"

// TakeTheLongWay has the next request to each LB see to everything, whether or not
// all is as it nearly always is.
func (d *DataPlane) TakeTheLongWay() {
	for i := range d.lbs {
		d.lbs[i].plain = false
	}
}

// Plain reports whether one look shows a request to an LB that all is as it nearly
// always is.
func (d *DataPlane) Plain(lb id.LB) bool { return d.lbs[lb].plain }
