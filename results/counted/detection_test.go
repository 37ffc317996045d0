package counted

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"

	"failsim/models/record"
	"failsim/models/request"
)

// fourNames is an hour of two populations, of four names and one, served from
// east and west. The fault comes at minute 10; one of ten requests may fail.
func fourNames() Layout {
	l := oneHour()
	l.Populations, l.UsersPerPopulation = []string{"tv", "phone"}, []int{10, 10}
	l.NamesPerPopulation, l.Regions = []int{4, 1}, []string{"east", "west"}
	l.ServedFrom = [][]int{{0}, {1}}
	return l
}

// askNames has each of the tv's names asked for ten times a minute; those named
// fail from minute 12 to 40.
func askNames(s *story, failing ...int) {
	for minute := range 60 {
		for k := range 40 {
			cause := request.None
			for _, name := range failing {
				if k%4 == name && minute >= 12 && minute < 40 {
					cause = request.LBMisconfigured
				}
			}
			s.t.Arrived(0, request.User(k%10), at(float64(minute)))
			s.t.Settled(&record.Settlement{Name: k % 4, User: request.User(k % 10), Arrived: at(float64(minute)), Ended: at(float64(minute)) + 1, Attempts: 1, Cause: cause})
		}
		s.ask(1, 0, float64(minute), request.None)
	}
}

// probed reports an alarm of the tenant's probes of one of the tv's names.
func (s *story) probed(minute float64, name int) {
	s.t.Alarmed(at(minute), record.Raised{By: record.TenantProbes, Population: 0, Name: name})
}

func TestTheTimeToDetectIsThatOfAHarmedName(t *testing.T) {
	s := report(fourNames())
	s.probed(3, 1)  // before the fault
	s.probed(11, 0) // of a name that is not harmed
	s.probed(14, 1)
	s.probed(20, 2)
	s.probed(26, 3)
	s.probed(27, 3)
	askNames(s, 1, 2, 3)
	r := s.t.Run()
	assert.Equal(t, 10*60.0, r.Detection.Took, "4, 10 and 16 minutes after the fault")
	assert.Equal(t, [record.Alarmers]int64{record.TenantProbes: 3}, r.Detection.By)
	assert.Equal(t, r.Detection, r.Populations[0].Detection)
	assert.True(t, math.IsNaN(r.Populations[1].Detection.Took), "nobody has to detect what never was")
}

func TestNamesWithoutAnAlarmAreNotDetected(t *testing.T) {
	s := report(fourNames())
	s.probed(14, 1)
	askNames(s, 1, 2, 3)
	d := s.t.Run().Detection
	assert.True(t, math.IsInf(d.Took, 1), "two of three are not")
	assert.Equal(t, int64(2), d.None)
}

func TestAProvidersAlarmIsOfTheNamesThatItsRegionServes(t *testing.T) {
	s := report(fourNames())
	s.probed(20, 1)
	s.t.Alarmed(at(12), record.OfRegion(record.ProviderMachine, 1)) // west serves none of them
	s.t.Alarmed(at(34), record.OfRegion(record.ProviderPeople, 0))
	askNames(s, 1, 2)
	d := s.t.Run().Detection
	assert.Equal(t, [record.Alarmers]int64{record.TenantProbes: 1, record.ProviderPeople: 1}, d.By)
	assert.Equal(t, 17*60.0, d.Took, "between 10 and 24 minutes")
}

func TestAnAlarmWithoutHarmIsNoDetection(t *testing.T) {
	s := report(fourNames())
	s.probed(11, 0)
	askNames(s)
	d := s.t.Run().Detection
	assert.True(t, math.IsNaN(d.Took), "does not apply")
	assert.Zero(t, d.Names())
}

func TestWhatIsNeverDetectedIsNotDetectedInNoTime(t *testing.T) {
	s := report(fourNames())
	askNames(s, 0)
	d := s.t.Run().Detection
	assert.True(t, math.IsInf(d.Took, 1))
	assert.Equal(t, int64(1), d.None)
}
