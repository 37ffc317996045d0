package study

import "failsim/models/request"

// Cause is why a request can be lost, for people.
type Cause struct{ Name, About string }

// Causes returns all there are.
func Causes() (list []Cause) {
	for c := request.None + 1; c < request.Causes; c++ {
		list = append(list, Cause{c.String(), c.About()})
	}
	return list
}
