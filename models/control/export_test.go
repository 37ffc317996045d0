package control

// Eagerly gives every call of a customer an event of its own, as if each could
// be noticed.
func (p *Plane) Eagerly() {
	p.eager = true
	p.file()
}
