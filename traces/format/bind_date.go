package format

// dateAndTime binds two columns that are called date and time, if the first says
// a day and the second a time of day: together they are a time.
func (b *binder) dateAndTime() bool {
	date, clockAt := indexNamed(b.names, "date"), indexNamed(b.names, "time")
	if b.of.layout != nil || date < 0 || clockAt < 0 || date >= len(b.values) || clockAt >= len(b.values) || b.means[date] >= 0 || b.means[clockAt] >= 0 {
		return false
	}
	c := clock{local: newLocalClock(nil)}
	joined := append(append(append([]byte(nil), b.values[date]...), 'T'), b.values[clockAt]...)
	if _, _, wrong := c.read(joined); wrong != "" {
		return false
	}
	b.means[date], b.means[clockAt] = int(meansDate), int(meansTimeOfDay)
	b.of.says(meansTime, b.names[date]+"+"+b.names[clockAt], "")
	return true
}
