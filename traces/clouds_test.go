package traces

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/stretchr/testify/require"

	"failsim/traces/format"
)

// jmeterHeader is that of JMeter 5.
const jmeterHeader = "timeStamp,elapsed,label,responseCode,responseMessage,threadName,dataType,success,failureMessage,bytes\n"

func TestWhatHoldsNoRequestIsRefusedWithTheWayOut(t *testing.T) {
	for _, c := range []struct{ name, content, says string }{
		{"a summary of oha", "{\n  \"summary\": {\n    \"successRate\": 1.0,\n    \"total\": 2.5,\n    \"requestsPerSec\": 4.0\n  }\n}\n", "oha --output-format csv"},
		{"a summary of hey", "\nSummary:\n  Total:\t0.2 secs\n  Slowest:\t0.1 secs\n  Requests/sec:\t100\n", "hey -o csv"},
		{"a summary of k6", `{"root_group":{"name":""},"metrics":{"http_req_duration":{"avg":12.5}}}`, "k6 run --out csv"},
		{"what wrk prints", "Running 30s test @ http://192.0.2.1/\n  2 threads and 10 connections\n", "wrk does not keep them"},
		{"transactions of JMeter alone", jmeterHeader + "1710224724123,60112,Checkout,,\"Number of samples in transaction : 2\",T 1-1,,true,,4777\n", "no requests"},
		{"a row of JMeter that is cut within quotes", jmeterHeader + "1710224724123,34,a,200,OK,T 1-1,text,true,,2674\n1710224725123,34,a,200,OK,T 1-1,text,false,\"expected\nto", "quotes of a field do not end before the file does"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := ofText([]byte(c.content), Options{})
			require.ErrorContains(t, err, c.says)
		})
	}
}

func TestEventsOfCloudLogsAreUnwrapped(t *testing.T) {
	gateway := `{"requestId":"a","ip":"192.0.2.1","requestTime":"12/Mar/2024:06:25:24 +0000","httpMethod":"GET","status":"200","responseLength":"12","responseLatency":"15"}`
	for _, c := range []struct{ name, content, format string }{
		{"events of CloudWatch", fmt.Sprintf(`{"events":[{"timestamp":1710224724123,"message":%q,"ingestionTime":1710224725000}],"nextForwardToken":"f"}`, gateway), "aws-api-gateway"},
		{"rows of CloudWatch Logs Insights", fmt.Sprintf(`[{"@timestamp":"2024-03-12 06:25:24.123","@message":%q,"@ptr":"p"}]`, gateway), "aws-api-gateway"},
		{"rows whose message is an object", fmt.Sprintf(`[{"@timestamp":"2024-03-12 06:25:24.123","@message":%s,"@ptr":"p"}]`, gateway), "aws-api-gateway"},
		{"hits of Elasticsearch", fmt.Sprintf(`{"_index":"i","_id":"1","_source":%s}`, gateway), "aws-api-gateway"},
		{"JSON in Google Cloud Logging", fmt.Sprintf(`{"insertId":"1","jsonPayload":%s,"timestamp":"2024-03-12T06:25:24Z","logName":"projects/p/logs/stdout"}`, gateway), "aws-api-gateway"},
		{"an export of CloudWatch to S3", "2024-03-12T06:25:24.123Z " + gateway + "\n", "aws-api-gateway"},
		{"Squid through syslog", "Mar 12 06:25:24 proxy squid[123]: 1710224724.123    180 192.0.2.1 TCP_MISS/200 4110 GET http://www.example.org/a - HIER_DIRECT/203.0.113.5 text/html\n", "squid"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, err := ofText([]byte(c.content), Options{})
			require.NoError(t, err)
			require.Equal(t, c.format, s.Info().Format)
			require.EqualValues(t, 1, s.Info().Ledger.Accepted)
			for _, k := range s.Info().Known {
				require.EqualValues(t, 1, k.Requests, "the %s is known", k.Meaning)
			}
		})
	}
}

func TestLinesOfFastlysOwnFormat(t *testing.T) {
	for _, c := range []struct{ name, format, line string }{
		{"values of VCL", `%h %{strftime({"%Y-%m-%dT%H:%M:%S%z"}, time.start)}V %{time.start.sec}V %m %U %>s %b %D %{fastly_info.state}V`,
			"192.0.2.1 2024-03-12T06:25:24+0000 1710224724 GET /a 200 812 48213 HIT"},
		{"the time as VCL prints it", `%{req.http.Fastly-Client-IP}V %{now}V "%{req.request}V %{req.url}V" %{resp.status}V %{resp.body_bytes_written}V %{time.elapsed.msec}V`,
			`192.0.2.1 Tue, 12 Mar 2024 06:25:24 GMT "GET /a" 200 812 48`},
		{"the start in its own form", `%{begin:%Y-%m-%dT%H:%M:%S%z}t %{client.ip}V %{end:%Y-%m-%dT%H:%M:%S%z}t %m %>s %B %{time.elapsed.usec}V`,
			"2024-03-12T06:25:24+0000 192.0.2.1 2024-03-12T06:25:39+0000 GET 200 812 48213"},
		{"seconds elapsed", `%{time.start.msec}V,%{client.ip}V,%{req.method}V,%{resp.status}V,%{resp.bytes_written}V,%{time.elapsed}V`,
			"1710224724000,192.0.2.1,GET,200,812,0.048"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, err := ofText([]byte(c.line+"\n"), Options{LogFormat: c.format})
			require.NoError(t, err)
			require.Equal(t, "start", s.Info().Stamp.At)
			r := firstRecord(t, s)
			require.Equal(t, time.Date(2024, 3, 12, 6, 25, 24, 0, time.UTC).UnixNano(), r.At)
			require.EqualValues(t, 48, r.Duration/int64(time.Millisecond))
			require.EqualValues(t, 200, r.Status)
			require.EqualValues(t, 812, r.Bytes)
			require.True(t, r.HasClient)
			require.NotZero(t, r.Class)
		})
	}
}

