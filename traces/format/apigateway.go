package format

// apiGatewayLayout is that of the JSON access logs of Amazon API Gateway, by the
// names of its console's example; $context.requestTime is when the request came,
// latencies are in milliseconds: API Gateway, $context variables.
var apiGatewayLayout = layout{
	signs: []string{"requestId", "requestTime", "status"},
	fields: "time=requestTimeEpoch|requestTime,client=ip|sourceIp|identity.sourceIp,class=httpMethod|routeKey,bytes=responseLength," +
		"duration=responseLatency|latency|integrationLatency:ms,status=status",
	utc: true,
}
