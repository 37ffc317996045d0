package importer

import (
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
