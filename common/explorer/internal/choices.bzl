"""What several packages of the explorer choose alike."""

# Options for what each execution runs through again and again. Beside Bazel's
# own for optimised code, -O3 makes 5 % more executions a second of small
# programs, and 3 % more come of what those add to each function's begin and end.
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
