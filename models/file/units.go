package file

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode"
)

// Units are strict: a number that means an amount of something always says of
// what, so that no reader, human or machine, has to guess.
const (
	rateLike   = "a rate like 40/s, 2k/s, 120/min or 0.0685/h"
	ShareLike  = "a share like 6.8%"
	sizeLike   = "a size like 60KB, 1.5MB or 64KiB"
	numberLike = "a number like 5.5"
	countLike  = "a whole number like 24"
)

// mostCount bounds counts, far below where arithmetic with them overflows.
const mostCount = 1_000_000_000

// Unlike returns the error that text is not what was expected.
func Unlike(expected, text, why string) error {
	if why != "" {
		why = ": " + why
	}
	return fmt.Errorf("expected %s, found %q%s", expected, Short(text), why)
}

// Short cuts text that is too long for a message.
func Short(text string) string {
	const most = 60
	if letters := []rune(text); len(letters) > most {
		return string(letters[:most]) + "…"
	}
	return text
}

// cutNumber splits text behind the digits, with at most one point between
// them, that it starts with.
func cutNumber(text string) (number, rest string) {
	i, point := 0, false
	for i < len(text) && (text[i] >= '0' && text[i] <= '9' || text[i] == '.' && !point && i > 0) {
		point = point || text[i] == '.'
		i++
	}
	if strings.HasSuffix(text[:i], ".") {
		return "", text
	}
	return text[:i], text[i:]
}

// leadingLetters returns the letters that text starts with.
func leadingLetters(text string) string {
	end := strings.IndexFunc(text, func(c rune) bool { return !unicode.IsLetter(c) })
	if end < 0 {
		return text
	}
	return text[:end]
}

// scaled returns number times ten to the given power, correctly rounded.
func scaled(expected, text, number string, power int) (float64, error) {
	x, err := strconv.ParseFloat(number+"e"+strconv.Itoa(power), 64)
	if err != nil || math.IsInf(x, 0) {
		return 0, Unlike(expected, text, "it is too large")
	}
	return x, nil
}

// why says what is wrong with text that does not end as it should.
func why(number, text string) string {
	switch {
	case strings.HasPrefix(text, "-"):
		return "it must not be negative"
	case number != "" && number == text:
		return "a unit is missing"
	}
	return ""
}

// ParseNumber reads a plain number that is not negative.
func ParseNumber(text string) (float64, error) {
	number, rest := cutNumber(text)
	if number == "" || rest != "" {
		return 0, Unlike(numberLike, text, why("", text))
	}
	return scaled(numberLike, text, number, 0)
}

// ParseCount reads a whole number that is not negative.
func ParseCount(text string) (int, error) {
	number, rest := cutNumber(text)
	if number == "" || rest != "" || strings.Contains(number, ".") {
		return 0, Unlike(countLike, text, why("", text))
	}
	n, err := strconv.Atoi(number)
	if err != nil || n > mostCount {
		return 0, Unlike(countLike, text, "the largest is "+strconv.Itoa(mostCount))
	}
	return n, nil
}

// ParseShare reads a share, which may be above 100 %, as a fraction: 6.8% is
// 0.068. A bare number is refused, because 0.068 and 6.8 are both written by
// people who mean the same.
func ParseShare(text string) (float64, error) {
	number, rest := cutNumber(text)
	if number == "" || rest != "%" {
		reason := why(number, text)
		if number != "" && rest == "" {
			reason = withPercent(number)
		}
		return 0, Unlike(ShareLike, text, reason)
	}
	return scaled(ShareLike, text, number, -2)
}

// withPercent says what a bare number would be as a share: 0.2 and 1.5 are mostly parts
// of one, 99.95 is of a hundred.
func withPercent(number string) string {
	if x, err := strconv.ParseFloat(number, 64); err == nil && x > 0 && x <= 2 {
		return fmt.Sprintf("write it with a %% sign, %s%% or %s%%", strconv.FormatFloat(math.Round(x*1e8)/1e6, 'g', -1, 64), number)
	}
	return "write it with a % sign"
}
