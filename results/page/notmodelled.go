package page

// notModelled is what no figure of any result holds.
var notModelled = []string{
	"Packets, and bytes on links. The network's path between two locations is one round-trip time.",
	"Users who change their habits after an outage.",
	"A request is one user action, and its answer's way through the network is charged on the way back.",
	"Capacities follow from the workload by stated headroom, in whole servers; rates other than those stated give other shares.",
	"Where the public record leaves a number open, the scenario says assumption: vary it before you rely on an order of designs.",
}
