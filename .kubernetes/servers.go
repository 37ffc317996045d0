//go:build servers

package main

// The servers that are built beside this program, so that go.mod has what they need.
import (
	_ "k8s.io/kubernetes/cmd/kube-apiserver"
	_ "k8s.io/kubernetes/cmd/kube-controller-manager"
)
