SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# Where a collection of real servers and tools for the tests may lie (docs/test-cluster.md). Nothing else knows this path.
export PARTS ?= $(realpath ../shared/parts)
export DOTNET_CLI_TELEMETRY_OPTOUT ?= 1
export DOTNET_NOLOGO ?= 1

##@ Develop

.PHONY: help
help: ## Show this list
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {printf "\n%s\n", substr($$0, 5)} /^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: dependencies
dependencies: ## Install what building and testing needs (Debian, Ubuntu)
	@hack/dependencies test

.PHONY: build
build: ## Build bin/logctl and bin/logagent
	@hack/build

.PHONY: check
check: ## Build, check the format, run the unit tests; about three minutes on two cores
	@hack/dependencies build
	@hack/test unit
	@hack/format

.PHONY: generate
generate: ## Write generated files (CRDs, references, golden files) anew
	@hack/dependencies build
	dotnet build LogOperator.sln --nologo -v quiet
	@UPDATE_GOLDEN=1 hack/generate

.PHONY: clean
clean: ## Remove everything that was built
	rm -rf bin artifacts
	find src tests -mindepth 2 -maxdepth 2 \( -name bin -o -name obj \) -exec rm -rf {} +

##@ Run

.PHONY: run
run: build ## No cluster: run a sample's pipeline on this machine's logs and a small workload's, show the records
	@hack/run

.PHONY: demo
demo: ## The same on a real cluster (started if there is none): install, apply the quickstart, show the records
	@hack/demo

.PHONY: images
images: ## Build the operator's and the agent's images into artifacts/images
	@hack/images

.PHONY: cluster-up
cluster-up: ## Start a real single-node Kubernetes on this machine
	@hack/cluster up

.PHONY: cluster-down
cluster-down: ## Stop it and remove everything of it
	@hack/cluster down

##@ Verify

.PHONY: test
test: ## Run every test: unit, integration, end to end
	@hack/dependencies test
	@hack/test all

.PHONY: soak
soak: ## Run the tests of random histories, faults and inputs fifty times as long (an hour or more)
	@hack/soak

.PHONY: bench
bench: ## Measure logctl and other collectors, whole processes and under load, write docs/benchmarks (two hours; BENCH_CASES, BENCH_SIZE, BENCH_RUNS)
	@hack/bench

.PHONY: verify
verify: ## What CI runs: the tests, and the format of code and scripts
	@hack/format
	@hack/dependencies test
	@hack/test all

.PHONY: parts-directory
parts-directory:
	@echo "$(PARTS)"
