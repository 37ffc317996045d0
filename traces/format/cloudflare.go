package format

// cloudflareLayout is that of Cloudflare's HTTP requests, of Logpush and of
// Logpull. Times are RFC 3339, or numbers of seconds or nanoseconds, as the job
// is set. A duration is the end less the start where they have decimals of a
// second, else the time to the first byte. What a Worker asks for on behalf of a
// request is a line of its own.
var cloudflareLayout = layout{
	signs:  []string{"EdgeStartTimestamp", "EdgeResponseStatus|ClientRequestMethod|RayID"},
	fields: "time=EdgeStartTimestamp,client=ClientIP,class=ClientRequestMethod,bytes=EdgeResponseBytes,duration=EdgeTimeToFirstByteMs:ms,status=EdgeResponseStatus",
	end:    "EdgeEndTimestamp",
	rows: &rowRule{column: "ClientRequestSource", never: []string{"edgeWorker", "edgeCache", "imageResizing", "purge"},
		kind: "requests that Cloudflare made itself (ClientRequestSource)"},
	utc: true,
}

const cloudflareStamps = "Cloudflare, HTTP requests: EdgeStartTimestamp is when the edge received the request"
