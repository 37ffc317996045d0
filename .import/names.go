package main

import (
	"slices"

	"failsim/cmd/internal/config"
	"failsim/results/words"
)

// What directives lead to by a name.
const (
	haproxyBackend = "backend of HAProxy's"
	nginxUpstream  = "upstream of nginx's"
	envoyCluster   = "cluster of Envoy's"
	service        = "service of Kubernetes"
	workload       = "workload of Kubernetes"
	subsetOf       = "subset of the DestinationRule of " // and a service
)

// names are what files declare and lead to. Files are read one by one, and one may
// declare what another leads to.
type names struct {
	declared map[string][]string // by what it is
	leads    []config.Reference
}

func (n *names) declare(what, name string) {
	if n.declared == nil {
		n.declared = map[string][]string{}
	}
	if !slices.Contains(n.declared[what], name) {
		n.declared[what] = append(n.declared[what], name)
	}
}

func (n *names) lead(directive, what, to string, at config.Place) {
	n.leads = append(n.leads, config.Reference{Place: at, Directive: directive, What: what, To: to})
}

// missing are the references to nothing. A host that is no upstream may be one of the
// network, so only a misspelling is reported; what Kubernetes has besides may stand in
// files that were not named, so it is told only where some of its kind were.
func (n *names) missing() (list []config.Reference) {
	for _, l := range n.leads {
		known := n.declared[l.What]
		if slices.Contains(known, l.To) {
			continue
		}
		switch l.What {
		case nginxUpstream:
			if words.Nearest(l.To, known) == "" {
				continue
			}
		case haproxyBackend, envoyCluster:
		default:
			if len(known) == 0 {
				continue
			}
		}
		l.Known = known
		list = append(list, l)
	}
	return list
}
