package format

// wrappers lists those that are known; of two that fit, the first is peeled off.
var wrappers = []wrapper{
	{"CRI (containerd, Kubernetes)", peelCRI},
	{"docker json-file", peelJSON("log", "stream")},
	{"journald JSON", peelJSON("MESSAGE", "__REALTIME_TIMESTAMP")},
	{"Google Cloud Logging JSON", peelJSON("textPayload", "logName")},
	{"Loki JSON", peelJSON("line", "timestamp")},
	{"Fluent Bit JSON", peelJSON("log", "date")},
	{"Fluentd JSON", peelJSON("log", "kubernetes")},
	{"Elastic Beats JSON", peelJSON("message", "@timestamp")},
	{"Elasticsearch hits", peelObject("_source", "_index")},
	{"AWS CloudWatch Logs JSON", peelJSON("message", "ingestionTime")},
	{"AWS CloudWatch Logs Insights JSON", peelJSON("@message", "@timestamp")},
	{"AWS CloudWatch Logs Insights JSON", peelObject("@message", "@timestamp")},
	{"Google Cloud Logging JSON", peelObject("jsonPayload", "logName")},
	{"kubectl --prefix", peelPod},
	{"docker compose", peelCompose},
	{"syslog", peelSyslog},
	{"date prefix", peelDate},
}

// Wrappers returns the names of what is peeled off lines.
func Wrappers() (names []string) {
	for i := range wrappers {
		names = append(names, wrappers[i].name)
	}
	return names
}

// wrapperOf returns the wrapper that most of the lines have, and what is inside
// each; or nil.
func wrapperOf(lines [][]byte) (*wrapper, [][]byte) {
	for i := range wrappers {
		inside, fits := make([][]byte, 0, len(lines)), 0
		for _, line := range lines {
			var buffer []byte
			if in := wrappers[i].peel(line, &buffer); in.ok {
				line = in.line
				fits++
			}
			inside = append(inside, line)
		}
		if 2*fits > len(lines) {
			return &wrappers[i], inside
		}
	}
	return nil, nil
}
