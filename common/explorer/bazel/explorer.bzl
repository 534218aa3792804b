"""Code that the explorer can run in every order, and tests that do so."""

load("@rules_cc//cc:defs.bzl", "cc_binary", "cc_library", "cc_test")

_INTERNAL = "//common/explorer/internal:"

# Where the explorer runs: on Windows by MinGW.
EXPLORER_SYSTEMS = select({
    "@platforms//os:linux": [],
    _INTERNAL + "mingw": [],
    "//conditions:default": ["@platforms//:incompatible"],
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
    "common/explorer/internal/instrumented.h",
    "-fno-builtin-memcpy",
    "-fno-builtin-memmove",
    "-fno-builtin-memset",
    "-U_FORTIFY_SOURCE",
]

_COPTS = select({
    _INTERNAL + "msvc": [],
    _INTERNAL + "clang": _INSTRUMENTED + [
        # It would leave out a read if a write follows.
        "-mllvm",
        "-tsan-instrument-read-before-write=1",
    ],
    "//conditions:default": _INSTRUMENTED + [
        # Fences are explored.
        "-Wno-tsan",
    ],
})

def explorer_library(name, copts = [], deps = [], **kwargs):
    """A cc_library of code under test: what it does can be explored.

    In programs other than an explorer_test it is an ordinary library, if a slow
    one; for Visual C++ it is one anyway.

    Args:
      name: as for cc_library.
      copts: as for cc_library.
      deps: as for cc_library. Of these, what is to be explored as well is an
        explorer_library; locks and threads are seen in all of them.
      **kwargs: as for cc_library.
    """
    cc_library(
        name = name,
        copts = _COPTS + copts,
        deps = deps + select({
            _INTERNAL + "msvc": [],
            "//conditions:default": [_INTERNAL + "compiler_calls"],
        }),
        **kwargs
    )

def _explorer_program(rule, srcs, copts, data, deps, tags, explorer, kwargs):
    systems = kwargs.pop("target_compatible_with", [])
    rule(
        srcs = srcs,
        copts = _COPTS + copts,
        # Reports show lines of them.
        data = data + srcs,
        # Calls from library to library are seen only within one file.
        linkstatic = True,
        # TSan and the explorer want the same calls for themselves; ASan loses
        # its way now and then among the fibers' stacks.
        tags = tags + ["no_asan", "no_tsan"],
        target_compatible_with = EXPLORER_SYSTEMS + systems,
        deps = deps + [explorer, _INTERNAL + "calls"],
        **kwargs
    )

def explorer_test(
        name,
        srcs,
        copts = [],
        data = [],
        deps = [],
        tags = [],
        explorer = "//common/explorer",
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
      explorer: what is linked to explore.
      **kwargs: as for cc_test.
    """
    kwargs["name"] = name
    _explorer_program(cc_test, srcs, copts, data, deps, tags, explorer, kwargs)

def explorer_binary(
        name,
        srcs,
        copts = [],
        data = [],
        deps = [],
        tags = [],
        **kwargs):
    """A cc_binary that explores, such as a demo; as explorer_test.

    Args:
      name: as for cc_binary.
      srcs: as for cc_binary.
      copts: as for cc_binary.
      data: as for cc_binary.
      deps: as for explorer_test.
      tags: as for cc_binary.
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
        "//common/explorer",
        kwargs,
    )
