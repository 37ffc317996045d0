module failsim

go 1.26.0
