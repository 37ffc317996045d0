package strategies

import "failsim/models/id"

// twoOf draws two distinct elements of a list, of the upper and the lower half
// of 64 uniform bits; of a list of one, that one twice.
func twoOf(list []id.Member, u uint64) (first, second id.Member) {
	n := uint64(len(list))
	i, j := u>>32*n>>32, u&(1<<32-1)
	if n > 1 {
		if j = j * (n - 1) >> 32; j >= i {
			j++
		}
	} else {
		j = 0
	}
	return list[i], list[j]
}
