// Command kubernetes runs what failsim job kubernetes writes on a real kube-apiserver
// and a real job controller, with etcd, on loopback, and holds the result against
// that of one machine, byte for byte (make job-kubernetes).
//
// What is not real is the kubelet: this program takes a pod's container for a process
// in a root of its own that holds failsim alone, as its image does, read-only, as the
// user that the pod names, with the pod's volumes where it wants them. There is no
// scheduler, no image is pulled, and limits of memory are not enforced. It needs root
// and Linux, for mounts.
package main
