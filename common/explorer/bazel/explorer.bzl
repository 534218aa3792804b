"""Code that the explorer can run in every order, and tests that do so."""

load("@rules_cc//cc:defs.bzl", "cc_binary", "cc_library", "cc_test")

def _setting(name):
    """A config_setting of this folder's, for a select() in any repository."""
    label = str(Label("//common/explorer/bazel:" + name))

    # Where this is the main repository its name is not said; a macro's caller
    # would take its own repository for it.
    return "@" + label if label.startswith("//") else label

# Where the explorer runs: on Windows by MinGW.
EXPLORER_SYSTEMS = select({
    "@platforms//os:linux": [],
    _setting("mingw"): [],
    "//conditions:default": ["@platforms//:incompatible"],
})

def where_explored(labels):
    """These where the explorer runs, and none elsewhere.

    For the data of programs that do not explore themselves, but start one that
    does.

    Args:
      labels: such as that of an explorer_binary.

    Returns:
      A select().
    """
    return select({
        _setting("msvc"): [],
        _setting("asan"): [],
        _setting("tsan"): [],
        "//conditions:default": labels,
    })

# Little is optimised, so that what the source says is what can be seen.
_INSTRUMENTED = [
    "-fsanitize=thread",
    # Only one of the two can see to the memory.
    "-fno-sanitize=address",
    "-O1",
    "-g",
    "-fno-omit-frame-pointer",
    # A large array does not skip the guard below the stack.
    "-fstack-clash-protection",
    # memcpy and so on: see instrumented.h.
    "-include",
    "common/explorer/internal/calls/compiler/instrumented.h",
    "-U_FORTIFY_SOURCE",
] + ["-fno-builtin-" + function for function in [
    "calloc",
    "free",
    "malloc",
    "memcmp",
    "memcpy",
    "memmove",
    "memset",
    "realloc",
    "snprintf",
    "sprintf",
    "strcat",
    "strcmp",
    "strcpy",
    "strdup",
    "strlen",
    "strncmp",
    "strncpy",
    "strndup",
    "vsnprintf",
]]

_COPTS = select({
    _setting("msvc"): [],
    _setting("clang"): _INSTRUMENTED + [
        # It would leave out a read if a write follows.
        "-mllvm",
        "-tsan-instrument-read-before-write=1",
    ],
    "//conditions:default": _INSTRUMENTED + [
        # Fences are explored.
        "-Wno-tsan",
    ],
})

def explorer_library(name, srcs = [], hdrs = [], copts = [], data = [], deps = [], **kwargs):
    """A cc_library of code under test: what it does can be explored.

    In programs other than an explorer_test it is an ordinary library, if a slow
    one; for Visual C++ it is one anyway. Its files are in the runfiles of what
    links it.

    Args:
      name: as for cc_library.
      srcs: as for cc_library.
      hdrs: as for cc_library.
      copts: as for cc_library.
      data: as for cc_library.
      deps: as for cc_library. Of these, what is to be explored as well is an
        explorer_library; locks and threads are seen in all of them.
      **kwargs: as for cc_library.
    """

    # Reports show lines of them. A file may be in both lists, but not twice in
    # `data`.
    for part, files in {"srcs": srcs, "hdrs": hdrs}.items():
        native.filegroup(
            name = "_%s_%s" % (name, part),
            srcs = files,
            testonly = kwargs.get("testonly"),
            visibility = ["//visibility:private"],
        )
    cc_library(
        name = name,
        srcs = srcs,
        hdrs = hdrs,
        copts = _COPTS + copts,
        data = data + [":_%s_srcs" % name, ":_%s_hdrs" % name],
        deps = deps + select({
            _setting("msvc"): [],
            "//conditions:default": [Label("//common/explorer/internal/calls/compiler:compiler_calls")],
        }),
        **kwargs
    )

def _explorer_program(rule, srcs, copts, data, deps, tags, explorer, systems, kwargs):
    rule(
        srcs = srcs,
        copts = _COPTS + copts,
        # Reports show lines of them.
        data = data + srcs,
        # Calls from library to library are seen only within one file.
        linkstatic = True,
        # TSan and the explorer want the same calls for themselves.
        tags = tags + ["no_tsan"],
        target_compatible_with = EXPLORER_SYSTEMS + systems,
        deps = deps + [explorer, Label("//common/explorer/internal/calls")],
        **kwargs
    )

def explorer_test(
        name,
        srcs,
        copts = [],
        data = [],
        deps = [],
        tags = [],
        target_compatible_with = [],
        explorer = Label("//common/explorer"),
        **kwargs):
    """A cc_test that explores: its own files are code under test, too.

    Args:
      name: as for cc_test.
      srcs: as for cc_test.
      copts: as for cc_test.
      data: as for cc_test.
      deps: as for cc_test. Name the explorer_library targets first: of inline
        functions that several libraries have, the linker takes the first.
      tags: as for cc_test.
      target_compatible_with: as for cc_test; systems that the explorer runs on,
        in any case.
      explorer: what is linked to explore.
      **kwargs: as for cc_test.
    """
    kwargs["name"] = name
    _explorer_program(
        cc_test,
        srcs,
        copts,
        data,
        deps,
        tags,
        explorer,
        target_compatible_with,
        kwargs,
    )

def explorer_binary(
        name,
        srcs,
        copts = [],
        data = [],
        deps = [],
        tags = [],
        target_compatible_with = [],
        **kwargs):
    """A cc_binary that explores, such as a demo; as explorer_test.

    Args:
      name: as for cc_binary.
      srcs: as for cc_binary.
      copts: as for cc_binary.
      data: as for cc_binary.
      deps: as for explorer_test.
      tags: as for cc_binary.
      target_compatible_with: as for cc_binary; systems that the explorer runs
        on, in any case.
      **kwargs: as for cc_binary.
    """
    kwargs["name"] = name
    _explorer_program(
        cc_binary,
        srcs,
        copts,
        data,
        deps,
        tags,
        Label("//common/explorer"),
        target_compatible_with,
        kwargs,
    )
