package format

// fastlyLayout is that of the JSON that Fastly's pages propose for its log
// streams. time_elapsed is in microseconds.
var fastlyLayout = layout{
	signs: []string{"fastly_server|fastly_is_edge|response_state|service_version", "client_ip", "response_status|resp_status|status"},
	fields: "time=time_start|timestamp|start_time|time,client=client_ip,class=request_method|req_method|request|method," +
		"bytes=response_body_size|resp_body_size|resp_body_bytes|bytes,duration=time_elapsed|elapsed_usec|elapsed_time:us,status=response_status|resp_status|status",
	utc: true,
}

const fastlyStamps = "Fastly, useful variables to log: time.start and %t are the start of the request"
