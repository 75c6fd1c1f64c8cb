# The task index: everything CI does is one of these. `make help` lists them.

CARGO ?= cargo
LISTEN ?= 127.0.0.1:8080
SITE ?= examples/hello
target_dir = $${CARGO_TARGET_DIR:-target}

.DEFAULT_GOAL := help
.PHONY: run test lint wpt node-tests bench bench-data instructions schemathesis openapi-node npm-packages build deps help

run: build ## build the release binary and serve examples/hello (SITE=.. LISTEN=..)
	@scripts/say-what-to-try $(SITE) $(LISTEN)
	@exec "$(target_dir)/release/velodrome" dev $(SITE) --listen $(LISTEN)

test: deps ## run every test
	$(CARGO) test --workspace --locked --no-fail-fast

lint: deps ## check the formatting and run clippy without a single warning
	$(CARGO) fmt --all --check
	$(CARGO) clippy --workspace --all-targets --locked -- -D warnings

wpt: deps ## run the Web Platform Tests that need no browser (ARGS="--quick url encoding" for some areas, without slow files)
	@scripts/run-wpt $(ARGS)

bench: build ## compare with Bun, Deno, Node and workerd (ARGS="--quick --only bun,node"); see bench/README.md
	@scripts/install-bench-deps
	$(CARGO) build --release --locked -p velodrome-bench
	@python3 bench/run.py --velodrome "$(target_dir)/release/velodrome" $(ARGS)

bench-data: build ## compare wix-data with Bun's and Node's SQLite modules (ARGS="--quick"); see bench/README.md
	@scripts/install-bench-deps
	@python3 bench/data.py --velodrome "$(target_dir)/release/velodrome" $(ARGS)

instructions: deps ## count the instructions of parts of a request, compare with what is recorded (ARGS=--write records); see docs/performance.md
	@scripts/count-instructions $(ARGS)

schemathesis: build ## ask a server whatever /v1/openapi.json allows, and more (ARGS="--max-examples 200"); needs python3 and PyPI
	@tests/api/schemathesis "$(target_dir)/release/velodrome" $(ARGS)

node-tests: deps ## run Node's own tests against the runtime's Node modules (downloads the source of Node.js)
	@source=$$(scripts/fetch-node-source) && \
	NODE_TESTS="$$source/test/parallel" $(CARGO) test --locked -p velodrome-runtime --test it node_suite -- --ignored --nocapture

openapi-node: build ## walk a server with npm's openapi-node 3.0.3, unmodified; needs node, npm and openssl
	@tests/api/openapi-node "$(target_dir)/release/velodrome"

npm-packages: build ## exercise 38 npm packages in a server (ARGS="--write", "axios stripe", --node); needs node and npm; see docs/testing.md
	@tests/npm/npm-packages "$(target_dir)/release/velodrome" $(ARGS)

build: deps ## build the release binary
	$(CARGO) build --release --locked -p velodrome

deps: ## check the Rust toolchain and install the system packages that are missing
	@scripts/check-rust
	@scripts/install-deps

help: ## this list
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)$$/make \1|\2/p' $(MAKEFILE_LIST) | while IFS='|' read -r task about; do printf '%-15s %s\n' "$$task" "$$about"; done
