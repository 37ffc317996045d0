package page

// readReplications reads what a row of the chart of recoveries needs of
// replications.csv. In one of summary/1 all runs weigh alike.
func (r *result) readReplications(t *table) error {
	if err := t.needs("incident", "design", "harmed", "time_to_recover_for_good_s"); err != nil {
		return err
	}
	r.replications = &recoveries{by: map[[2]int]*recoveryRow{}}
	return r.eachRow(t, func(i, d int) error {
		weight, err := t.numberOr("weight", 1)
		if err != nil {
			return err
		}
		x, err := t.numbers("harmed", "time_to_recover_for_good_s")
		if err != nil {
			return err
		}
		row := r.replications.by[[2]int{i, d}]
		if row == nil {
			row = &recoveryRow{}
			r.replications.by[[2]int{i, d}] = row
		}
		row.allW += weight
		switch {
		case x[0] == 0:
			row.never++
			row.neverW += weight
		case x[1] != x[1]: // NaN: it had not when the run ended
			row.open++
		default:
			row.took = append(row.took, x[1])
		}
		return nil
	})
}
