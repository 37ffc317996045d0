package page

// readReplications reads what a row of the chart of recoveries needs of
// replications.csv.
func (r *result) readReplications(t *table) error {
	if err := t.needs("incident", "design", "weight", "harmed", "time_to_recover_for_good_s"); err != nil {
		return err
	}
	r.replications = &recoveries{by: map[[2]int]*recoveryRow{}}
	return r.eachRow(t, func(i, d int) error {
		x, err := t.numbers("weight", "harmed", "time_to_recover_for_good_s")
		if err != nil {
			return err
		}
		row := r.replications.by[[2]int{i, d}]
		if row == nil {
			row = &recoveryRow{}
			r.replications.by[[2]int{i, d}] = row
		}
		row.allW += x[0]
		switch {
		case x[1] == 0:
			row.never++
			row.neverW += x[0]
		case x[2] != x[2]: // NaN: it had not when the run ended
			row.open++
		default:
			row.took = append(row.took, x[2])
		}
		return nil
	})
}
