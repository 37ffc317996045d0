// Package rig runs real programs on loopback beside backends that fail as they are
// told, and clients that write down what each request met.
//
// Everything is bounded in number and time, listens on 127.0.0.0/8 at ports that
// were free, and is gone when the bench is closed, whatever happened. It leaves out
// other machines: what the network does between them is not shown.
package rig
