package gate

// Figure returns the name in summary.json of a figure as expectations have it:
// availability, p95(recovery), time_to_detect.p50.
func (n *Names) Figure(text string) (string, error) {
	p := &parser{text: text, end: len(text), names: n}
	if err := p.quantity(); err != nil {
		return "", err
	}
	if p.skip(); p.at < p.end {
		return "", p.refuse(p.at, "a figure alone stands here, such as availability or p95(recovery)")
	}
	return p.e.Figure, nil
}

// Shown formats a value of a figure in its unit.
func Shown(figure string, x float64) string { return unitOf(figure).print(x) }
