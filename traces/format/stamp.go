package format

import "math"

// stampLength is the length of a log's time, 02/Jan/2006:15:04:05 -0700.
const stampLength = 26

// clfStamp reads the times of a log and remembers the last one: of a busy
// server many lines in a row carry the same.
type clfStamp struct {
	text        [stampLength]byte
	seconds     int64 // since 1970
	nanosecond  int64
	zoneSeconds int
}

func (s *clfStamp) parse(text []byte) bool {
	if string(text) == string(s.text[:]) && s.text[2] == '/' {
		return true
	}
	seconds, zone, ok := parseStamp(text)
	if ok {
		copy(s.text[:], text)
		s.seconds, s.zoneSeconds, s.nanosecond = seconds, zone, 0
	}
	return ok
}

// read reads a time with or without decimals of the second, of whatever
// length.
func (s *clfStamp) read(text []byte) bool {
	if len(text) == stampLength {
		return s.parse(text)
	}
	const clock = len("02/Jan/2006:15:04:05")
	if len(text) < stampLength {
		return false
	}
	ns, zone, ok := decimals(text[clock:])
	if !ok || len(zone) != stampLength-clock {
		return false
	}
	var plain [stampLength]byte
	copy(plain[:], text[:clock])
	copy(plain[clock:], zone)
	if !s.parse(plain[:]) {
		return false
	}
	s.text[2] = 0 // remembered stamps have no decimals
	s.nanosecond = ns
	return true
}

func parseStamp(b []byte) (seconds int64, zoneSeconds int, ok bool) {
	if b[2] != '/' || b[6] != '/' || b[11] != ':' || b[14] != ':' || b[17] != ':' || b[20] != ' ' {
		return 0, 0, false
	}
	month := monthNamed(b[3], b[4], b[5])
	date, ok := civilDay(digits4(b[7:]), month, digits2(b))
	if !ok {
		return 0, 0, false
	}
	clock, ok := clockSeconds(digits2(b[12:]), digits2(b[15:]), digits2(b[18:]))
	if !ok {
		return 0, 0, false
	}
	hours, minutes := digits2(b[22:]), digits2(b[24:])
	if (b[21] != '+' && b[21] != '-') || hours < 0 || hours > 15 || minutes < 0 || minutes > 59 {
		return 0, 0, false
	}
	zoneSeconds = hours*3600 + minutes*60
	if b[21] == '-' {
		zoneSeconds = -zoneSeconds
	}
	seconds = date*86400 + clock - int64(zoneSeconds)
	return seconds, zoneSeconds, seconds >= 0
}

// digits2 reads two digits; what is not is very negative.
func digits2(b []byte) int {
	hi, lo := b[0]-'0', b[1]-'0'
	if hi > 9 || lo > 9 {
		return math.MinInt32
	}
	return int(hi)*10 + int(lo)
}

func digits4(b []byte) int { return digits2(b)*100 + digits2(b[2:]) }

func monthNamed(a, b, c byte) int {
	const names = "JanFebMarAprMayJunJulAugSepOctNovDec"
	for m := range 12 {
		if names[3*m] == a && names[3*m+1] == b && names[3*m+2] == c {
			return m + 1
		}
	}
	return 0
}

// clockSeconds returns the seconds since midnight. A second of 60, a leap
// second, is the first of the next minute.
func clockSeconds(hour, minute, second int) (int64, bool) {
	ok := hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second <= 60
	return int64(hour*3600 + minute*60 + second), ok
}

var daysInMonth = [13]int{0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}

// civilDay returns the days since 1970-01-01 of a date of the years 1970 to
// 2199 (nanoseconds since 1970 fit an int64 until 2262).
func civilDay(year, month, dayOfMonth int) (int64, bool) {
	if year < 1970 || year > 2199 || month < 1 || month > 12 || dayOfMonth < 1 || dayOfMonth > daysInMonth[month] {
		return 0, false
	}
	leap := year%4 == 0 && (year%100 != 0 || year%400 == 0)
	if month == 2 && dayOfMonth == 29 && !leap {
		return 0, false
	}
	// Count years from March, so that the leap day ends one (Hinnant's
	// days_from_civil).
	y, m := year, month-3
	if m < 0 {
		y, m = y-1, m+12
	}
	dayOfYear := (153*m+2)/5 + dayOfMonth - 1
	return int64(365*y+y/4-y/100+y/400+dayOfYear) - 719468, true
}

// decimals reads up to nine decimals of a second behind a point or comma, and
// returns them as ns; what is not there is 0.
func decimals(b []byte) (ns int64, rest []byte, ok bool) {
	if len(b) == 0 || b[0] != '.' && b[0] != ',' {
		return 0, b, true
	}
	n := 1
	for scale := int64(second / 10); n < len(b) && b[n] >= '0' && b[n] <= '9'; n++ {
		ns += int64(b[n]-'0') * scale
		scale /= 10
	}
	return ns, b[n:], n > 1 && n <= 10
}
