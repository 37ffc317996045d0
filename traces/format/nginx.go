package format

// nginxLayout is that of nginx's variables in a JSON log_format, by their own
// names: times are in seconds, and logged when a request ends.
var nginxLayout = layout{
	signs: []string{"remote_addr", "request_time", "status"},
	fields: "time=msec|time_iso8601|time_local|timestamp|@timestamp|time|ts|datetime|date,client=http_x_forwarded_for|x_forwarded_for|remote_addr," +
		"class=request_method|method|request,bytes=body_bytes_sent|bytes_sent|bytes,duration=request_time:s,status=status",
}

// The default formats of ingress-nginx, of today and of before 0.26 and 0.20:
// its documentation, log format (upstreaminfo).
var ingressFormats = []string{
	`$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent" $request_length $request_time [$proxy_upstream_name] [$proxy_alternative_upstream_name] $upstream_addr $upstream_response_length $upstream_response_time $upstream_status $req_id`,
	`$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent" $request_length $request_time [$proxy_upstream_name] $upstream_addr $upstream_response_length $upstream_response_time $upstream_status $req_id`,
	`$remote_addr - [$proxy_add_x_forwarded_for] - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent" $request_length $request_time [$proxy_upstream_name] [$proxy_alternative_upstream_name] $upstream_addr $upstream_response_length $upstream_response_time $upstream_status $req_id`,
	`$remote_addr - [$proxy_add_x_forwarded_for] - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent" $request_length $request_time [$proxy_upstream_name] $upstream_addr $upstream_response_length $upstream_response_time $upstream_status $req_id`,
	`$remote_addr - [$proxy_add_x_forwarded_for] - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent" $request_length $request_time [$proxy_upstream_name] $upstream_addr $upstream_response_length $upstream_response_time $upstream_status`,
}

// proxyManager is the format of Nginx Proxy Manager's hosts:
// docker/rootfs/etc/nginx/conf.d/include/log-proxy.conf of its source.
const proxyManager = `[$time_local] $upstream_cache_status $upstream_status $status - $request_method $scheme $host "$request_uri" [Client $remote_addr] [Length $body_bytes_sent] [Gzip $gzip_ratio] [Sent-to $server] "$http_user_agent" "$http_referer"`

func newProxyManager(of *reading) parser { return nginxSyntax.mustCompile(of, proxyManager) }

func newIngress(of *reading) parser { return nginxSyntax.bestOf(of, ingressFormats) }
