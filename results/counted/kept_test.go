package counted

import (
	"fmt"
	"reflect"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"failsim/models/request"
)

// What a file keeps of a run is all of it: gob leaves out fields without a capital
// in silence, so there may be none, but in the timeline, which has columns of its own.
func TestNothingOfARunIsLeftOutOfAFile(t *testing.T) {
	var visit func(path string, of reflect.Type)
	seen := map[reflect.Type]bool{}
	binary := reflect.TypeFor[interface{ MarshalBinary() ([]byte, error) }]()
	visit = func(path string, of reflect.Type) {
		switch of.Kind() {
		case reflect.Slice, reflect.Array, reflect.Pointer:
			visit(path, of.Elem())
		case reflect.Struct:
			if seen[of] || of.Implements(binary) || of == reflect.TypeFor[Timeline]() {
				return
			}
			seen[of] = true
			for i := range of.NumField() {
				f := of.Field(i)
				assert.True(t, f.IsExported(), "%s.%s", path, f.Name)
				visit(path+"."+f.Name, f.Type)
			}
		case reflect.Map, reflect.Interface, reflect.Func, reflect.Chan:
			t.Errorf("%s is a %s, which has no order or no form", path, of.Kind())
		}
	}
	visit("Run", reflect.TypeFor[Run]())
	assert.Len(t, reflect.VisibleFields(reflect.TypeFor[Timeline]()), 11, "the layout and ten columns: keptRun has them")
}

func TestAKeptRunIsTheRun(t *testing.T) {
	l := oneHour()
	s := report(l)
	for minute := range 50 {
		s.ask(0, request.User(minute), float64(minute), request.Cause(minute%3))
	}
	run := s.t.Run()
	data, err := Encode(run)
	require.NoError(t, err)
	again, err := Decode(data, &l)
	require.NoError(t, err)
	same, err := Encode(again)
	require.NoError(t, err)
	assert.Equal(t, data, same)
	assert.Equal(t, run.Fingerprint, again.Fingerprint)
	assert.Equal(t, run.Timeline.settled, again.Timeline.settled)
	assert.Equal(t, fmt.Sprint(run.Timeline.Shape()), fmt.Sprint(again.Timeline.Shape()), "NaN where there was no request")

	other := l
	other.Length *= 2
	_, err = Decode(data, &other)
	assert.ErrorContains(t, err, "windows, not")
	_, err = Decode(data[:len(data)/2], &l)
	assert.ErrorContains(t, err, "a kept run: ")
}
