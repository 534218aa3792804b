"""Labels, and lists of them for some systems. For exercise.bzl and its parts."""

load("//common/explorer/bazel:explorer.bzl", "EXPLORER_SYSTEMS")

LINUX = select({
    "@platforms//os:linux": [],
    "//conditions:default": ["@platforms//:incompatible"],
})

def on_linux(values):
    """These on Linux, and none elsewhere."""
    return select({
        "@platforms//os:linux": values,
        "//conditions:default": [],
    })

# Starters, mutants and race runners under a sanitizer, or a compiler that
# checks locks, tell nothing that a plain build does not; solutions do.
PLAIN_BUILD = select({
    "@//tools/bazel:no_self_checks": [Label("//tools/bazel:nowhere")],
    "//conditions:default": [],
})

def explored_systems(explored, others = []):
    """For target_compatible_with: where the explorer runs, if it is needed."""
    return (EXPLORER_SYSTEMS if explored else []) + others

def absolute_label(label):
    """The label as other packages call it."""
    if label.startswith(":"):
        return "//" + native.package_name() + label
    return label
