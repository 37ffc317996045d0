package rig

import (
	"context"
	"net"
	"strings"
	"sync"
	"time"

	"golang.org/x/net/dns/dnsmessage"
)

// Authority is a DNS server that knows addresses, and answers with a TTL.
type Authority struct {
	Address string
	mu      sync.Mutex
	records map[string][][4]byte
	ttl     time.Duration
	asked   int
	silent  bool
}

// Authority starts one.
func (b *Bench) Authority(ttl time.Duration) *Authority {
	c, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		b.Fail("%w", err)
		return nil
	}
	return b.AuthorityAt(c, ttl)
}

// AuthorityAt is one at a socket.
func (b *Bench) AuthorityAt(c net.PacketConn, ttl time.Duration) *Authority {
	a := &Authority{Address: c.LocalAddr().String(), records: map[string][][4]byte{}, ttl: ttl}
	b.AtEnd(func() { c.Close() })
	go func() {
		buffer := make([]byte, 1500)
		for {
			n, from, err := c.ReadFrom(buffer)
			if err != nil {
				return
			}
			if text := a.answer(buffer[:n]); text != nil {
				c.WriteTo(text, from)
			}
		}
	}()
	return a
}

// Set has a name point to an address.
func (a *Authority) Set(name string, address [4]byte) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.records[name] = [][4]byte{address}
}

// Add gives a name one more.
func (a *Authority) Add(name string, address [4]byte) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.records[name] = append(a.records[name], address)
}

// Silence has it answer nothing, or again.
func (a *Authority) Silence(silent bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.silent = silent
}

// Asked returns how many questions have come.
func (a *Authority) Asked() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.asked
}

// answer answers a question; nil if it says nothing.
func (a *Authority) answer(query []byte) []byte {
	var p dnsmessage.Parser
	head, err := p.Start(query)
	if err != nil {
		return nil
	}
	q, err := p.Question()
	if err != nil {
		return nil
	}
	a.mu.Lock()
	a.asked++
	addresses := a.records[strings.ToLower(strings.TrimSuffix(q.Name.String(), "."))]
	ttl, silent := uint32(a.ttl.Seconds()), a.silent
	a.mu.Unlock()
	if silent {
		return nil
	}
	m := dnsmessage.Message{Header: dnsmessage.Header{ID: head.ID, Response: true, Authoritative: true, RecursionDesired: head.RecursionDesired, RecursionAvailable: true}, Questions: []dnsmessage.Question{q}}
	for _, address := range addresses {
		if q.Type == dnsmessage.TypeA {
			m.Answers = append(m.Answers, dnsmessage.Resource{Header: dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: q.Class, TTL: ttl}, Body: &dnsmessage.AResource{A: address}})
		}
	}
	text, err := m.Pack()
	if err != nil {
		return nil
	}
	return text
}

// Stub asks a resolver for a name's first IPv4 address, with no cache of its own.
func Stub(ctx context.Context, resolver, name string) (string, error) {
	list, err := StubAll(ctx, resolver, name)
	if err != nil {
		return "", err
	}
	return list[0].String(), nil
}

// StubAll asks for all IPv4 addresses.
func StubAll(ctx context.Context, resolver, name string) ([]net.IP, error) {
	r := net.Resolver{PreferGo: true, Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, "udp", resolver)
	}}
	return r.LookupIP(ctx, "ip4", name+".")
}
