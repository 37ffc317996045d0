package format

// kongLayout is that of what Kong's plugins for logs write: started_at is in
// milliseconds since 1970, latencies in milliseconds. Kong's access.log is in
// nginx's combined format.
var kongLayout = layout{
	signs:  []string{"started_at", "latencies.request"},
	fields: "time=started_at,client=client_ip,class=request.method,bytes=response.size,duration=latencies.request:ms,status=response.status",
	utc:    true,
}

const kongStamps = "Kong's started_at is when the request came in: kong/pdk/log.lua"
