package rig

import (
	"fmt"
	"net"
)

// Hub joins networks, by a bridge whose ports can be made silent: nothing passes
// while every carrier stays.
type Hub struct {
	net    *Net
	joined []*Port
}

// Port is where a network is joined to a hub.
type Port struct {
	Address string
	net     *Net
	hub     *Hub
	name    string
}

// Hub makes one.
func (b *Bench) Hub() *Hub {
	h := &Hub{net: b.Net()}
	h.net.Do("ip link add hub type bridge")
	h.net.Do("ip link set hub up")
	return h
}

// Join gives a network an interface at a hub, eth0 if it is its first, with an
// address of 10.9.0.0/24. All who are joined know each other's link addresses for
// good, so that a silent one is no error of the neighbours' kernel.
func (h *Hub) Join(n *Net) *Port {
	number := len(h.joined) + 1
	p := &Port{Address: fmt.Sprintf("10.9.0.%d", number), net: n, hub: h, name: fmt.Sprintf("port%d", number)}
	n.Wire("eth0", p.Address+"/24", h.net, p.name, "")
	n.Do("ip link set eth0 address " + linkOf(number))
	h.net.Do("ip link set " + p.name + " master hub")
	h.joined = append(h.joined, p)
	for i, q := range h.joined[:number-1] {
		n.Do(fmt.Sprintf("ip neighbour replace %s lladdr %s dev eth0 nud permanent", q.Address, linkOf(i+1)))
		q.net.Do(fmt.Sprintf("ip neighbour replace %s lladdr %s dev eth0 nud permanent", p.Address, linkOf(number)))
	}
	return p
}

func linkOf(number int) string {
	return net.HardwareAddr{2, 0, 0, 0, 0, byte(number)}.String()
}

// Silence has nothing pass a port, or all again.
func (p *Port) Silence(silent bool) {
	state := 3 // forwarding
	if silent {
		state = 0
	}
	p.hub.net.Do(fmt.Sprintf("bridge link set dev %s state %d", p.name, state))
}
