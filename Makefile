# Where a collection of real servers and tools for the tests may lie (docs/test-cluster.md). Nothing else knows this path.
export PARTS ?= $(realpath ../shared/parts)

.PHONY: parts-directory
parts-directory:
	@echo "$(PARTS)"
