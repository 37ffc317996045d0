package importer

import (
	"net"
	"strings"
)

// isLoopback reports that only programs of its own host reach an address.
func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback() || strings.HasPrefix(host, "unix:")
}
