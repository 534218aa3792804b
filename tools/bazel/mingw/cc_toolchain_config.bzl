"""What Bazel must know of Debian's MinGW-w64 (posix threads) to compile with it."""

load("@bazel_tools//tools/build_defs/cc:action_names.bzl", "ACTION_NAMES")
load(
    "@bazel_tools//tools/cpp:cc_toolchain_config_lib.bzl",
    "artifact_name_pattern",
    "feature",
    "flag_group",
    "flag_set",
    "tool_path",
    "with_feature_set",
)

_COMPILE = [ACTION_NAMES.c_compile, ACTION_NAMES.cpp_compile]
_LINK = [
    ACTION_NAMES.cpp_link_executable,
    ACTION_NAMES.cpp_link_dynamic_library,
    ACTION_NAMES.cpp_link_nodeps_dynamic_library,
]

def _flags(actions, flags, mode = None):
    return flag_set(
        actions = actions,
        flag_groups = [flag_group(flags = flags)],
        with_features = [with_feature_set(features = [mode])] if mode else [],
    )

def _impl(ctx):
    # Threads by winpthreads: Abseil and <thread> need the -posix drivers.
    # The C++ driver also compiles C and links, as "gcc" does elsewhere.
    prefix = "/usr/bin/x86_64-w64-mingw32-"
    tools = {
        "ar": "ar",
        "cpp": "cpp-posix",
        "gcc": "g++-posix",
        "gcov": "gcov-posix",
        "ld": "ld",
        "nm": "nm",
        "objdump": "objdump",
        "strip": "strip",
    }
    compile_flags = [
        # Windows 10 and later. The second keeps newer MinGW-w64 from declaring
        # (and Abseil from using) what only later releases of Windows have.
        "-D_WIN32_WINNT=0x0A00",
        "-DNTDDI_VERSION=0x0A000000",
        # <windows.h> must not define min() and max().
        "-DNOMINMAX",
        # Bazel wants the include paths as they are written, not resolved.
        "-fno-canonical-system-headers",
        # Template-heavy objects outgrow the classic object format.
        "-Wa,-mbig-obj",
        # The same source gives the same object.
        "-Wno-builtin-macro-redefined",
        "-D__DATE__=\"redacted\"",
        "-D__TIMESTAMP__=\"redacted\"",
        "-D__TIME__=\"redacted\"",
    ]
    link_flags = [
        # No runtime DLLs to carry along, so the .exe runs anywhere.
        "-static",
        "-lstdc++",
        "-lbcrypt",
        "-ldbghelp",
        "-lws2_32",
        "-lshlwapi",
        "-Wl,--no-insert-timestamp",
    ]
    default_flags = feature(
        name = "default_flags",
        enabled = True,
        flag_sets = [
            _flags(_COMPILE, compile_flags),
            _flags(_COMPILE, ["-O2", "-DNDEBUG"], mode = "opt"),
            _flags(_COMPILE, ["-O0", "-g"], mode = "dbg"),
            _flags(_LINK, link_flags),
        ],
    )

    # Bazel 4 has these two built in and nothing to load them from.
    # buildifier: disable=native-cc-common
    return cc_common.create_cc_toolchain_config_info(
        ctx = ctx,
        toolchain_identifier = "mingw",
        host_system_name = "local",
        target_system_name = "x86_64-w64-mingw32",
        target_cpu = "x64_windows",
        target_libc = "mingw",
        # Abseil selects its MinGW link options by this name.
        compiler = "mingw-gcc",
        abi_version = "local",
        abi_libc_version = "local",
        tool_paths = [
            tool_path(name = name, path = prefix + program)
            for name, program in tools.items()
        ],
        features = [
            feature(name = "opt"),
            feature(name = "dbg"),
            feature(name = "fastbuild"),
            default_flags,
        ],
        artifact_name_patterns = [
            artifact_name_pattern(category_name = "executable", prefix = "", extension = ".exe"),
        ],
        cxx_builtin_include_directories = [
            "/usr/lib/gcc/x86_64-w64-mingw32",
            "/usr/share/mingw-w64/include",
            "/usr/x86_64-w64-mingw32/include",
        ],
    )

mingw_cc_toolchain_config = rule(
    implementation = _impl,
    provides = [CcToolchainConfigInfo],
)
