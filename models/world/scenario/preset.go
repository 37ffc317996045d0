package scenario

import "failsim/models/policy"

// Presets are the texts of preset files by the preset's name.
type Presets map[string][]byte

// PresetKinds are what a preset may be of, each a key of designs and, but for lb, data and
// data-client, of clients; a cache's stands at a cache.
func PresetKinds() []string {
	return []string{"lb", "client", "resolver", "data", "data-client", "cache"}
}

// Preset is one that has been read.
type Preset struct {
	Name, Kind, About, Source string
	LeavesOut                 string // what the program does beside, and nothing here says
	Strategies                map[policy.Socket][]policy.Setting
	Check                     policy.Check // of an lb, if HasCheck
	HasCheck                  bool
	Cache                     ObjectCache // of a cache, but for its size
	Clients                   Clients     // of a client or a resolver: what it changes of others'
}
