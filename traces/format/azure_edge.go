package format

// Azure writes the logs of Front Door and of Application Gateway alike, through
// Azure Monitor: JSON in a storage account or an event hub, or a table of Log
// Analytics, in one of two ways. Logs of other kinds go the same way.
var (
	azureKinds    = "category|Category"
	frontDoorRows = rowRule{azureKinds, []string{"FrontDoorAccessLog", "FrontdoorAccessLog", "AzureCdnAccessLog"}, nil, "Azure's other logs (health probes, firewall)"}
	appGWRows     = rowRule{azureKinds, []string{"ApplicationGatewayAccessLog"}, nil, "Azure's other logs (performance, firewall)"}
)

// frontDoorLayout: time taken is in seconds, from the first byte of a request to
// the last of the response. A status of 0 is an origin that gave no answer, 499
// a client that went away.
var frontDoorLayout = layout{
	signs: []string{"properties.httpStatusCode|httpStatusCode_s|httpStatusCode_d|httpStatusCode", "properties.timeTaken|properties.clientIp|timeTaken_s|timeTaken_d|timeTaken"},
	fields: "time=time|TimeGenerated|TimeGenerated [UTC],client=properties.clientIp|clientIp_s|clientIp,class=properties.httpMethod|httpMethod_s|httpMethod," +
		"bytes=properties.responseBytes|responseBytes_s|responseBytes_d|responseBytes,duration=properties.timeTaken|timeTaken_s|timeTaken_d|timeTaken:s," +
		"status=properties.httpStatusCode|httpStatusCode_s|httpStatusCode_d|httpStatusCode",
	rows: &frontDoorRows,
	utc:  true,
}

const frontDoorStamps = "Microsoft, Azure Front Door access log: time is when the edge delivered the content to the client"

// appGWLayout is that of version 2, whose time taken is in seconds.
var appGWLayout = layout{
	signs:  []string{"properties.httpStatus|httpStatus_d|HttpStatus", "properties.timeTaken|timeTaken_d|TimeTaken", "properties.clientIP|clientIP_s|ClientIp"},
	fields: appGWFields + ":s,status=properties.httpStatus|httpStatus_d|HttpStatus",
	rows:   &appGWRows,
	utc:    true,
}

// appGW1Layout is that of version 1, whose time taken is in milliseconds. Only
// the names of its instances tell it apart.
var appGW1Layout = layout{
	signs:  append(appGWLayout.signs[:3:3], "properties.instanceId|instanceId_s|InstanceId=ApplicationGatewayRole"),
	fields: appGWFields + ":ms,status=properties.httpStatus|httpStatus_d|HttpStatus",
	rows:   &appGWRows,
	utc:    true,
}

const appGWFields = "time=timeStamp|timestamp|time|TimeGenerated|TimeGenerated [UTC],client=properties.clientIP|clientIP_s|ClientIp," +
	"class=properties.httpMethod|httpMethod_s|HttpMethod,bytes=properties.sentBytes|sentBytes_d|SentBytes,duration=properties.timeTaken|timeTaken_d|TimeTaken"

const appGWStamps = "Microsoft's page does not say: kept as it stands"
