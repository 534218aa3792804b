"""For labs: code that the explorer can run in every order, and tests that do so.

    explorer_library(
        name = "counter",
        hdrs = ["counter.h"],
        deps = ["@com_google_absl//absl/synchronization"],
    )

    explorer_test(
        name = "counter_explored_test",
        srcs = ["counter_explored_test.cc"],
        deps = [":counter", "@com_google_googletest//:gtest"],
    )
"""

load(
    "//common/explorer/bazel:explorer.bzl",
    _explorer_library = "explorer_library",
    _explorer_test = "explorer_test",
)

explorer_library = _explorer_library
explorer_test = _explorer_test
