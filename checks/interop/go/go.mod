module interop

go 1.26.6

require github.com/thomaspoignant/go-feature-flag v1.55.2

require (
	github.com/BurntSushi/toml v1.6.0 // indirect
	github.com/antlr4-go/antlr/v4 v4.13.0 // indirect
	github.com/blang/semver v3.5.1+incompatible // indirect
	github.com/diegoholiveira/jsonlogic/v3 v3.10.1 // indirect
	github.com/google/go-cmp v0.7.0 // indirect
	github.com/google/uuid v1.6.0 // indirect
	github.com/kr/text v0.2.0 // indirect
	github.com/nikunjy/rules v1.5.0 // indirect
	github.com/thomaspoignant/go-feature-flag/modules/core v0.7.2 // indirect
	golang.org/x/exp v0.0.0-20240719175910-8a7402abbf56 // indirect
	gopkg.in/yaml.v3 v3.0.1 // indirect
)
