package output

// Claim takes a place for a result, or says before the work why it cannot be had:
// another run has it, or what is there is not to be replaced. It tidies up what
// killed runs left. The holder of a place discards or commits it.
func Claim(path string, o Options) (*Directory, error) { return claim(path, o, realDisk) }

func claim(path string, o Options, on disk) (*Directory, error) {
	d := &Directory{options: o, shown: path, disk: on, open: true}
	var err error
	if d.place, d.made, err = find(path); err == nil {
		d.lock, err = take(lockOf(d.place), path)
	}
	if err == nil {
		err = d.tidy()
	}
	if err == nil {
		err = checkTarget(d.place.path(), o.Kind, o.Force)
	}
	if err != nil {
		d.Discard() // under the lock: another run may end at the same time
		return nil, d.named(err)
	}
	d.ticket = begun(d.remove)
	return d, nil
}
