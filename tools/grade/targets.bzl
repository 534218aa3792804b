"""What the BUILD files of the grader say alike."""

LINUX = ["@platforms//os:linux"]

# Nearly everything here may fail, and says so in words.
STATUS = [
    "@com_google_absl//absl/status",
    "@com_google_absl//absl/status:statusor",
    "@com_google_absl//absl/strings",
]

# For tests.
TESTING = [
    "//common/testing:status_matchers",
    "//common/testing:test_main",
    "@com_google_googletest//:gtest",
]

# For tests that jail programs. The jail's own walls stand in for Bazel's, in
# which root cannot be another user; and sanitizers cannot live under its limit on
# address space.
JAILS = [
    "no-sandbox",
    "no_asan",
    "no_tsan",
]
