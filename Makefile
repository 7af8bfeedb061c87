# make            what there is
# Longer logic is in .ci/, one small script each.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.PHONY: help build debug run demo test lint asan ubsan fuzz bench install uninstall clean

PREFIX  ?= /usr/local
DESTDIR ?=
SECONDS ?= 60
SWIFT   ?= swift

# Homebrew keeps OpenSSL, readline and SQLite out of the default search paths.
ifeq ($(shell uname -s),Darwin)
BREW := $(foreach keg,openssl@3 readline sqlite,$(shell brew --prefix $(keg) 2>/dev/null))
export SWIFT_FLAGS ?= $(foreach at,$(BREW),-Xcc -I$(at)/include -Xlinker -L$(at)/lib)
endif

release := .build/release
# A folder's library is called like it, or has "Plugin" behind where a Swift library of ours has the name.
plugins := $(foreach p,$(notdir $(wildcard Plugins/*)),$(p) $(p)Plugin)
built = $(wildcard $(foreach p,$(plugins),$(release)/lib$(p).so $(release)/lib$(p).dylib))
bin := $(DESTDIR)$(PREFIX)/bin
lib := $(DESTDIR)$(PREFIX)/lib/martlet
inc := $(DESTDIR)$(PREFIX)/include
doc := $(DESTDIR)$(PREFIX)/share/doc/martlet
man := $(DESTDIR)$(PREFIX)/share/man/man1
# Where each shell looks for completions, below share.
bash := $(DESTDIR)$(PREFIX)/share/bash-completion/completions
zsh  := $(DESTDIR)$(PREFIX)/share/zsh/site-functions
fish := $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: build ## install what is missing, build, export the demo mailbox and list the files
	@.ci/try.sh $(release)/martlet

demo: build ## open the shell on the built-in demo mailbox
	@$(release)/martlet demo

build: ## release build, into .build/release
	@.ci/deps.sh build
	$(SWIFT) build -c release $(SWIFT_FLAGS)

debug: ## debug build, into .build/debug
	@.ci/deps.sh build
	$(SWIFT) build $(SWIFT_FLAGS)

test: ## install what is missing and run every suite
	@.ci/deps.sh test
	@.ci/test.sh

lint: ## Swift style, C warnings, shell syntax; changes nothing
	@.ci/lint.sh

asan: ## Swift tests under AddressSanitizer and LeakSanitizer
	@.ci/deps.sh test
	@.ci/sanitize.sh address

ubsan: ## Swift tests with the C code under UndefinedBehaviorSanitizer
	@.ci/deps.sh test
	@.ci/sanitize.sh undefined

fuzz: ## each fuzz target for SECONDS=60
	@.ci/deps.sh build
	@Tests/Fuzz/run.sh $(SECONDS)

bench: ## benchmarks
	@.ci/deps.sh build
	Tests/Bench/run.sh

install: ## copy the release build to PREFIX=/usr/local below DESTDIR= (make build first)
	@test -x $(release)/martlet || { echo 'not built yet; run: make build' >&2; exit 1; }
	install -d $(bin) $(lib)/plugins $(inc) $(doc) $(man) $(bash) $(zsh) $(fish)
	install -m 755 $(release)/martlet $(bin)/
	install -m 644 $(built) $(lib)/plugins/
	install -m 644 CSources/CMartletPlugin/include/martlet_plugin.h $(inc)/
	install -m 644 README.md LICENSE $(doc)/
	$(release)/martlet man >$(man)/martlet.1
	$(release)/martlet completions bash >$(bash)/martlet
	$(release)/martlet completions zsh >$(zsh)/_martlet
	$(release)/martlet completions fish >$(fish)/martlet.fish
	chmod 644 $(man)/martlet.1 $(bash)/martlet $(zsh)/_martlet $(fish)/martlet.fish

uninstall: ## remove what install copied
	rm -f $(man)/martlet.1 $(bash)/martlet $(zsh)/_martlet $(fish)/martlet.fish
	rm -f $(bin)/martlet $(foreach p,$(plugins),$(lib)/plugins/lib$(p).so $(lib)/plugins/lib$(p).dylib)
	rm -f $(inc)/martlet_plugin.h $(doc)/README.md $(doc)/LICENSE
	for d in $(lib)/plugins $(lib) $(doc); do rmdir $$d 2>/dev/null || true; done

clean: ## remove everything that was built
	rm -rf .build
