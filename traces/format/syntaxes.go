package format

// syntaxes lists those that are known; a format is of the one that knows most of
// its variables, for the same letters mean one thing to Apache and another to
// HAProxy.
var syntaxes = []*syntax{&nginxSyntax, &fastlySyntax, &envoySyntax, &haproxySyntax, &apacheSyntax}

// syntaxOf tells by its variables whose format a line is.
func syntaxOf(text string) (*syntax, error) {
	var best *syntax
	most := 0
	for _, s := range syntaxes {
		known := 0
		if s.sign != nil && !s.sign.MatchString(text) {
			continue
		}
		for _, match := range s.variable.FindAllStringSubmatch(text, -1) {
			if _, v, _ := s.means(match); v.means != usesNothing {
				known++
			}
		}
		if known > most {
			best, most = s, known
		}
	}
	if best != nil {
		return best, nil
	}
	return nil, &InputError{Reason: "no variable of nginx ($time_local), Apache (%h %t), HAProxy (%ci %tr), Envoy (%START_TIME%) or Fastly (%{time.start.msec}V) is in it that says anything of a request"}
}

// newLogFormat makes the parser of lines that a server was told to write, from
// the line of its configuration.
func newLogFormat(of *reading) (*template, error) {
	text := of.LogFormat
	s, err := syntaxOf(text)
	if err != nil {
		return nil, err
	}
	return s.compile(of, s.bare(text))
}
