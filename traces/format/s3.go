package format

import (
	"bytes"
	"time"
)

// s3Layout is that of S3's server access log as CloudWatch and Athena have it.
var s3Layout = layout{
	signs: []string{"bucket_owner|bucketowner|bucket_owner_id|bucket_arn|bucket_name", "remote_ip|remoteip", "http_status|httpstatus"},
	fields: "time=request_time|requestdatetime|request_datetime|time,client=remote_ip|remoteip,class=request_uri|requesturi," +
		"bytes=bytes_sent|bytessent,duration=total_time|totaltime|total_time_ms:ms,status=http_status|httpstatus",
	rows: &rowRule{column: "operation", never: s3Own, kind: s3Aside},
	utc:  true,
}

// s3Own begin the operations that no client asked for: of S3's own rules of
// lifecycle, and of single objects within a request that deletes many.
var s3Own = []string{"S3.", "BATCH."}

const (
	s3Aside  = "what S3 did itself, or to one object of a request for many"
	s3Stamps = "AWS, S3 server access log format: time is when the request was received"
)

// s3Text is S3's server access log in text. Newer records go on behind it.
const s3Text = `$owner $bucket [$time_local] $remote_addr $requester $request_id $operation $key "$request" $status $error $body_bytes_sent $object_size $total_time $turn_around "$http_referer"`

// s3Parser sets aside what is no request.
type s3Parser struct {
	*template
	operation []byte
}

func newS3(of *reading) parser {
	t := nginxSyntax.mustCompile(of, s3Text)
	t.loose = true
	t.means(of, stamping{stampStart, s3Stamps}, map[string]variable{
		"$total_time": {name: "Total Time", means: usesDuration, unit: time.Millisecond}, "$remote_addr": {name: "Remote IP"},
		"$request": {name: "Request-URI"}, "$status": {name: "HTTP status"}, "$body_bytes_sent": {name: "Bytes Sent"}})
	return &s3Parser{template: t}
}

func (p *s3Parser) parse(line []byte, r *Record) Fault {
	if open := bytes.IndexByte(line, ']'); open > 0 { // client, requester, id, operation
		at := open + 1
		for n := 0; n < 4; n++ {
			word, _, end := nextWord(line, at)
			if end < 0 {
				break
			}
			p.operation, at = word, end
		}
		for _, own := range s3Own {
			if bytes.HasPrefix(p.operation, []byte(own)) {
				return setAside(s3Aside)
			}
		}
	}
	if line0(line) == '[' { // a common log has its client there
		return Fault{Column: 1, Reason: "the owner and the bucket do not stand ahead of the time"}
	}
	return p.template.parse(line, r)
}
