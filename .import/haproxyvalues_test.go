package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// "timeout connect 5 s", which HAProxy refuses, was read as 5 ms.
func TestHAProxyValuesThatItRefusesAreNotRead(t *testing.T) {
	r := of(t, [2]string{"haproxy.cfg", "defaults\n timeout connect 5 s\n timeout server 7s # so long\n retries -3\nbackend b\n server a 10.0.0.1:80 check\n"})
	var lines []int
	for _, u := range r.Unread {
		lines = append(lines, u.Place.Line)
	}
	assert.Equal(t, []int{2, 4}, lines)
}
