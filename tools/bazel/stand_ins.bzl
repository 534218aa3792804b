"""Small repositories that let Bazel 4.2 build C++ without any network.

Bazel 4.2 (what Debian 12 packages) loads @rules_cc, @rules_java, @rules_proto
and @remote_coverage_tools from its own BUILD files even for a plain cc_test,
and would download them. In that version those repositories only pass on rules
that are built into Bazel, so a file of re-exports stands in for each.

@platforms, the names of systems and processors, is spelled out for the same
reason: the copy inside Bazel 4.2 is too old for Abseil.

Later versions bring their own; there this file does nothing.
"""

def _stand_in_impl(ctx):
    ctx.file("BUILD", "".join([
        "filegroup(name = \"%s\", srcs = [\"BUILD\"], visibility = [\"//visibility:public\"])\n" % target
        for target in ctx.attr.empty_targets
    ]))
    if ctx.attr.path:
        package = ctx.attr.path.rpartition("/")[0]
        ctx.file(package + "/BUILD", "")
        ctx.file(ctx.attr.path, "".join(
            ["%s = native.%s\n" % (rule, rule) for rule in ctx.attr.rules] +
            ["%s = %s\n" % (symbol, symbol) for symbol in ctx.attr.builtins],
        ))

_stand_in = repository_rule(
    implementation = _stand_in_impl,
    attrs = {
        "path": attr.string(doc = "The .bzl file to make."),
        "rules": attr.string_list(doc = "Built-in rules that it re-exports."),
        "builtins": attr.string_list(doc = "Built-in providers that it re-exports."),
        "empty_targets": attr.string_list(doc = "Filegroups in the top package."),
    },
)

# What @platforms 1.0 knows of the systems that dependencies select on. The copy
# inside Bazel 4.2 is older than their BUILD files.
_CPUS = [
    "aarch32",
    "aarch64",
    "arm64_32",
    "arm64e",
    "armv7",
    "armv7k",
    "i386",
    "mips64",
    "ppc",
    "riscv32",
    "riscv64",
    "s390x",
    "wasm32",
    "wasm64",
    "x86_32",
    "x86_64",
]
_SYSTEMS = [
    "android",
    "freebsd",
    "fuchsia",
    "ios",
    "linux",
    "macos",
    "netbsd",
    "none",
    "openbsd",
    "qnx",
    "tvos",
    "wasi",
    "watchos",
    "windows",
]

def _constraints(setting, values, aliases = {}):
    lines = ["package(default_visibility = [\"//visibility:public\"])"]
    lines.append("constraint_setting(name = \"%s\")" % setting)
    for value in values:
        lines.append("constraint_value(name = \"%s\", constraint_setting = \":%s\")" % (value, setting))
    for alias, actual in aliases.items():
        lines.append("alias(name = \"%s\", actual = \":%s\")" % (alias, actual))
    return "\n".join(lines) + "\n"

def _platforms_stand_in_impl(ctx):
    ctx.file("BUILD", _constraints("incompatible_setting", ["incompatible"]))
    ctx.file("cpu/BUILD", _constraints("cpu", _CPUS, {"arm": "aarch32", "arm64": "aarch64"}))
    ctx.file("os/BUILD", _constraints("os", _SYSTEMS, {"osx": "macos"}))

_platforms_stand_in = repository_rule(implementation = _platforms_stand_in_impl)

def _is_bazel_4():
    # Debian's build calls itself "no_version", which Bazel hands on as "".
    version = native.bazel_version
    return not version or version.startswith("4.")

def bazel_4_stand_ins():
    """Declares the stand-ins where this Bazel needs them."""
    if not _is_bazel_4():
        return
    _stand_in(
        name = "rules_cc",
        path = "cc/defs.bzl",
        rules = [
            "cc_binary",
            "cc_import",
            "cc_library",
            "cc_proto_library",
            "cc_test",
            "cc_toolchain",
            "cc_toolchain_suite",
            "fdo_prefetch_hints",
            "fdo_profile",
            "objc_import",
            "objc_library",
        ],
    )
    _stand_in(
        name = "rules_java",
        path = "java/defs.bzl",
        rules = [
            "java_binary",
            "java_import",
            "java_library",
            "java_proto_library",
            "java_runtime",
            "java_test",
            "java_toolchain",
        ],
    )
    _stand_in(
        name = "rules_proto",
        path = "proto/defs.bzl",
        rules = ["proto_lang_toolchain", "proto_library"],
        builtins = ["ProtoInfo"],
    )
    _platforms_stand_in(name = "platforms")
    _stand_in(
        name = "remote_coverage_tools",
        empty_targets = ["coverage_report_generator"],
    )
