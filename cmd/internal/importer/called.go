package importer

import (
	"fmt"
	"slices"

	"failsim/cmd/internal/config"
)

// called is what a pool is called.
func (p *Plan) called(l *config.Layer) string {
	pools := p.pools()
	if i := slices.Index(pools, l); i >= 0 {
		return namesOf(pools)[i]
	}
	return l.Name
}

// namesOf are what pools are called: of several of one name the later with their programs.
func namesOf(pools []*config.Layer) (list []string) {
	for _, l := range pools {
		name := l.Name
		for n := 1; slices.Contains(list, name); n++ {
			if name = l.Name + "@" + l.Program; n > 1 {
				name = fmt.Sprintf("%s-%d", name, n)
			}
		}
		list = append(list, name)
	}
	return list
}
