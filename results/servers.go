package results

import (
	"fmt"
	"strconv"
	"strings"

	"failsim/results/statistics"
	"failsim/results/tables"
)

// Servers are those that the capacity of a place in a region comes to: capacity
// is a share of the place's peak, but servers are whole.
type Servers struct {
	Location   string            `json:"location"`
	Region     string            `json:"region"`
	Capacity   statistics.Number `json:"capacity"`     // that was asked for, as a share of the peak
	Busy       statistics.Number `json:"busy_at_peak"` // servers that the peak keeps busy
	Servers    int               `json:"servers"`
	Zones      []int             `json:"by_zone"`
	Grown      int               `json:"servers_grown"` // once a standby has grown; else the same
	GrownZones []int             `json:"by_zone_grown"`
}

// String says what results, and how it is spread.
func (s *Servers) String() string {
	text := fmt.Sprintf("%s at %s: %s of %.3g busy at the peak = %s (%s), %s", s.Location, s.Region, tables.ShortPercent(s.Capacity), float64(s.Busy),
		ServerCount(s.Servers), tables.ShortPercent(statistics.Number(float64(s.Servers)/float64(s.Busy))), overZones(s.Zones))
	if s.Grown > s.Servers {
		text += fmt.Sprintf("; grown %d (%s), %s", s.Grown, tables.ShortPercent(statistics.Number(float64(s.Grown)/float64(s.Busy))), overZones(s.GrownZones))
	}
	return text
}

// ServerCount says how many servers there are.
func ServerCount(n int) string {
	if n == 1 {
		return "1 server"
	}
	return strconv.Itoa(n) + " servers"
}

// overZones says how servers are spread over zones, and whether evenly.
func overZones(zones []int) string {
	if len(zones) == 1 {
		return "one zone"
	}
	var parts []string
	least, most := zones[0], zones[0]
	for _, n := range zones {
		parts = append(parts, strconv.Itoa(n))
		least, most = min(least, n), max(most, n)
	}
	text := fmt.Sprintf("%s in %d zones", strings.Join(parts, "+"), len(zones))
	switch {
	case least == 0:
		text += ", some without any"
	case least < most:
		text += ", unevenly"
	}
	return text
}

// ServerLines says what the servers of designs come to, a line for each pool
// that there is, with the names of the designs that have it.
func ServerLines(names []string, servers [][]Servers) (lines []string) {
	var pools []string
	of := map[string][]string{}
	for d := range servers {
		for i := range servers[d] {
			text := servers[d][i].String()
			if of[text] == nil {
				pools = append(pools, text)
			}
			of[text] = append(of[text], names[d])
		}
	}
	for _, text := range pools {
		lines = append(lines, fmt.Sprintf("%s (%s)", text, strings.Join(of[text], ", ")))
	}
	return lines
}
