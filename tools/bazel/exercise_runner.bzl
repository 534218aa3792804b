"""Runners: the programs with students' code in them. For exercise.bzl."""

load("@rules_cc//cc:defs.bzl", "cc_binary", "cc_library")
load("//common/explorer/bazel:explorer.bzl", "explorer_binary", "explorer_library")
load(":exercise_labels.bzl", "LINUX", "absolute_label", "explored_systems")

def exercise_runner(
        name,
        srcs,
        package,
        runner,
        folder = "",
        deps = [],
        runner_deps = [],
        explored = False,
        library = None,
        target_compatible_with = [],
        **kwargs):
    """A runner with one set of student's files in it.

    Args:
      name: of the program.
      srcs: the student's files, headers among them.
      package: the exercise's, as in "labs/ch38/exercises/1_lost_update": the
        files are included from there, wherever they are.
      runner: runner.cc of the exercise, or its library of that if it has one:
        "runner" in exercise.json.
      folder: where the files are, from this BUILD file on; "" if that is the
        folder of `package`.
      deps: what the student's files may use.
      runner_deps: what the runner uses besides those, //common/exercise and
        //common/explorer.
      explored: whether the runner explores the student's code.
      library: name of the library of the student's files; NAME_code if not
        given.
      target_compatible_with: for both.
      **kwargs: for both, such as tags.
    """
    library = library or name + "_code"
    places = {
        "strip_include_prefix": folder,
        "include_prefix": package,
    } if folder else {}
    library_rule = explorer_library if explored else cc_library
    library_rule(
        name = library,
        srcs = [src for src in srcs if not src.endswith(".h")],
        hdrs = [src for src in srcs if src.endswith(".h")],
        deps = deps,
        target_compatible_with = explored_systems(explored, target_compatible_with),
        **dict(places, **kwargs)
    )
    binary_rule = explorer_binary if explored else cc_binary
    compiled = not runner.endswith(".cc")
    binary_rule(
        name = name,
        srcs = [] if compiled else [runner],
        # Shows the lines of traces.
        data = srcs,
        # The student's code before the rest: see explorer_test().
        deps = ([runner] if compiled else []) + [":" + library] +
               ([] if compiled else _runner_deps(runner_deps, explored)),
        target_compatible_with = target_compatible_with,
        **kwargs
    )

def _runner_deps(deps, explored):
    return deps + [
        Label("//common/exercise:runner"),
        Label("//common/exercise:values"),
    ] + ([
        Label("//common/exercise:explored"),
        Label("//common/exercise:meeting"),
    ] if explored else [])

def given_library(given, deps):
    """Makes :given, the headers beside the students' files.

    Args:
      given: as for lab_exercise.
      deps: what the students' files may use.

    Returns:
      What the students' files need to use it.
    """
    if not given:
        return []
    cc_library(
        name = "given",
        hdrs = given,
        visibility = ["//visibility:public"],
        deps = deps,
    )
    return [absolute_label(":given")]

def runner_library(srcs, given_deps, deps, explored):
    """Compiles runner.cc once for all, where the students' files have no headers.

    Args:
      srcs: the students' files.
      given_deps: the headers that they are called by.
      deps: what else the runner uses.
      explored: as for lab_exercise.

    Returns:
      What exercise_runner() takes as `runner`.
    """
    if not given_deps or [src for src in srcs if src.endswith(".h")]:
        return "runner.cc"
    library_rule = explorer_library if explored else cc_library
    library_rule(
        name = "runner_main",
        srcs = ["runner.cc"],
        visibility = ["//visibility:public"],
        deps = given_deps + _runner_deps(deps, explored) +
               ([Label("//common/explorer")] if explored else []),
        target_compatible_with = explored_systems(explored),
        alwayslink = True,
    )
    return absolute_label(":runner_main")

# ThreadSanitizer, in an ordinary build: what a race runner consists of is built
# once more.
def _tsan_transition_impl(settings, _attr):
    return {
        "//command_line_option:copt": settings["//command_line_option:copt"] +
                                      ["-fsanitize=thread", "-O1"],
        "//command_line_option:linkopt": settings["//command_line_option:linkopt"] +
                                         ["-fsanitize=thread"],
    }

_tsan_transition = transition(
    implementation = _tsan_transition_impl,
    inputs = [
        "//command_line_option:copt",
        "//command_line_option:linkopt",
    ],
    outputs = [
        "//command_line_option:copt",
        "//command_line_option:linkopt",
    ],
)

def _tsan_program_impl(ctx):
    program = ctx.attr.program[0][DefaultInfo]
    out = ctx.actions.declare_file(ctx.label.name)
    ctx.actions.symlink(
        output = out,
        target_file = program.files_to_run.executable,
        is_executable = True,
    )
    return [DefaultInfo(executable = out, runfiles = program.default_runfiles)]

_tsan_program = rule(
    implementation = _tsan_program_impl,
    doc = "A program, and all in it, built with ThreadSanitizer.",
    executable = True,
    attrs = {
        "program": attr.label(executable = True, cfg = _tsan_transition, mandatory = True),
        "_allowlist_function_transition": attr.label(
            default = "@bazel_tools//tools/allowlists/function_transition_allowlist",
        ),
    },
)

def exercise_race_runner(name, target_compatible_with = [], **kwargs):
    """A race runner with one set of student's files in it. Linux.

    Args:
      name: of the program.
      target_compatible_with: for it.
      **kwargs: as for exercise_runner(); `runner` is race_runner.cc.
    """
    only_here = LINUX + target_compatible_with
    exercise_runner(
        name = name + "_plain",
        target_compatible_with = only_here,
        **dict(kwargs, explored = False)
    )
    _tsan_program(
        name = name,
        program = ":" + name + "_plain",
        target_compatible_with = only_here,
    )