func firstRecord(t *testing.T, s Source) (one format.Record) {
	t.Helper()
	r, err := s.Records(Span{})
	require.NoError(t, err)
	defer r.Close()
	require.True(t, r.Next(&one))
	return one
}

func TestRowsOfOtherKindsStandAsideAndAreCounted(t *testing.T) {
	access := `{"time":"2024-03-12T06:25:24.1Z","category":"FrontDoorAccessLog","properties":{"clientIp":"192.0.2.1","httpMethod":"GET","httpStatusCode":"200","timeTaken":"0.03","responseBytes":"1"}}` + "\n"
	probe := `{"time":"2024-03-12T06:25:24.2Z","category":"FrontDoorHealthProbeLog","properties":{"httpVerb":"HEAD","httpStatusCode":"n/a"}}` + "\n"
	s, err := ofText([]byte(probe+probe+probe+access), Options{})
	require.NoError(t, err, "whatever stands in a row of another kind is not judged")
	l := s.Info().Ledger
	require.Equal(t, []int64{4, 1, 3}, []int64{l.Read, l.Accepted, l.SetAside})
	require.Equal(t, "Azure's other logs (health probes, firewall)", l.Asides[0].Reason)
}

func TestAClassMayBeWhatTheProductCallsOtherwise(t *testing.T) {
	for _, content := range []string{
		`{"EdgeStartTimestamp":"2024-03-12T06:25:24Z","ClientIP":"192.0.2.1","EdgeResponseStatus":503,"RayID":"8a"}` + "\n",
		jmeterHeader + "1710224724123,34,a,503,OK,T 1-1,text,true,,2674\n",
	} {
		s, err := ofText([]byte(content), Options{Fields: format.Fields{Class: "status"}})
		require.NoError(t, err)
		r, err := s.Records(Span{})
		require.NoError(t, err)
		defer r.Close()
		var one format.Record
		require.True(t, r.Next(&one))
		require.Equal(t, "503", r.Class(one.Class))
		require.EqualValues(t, 503, one.Status)
	}
}

func TestSamplesOfJMeterThatAreNotOfHTTPStandAside(t *testing.T) {
	s, err := ofText([]byte(jmeterHeader+
		"1710224724123,34,a,200,OK,T 1-1,text,true,,2674\n"+
		"1710224725123,3,select,null 0,No pool,T 1-1,text,false,,0\n"), Options{})
	require.NoError(t, err)
	require.EqualValues(t, 1, s.Info().Requests)
	require.Equal(t, "samples that are not of HTTP", s.Info().Ledger.Asides[0].Reason)

	_, err = ofText([]byte(jmeterHeader+"1710224724123,34,a,200,OK,T 1-1,text,true,,2674\n1710224725123,3,b,999,Denied,T 1-1,text,false,,0\n"), Options{})
	require.ErrorContains(t, err, "the status is not a number from 100 to 599", "a number is a status, if no good one")
}

// edgeRow is a row of CloudFront's log as Parquet has it.
type edgeRow struct {
	Date     string `parquet:"date"`
	Time     string `parquet:"time"`
	Location string `parquet:"x-edge-location"`
	Client   string `parquet:"c-ip"`
	Method   string `parquet:"cs-method"`
	Status   string `parquet:"sc-status"`
	Bytes    string `parquet:"sc-bytes"`
	Taken    string `parquet:"time-taken"`
}

func TestATableOfAKnownProductIsReadAsItsLinesAre(t *testing.T) {
	var b bytes.Buffer
	w := parquet.NewGenericWriter[edgeRow](&b)
	_, err := w.Write([]edgeRow{{"2024-03-12", "06:25:26", "FRA56-P6", "192.0.2.1", "GET", "200", "504", "2.000"}, {"2024-03-12", "06:25:27", "FRA56-P6", "-", "GET", "000", "0", "-"}})
	require.NoError(t, err)
	require.NoError(t, w.Close())
	s, err := ofText(b.Bytes(), Options{})
	require.NoError(t, err)
	require.Equal(t, "cloudfront-v2", s.Info().Format)
	r := firstRecord(t, s)
	require.Equal(t, time.Date(2024, 3, 12, 6, 25, 24, 0, time.UTC).UnixNano(), r.At, "date and time of the end, less the duration")
	require.EqualValues(t, 504, r.Bytes)
	require.EqualValues(t, 200, r.Status)
}
