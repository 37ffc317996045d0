package main

import (
	"bufio"
	"fmt"
	"net"
	"strings"
	"syscall"
	"time"

	"failsim/cmd/conform/rig"
	"failsim/models/data"
)

var redisProgram = &rig.Program{Name: "Redis Sentinel", Command: "redis-server", Asks: []string{"--version"}, Finds: `v=(\d+\.\d+\.\d+)`, Package: "redis-server redis-sentinel"}

// redis holds a store whose watchers promote a follower against automatic-promotion,
// whose defaults were measured with down-after 1 s: here it is 3 s.
func redis() []experiment {
	const down, clusters, back = 3 * second, 6, 8 * second
	const who = "automatic-promotion"
	settings := []string{"detect=3s"}
	watching := fmt.Sprintf("3 sentinels, quorum 2, down-after 3 s, 2 replicas, else defaults, mean of %d clusters: ", clusters)
	return []experiment{{name: "redis-sentinel-kill", program: redisProgram,
		predict: func() []fact {
			games := promotions("asynchronous", who, settings, data.Dead, 0)
			return []fact{{who, watching + "from the master's SIGKILL until a replica takes writes", meanIn(games, clusters, func(p *promoted) float64 { return p.leads })},
				{who, watching + "from there until all sentinels name the new one", meanIn(games, clusters, func(p *promoted) float64 { return p.known - p.leads })}}
		},
		measure: func(b *rig.Bench, path string) []figure {
			var took, reported []float64
			each(b, path, clusters, down, func(c *cluster) {
				died := b.Now()
				c.master.Kill()
				writes := c.until(func() bool { return c.takesWrites() }, died)
				took = append(took, writes)
				reported = append(reported, c.until(c.named, died)-writes)
			})
			return []figure{secs(meanOfList(took)), secs(meanOfList(reported))}
		}}, {name: "redis-sentinel-freeze", program: redisProgram,
		predict: func() []fact {
			games := promotions("asynchronous", who, settings, data.Frozen, back)
			return []fact{{who, watching + "from the master's SIGSTOP until a replica takes writes", meanIn(games, clusters, func(p *promoted) float64 { return p.leads })},
				{who, watching + "from the old master's SIGCONT, 8 s after its SIGSTOP, until it is demoted", meanIn(games, clusters, func(p *promoted) float64 { return p.demoted })}}
		},
		measure: func(b *rig.Bench, path string) []figure {
			var took, demoted []float64
			each(b, path, clusters, down, func(c *cluster) {
				froze := b.Now()
				c.master.Signal(syscall.SIGSTOP)
				took = append(took, c.until(func() bool { return c.takesWrites() }, froze))
				b.Sleep(froze + back)
				c.master.Signal(syscall.SIGCONT)
				demoted = append(demoted, c.until(func() bool { return strings.Contains(ask(c.servers[0], "ROLE"), "slave") }, froze+back))
			})
			return []figure{secs(meanOfList(took)), secs(meanOfList(demoted))}
		}}}
}

// cluster is a master with two replicas and three sentinels.
type cluster struct {
	b                  *rig.Bench
	master             *rig.Process
	servers, sentinels []string
}

// each plays with one cluster after the other.
func each(b *rig.Bench, path string, n int, down time.Duration, play func(c *cluster)) {
	for i := range n {
		if b.Failed() != nil {
			return
		}
		c := start(b, path, fmt.Sprint("c", i), down)
		b.Sleep(b.Now() + 12*second) // until sentinels have met each other and the replicas
		play(c)
	}
}

func start(b *rig.Bench, path, name string, down time.Duration) *cluster {
	c := &cluster{b: b}
	port := func(address string) string { return address[strings.LastIndexByte(address, ':')+1:] }
	for i := range 3 {
		address := b.Port()
		dir := b.Dir
		args := []string{"--port", port(address), "--bind", "127.0.0.1", "--save", "", "--dir", dir, "--dbfilename", name + fmt.Sprint(i) + ".rdb"}
		if i > 0 {
			args = append(args, "--replicaof", "127.0.0.1 "+port(c.servers[0]))
		}
		p := b.Start(fmt.Sprint(name, "-redis", i), path, args...)
		if i == 0 {
			c.master = p
		}
		c.servers = append(c.servers, address)
		b.Await(address)
	}
	for i := range 3 {
		address := b.Port()
		file := b.Write(fmt.Sprint(name, "-sentinel", i, ".conf"), "port $PORT\nbind 127.0.0.1\nsentinel monitor m 127.0.0.1 $MASTER 2\nsentinel down-after-milliseconds m $DOWN\n",
			map[string]string{"PORT": port(address), "MASTER": port(c.servers[0]), "DOWN": fmt.Sprint(down.Milliseconds())})
		b.Start(fmt.Sprint(name, "-sentinel", i), path, file, "--sentinel")
		b.Await(address)
		c.sentinels = append(c.sentinels, address)
	}
	return c
}

// until asks every 20 ms whether something is so, and returns how long after an instant
// it was.
func (c *cluster) until(is func() bool, since time.Duration) float64 {
	for c.b.Now() < since+60*second && c.b.Failed() == nil {
		if is() {
			return (c.b.Now() - since).Seconds()
		}
		c.b.Sleep(c.b.Now() + 20*ms)
	}
	c.b.Fail("it did not happen within a minute")
	return 0
}

func (c *cluster) takesWrites() bool {
	for _, s := range c.servers[1:] {
		if strings.HasPrefix(ask(s, "SET", "k", "v"), "+OK") {
			return true
		}
	}
	return false
}

// named reports whether all sentinels name another master than the first.
func (c *cluster) named() bool {
	old := c.servers[0][strings.LastIndexByte(c.servers[0], ':')+1:]
	for _, s := range c.sentinels {
		if answer := ask(s, "SENTINEL", "get-master-addr-by-name", "m"); answer == "" || strings.Contains(answer, old) {
			return false
		}
	}
	return true
}

// ask sends one command over a connection of its own and returns what comes first.
func ask(address string, words ...string) string {
	conn, err := net.DialTimeout("tcp", address, 200*ms)
	if err != nil {
		return ""
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(200 * ms))
	fmt.Fprintf(conn, "*%d\r\n", len(words))
	for _, w := range words {
		fmt.Fprintf(conn, "$%d\r\n%s\r\n", len(w), w)
	}
	text := make([]byte, 512)
	n, _ := bufio.NewReader(conn).Read(text)
	return string(text[:n])
}
