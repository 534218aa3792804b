"""What several packages of the explorer choose alike."""

# Options for what each execution runs through again and again: of small programs,
# -O3 makes 5 % more executions a second, and 3 % more come of leaving out frame
# pointer and stack protector, which Bazel and .bazelrc ask for. (Abseil's trace of
# a failed CHECK may miss a frame of it.)
OFTEN_RUN = select({
    "//common/explorer/bazel:optimised_linux": [
        "-O3",
        "-fomit-frame-pointer",
        "-fno-stack-protector",
    ],
    "//conditions:default": [],
})

# Where the linker has to find hooks that do nothing, unless it found others.
OR_WITHOUT_EXPLORER = select({
    "@platforms//os:windows": ["//common/explorer/internal/calls/compiler:without_explorer"],
    "//conditions:default": [],
})
