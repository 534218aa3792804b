"""For labs: code that the explorer can run in every order, and programs that do so.

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
    _explorer_binary = "explorer_binary",
    _explorer_library = "explorer_library",
    _explorer_test = "explorer_test",
    _where_explored = "where_explored",
)

explorer_binary = _explorer_binary
explorer_library = _explorer_library
explorer_test = _explorer_test
where_explored = _where_explored
