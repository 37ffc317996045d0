package scenario

// incidentsWere are embedded incidents whose names have changed, and what they were.
// Their draws are still keyed by the older name, so that a seed gives the runs that
// it gave before.
var incidentsWere = map[string]string{
	"operator-error-in-one-region": "slip-in-one-region",
	"operator-error-everywhere":    "slip-everywhere",
}

// DrawKey is the name by which the draws of an incident are keyed.
func (i *Incident) DrawKey() string {
	if was, renamed := incidentsWere[i.Name]; renamed {
		return was
	}
	return i.Name
}

// IncidentNow returns the present name of an incident that had another, or "".
func IncidentNow(older string) string {
	for now, was := range incidentsWere {
		if was == older {
			return now
		}
	}
	return ""
}
