"""What several packages of the explorer choose alike."""

# Options for what each execution runs through again and again: 5 % more
# executions a second on small programs.
OFTEN_RUN = select({
    "//common/explorer/bazel:optimised_linux": ["-O3"],
    "//conditions:default": [],
})

# Where the linker has to find hooks that do nothing, unless it found others.
OR_WITHOUT_EXPLORER = select({
    "@platforms//os:windows": ["//common/explorer/internal/calls/compiler:without_explorer"],
    "//conditions:default": [],
})
