package balancer

// GrayBackend makes one backend gray for good, which no scenario can say yet.
func (d *DataPlane) GrayBackend(backend int, fault Gray) {
	p := d.pools[d.backends[backend]]
	p.backends[backend-p.first].grays = grays{fault}
	for i := range d.lbs {
		if l := &d.lbs[i]; l.pool == p {
			l.gray = true
		}
	}
}
