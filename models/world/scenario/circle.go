package scenario

// Circle returns the names of services that need each other in the shortest circle
// from a service on, by needs of a kind; nil if there is none.
func Circle(all []NamedService, from string, counts func(*Need) bool) (names []string) {
	place := map[string]int{}
	for i, s := range all {
		place[s.Name] = i
	}
	way := path(len(all), place[from], func(i int) (next []int) {
		for n := range all[i].Needs {
			if need := &all[i].Needs[n]; counts(need) {
				if k, known := place[need.On]; known {
					next = append(next, k)
				}
			}
		}
		return next
	})
	for k := len(way) - 1; k > 0; k-- { // it is told backwards
		names = append(names, all[way[k]].Name)
	}
	return names
}
