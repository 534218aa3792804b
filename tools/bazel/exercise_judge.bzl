"""The judge of an exercise, and what it says of it. For exercise.bzl."""

load("@rules_cc//cc:defs.bzl", "cc_binary")
load(":exercise_labels.bzl", "absolute_label")

def _exercise_id(package):
    parts = package.split("/")
    number = parts[-1].partition("_")[0]
    if len(parts) < 3 or not number.isdigit():
        fail("an exercise stands in labs/chNN/exercises/N_name, not in " + package)
    return parts[-3] + "/" + number

def exercise_description(name, srcs, given, title, minutes, points, hints, requires, explored, programs, runner, deps, runner_deps, limits, race):
    """What the BUILD file says of an exercise, as JSON.

    Args:
      name: as for lab_exercise, like all the others but:
      srcs: see there.
      given: see there.
      title: see there.
      minutes: see there.
      points: see there.
      hints: see there.
      requires: see there.
      explored: see there.
      programs: see there.
      runner: see exercise_runner().
      deps: see there.
      runner_deps: see there.
      limits: see there.
      race: see there.

    Returns:
      The JSON.
    """
    package = native.package_name()
    return json.encode(struct(
        id = _exercise_id(package),
        name = name,
        title = title,
        package = package,
        minutes = minutes,
        points = points,
        files = [src.rpartition("/")[2] for src in srcs],
        given = given,
        hints = hints,
        requires = requires,
        explored = explored,
        race = race,
        limits = limits,
        programs = {key: absolute_label(label) for key, label in programs.items()},
        runner = absolute_label(runner if runner.startswith("//") else ":" + runner),
        deps = [absolute_label(dep) for dep in deps],
        runner_deps = [absolute_label(dep) for dep in runner_deps],
    ))

def _info_cc_impl(ctx):
    out = ctx.actions.declare_file(ctx.label.name + ".cc")
    ctx.actions.write(out, """// Written by tools/bazel/exercise.bzl.

#include "absl/strings/string_view.h"
#include "common/exercise/info.h"

namespace exercise {

absl::string_view ThisExerciseJson() {
  return R"exercise(%s)exercise";
}

}  // namespace exercise
""" % ctx.attr.json)
    return [DefaultInfo(files = depset([out]))]

_info_cc = rule(
    implementation = _info_cc_impl,
    doc = "What the BUILD file says of an exercise, as C++.",
    attrs = {"json": attr.string(mandatory = True)},
)

def exercise_judge(name, checks, hidden_checks, check_deps, json):
    """The judge, with the checks and what the BUILD file says.

    Args:
      name: of the program.
      checks: the files of checks in the package.
      hidden_checks: libraries of checks.
      check_deps: as for lab_exercise.
      json: what exercise_description() returns.
    """
    _info_cc(name = "_info", json = json)
    cc_binary(
        name = name,
        srcs = [":_info"] + checks,
        deps = check_deps + hidden_checks + [
            Label("//common/exercise:check"),
            Label("//common/exercise:explored_check"),
            Label("//common/exercise:info"),
            Label("//common/exercise:judge_main"),
            Label("//common/exercise:random"),
            Label("//common/exercise:values"),
            Label("@com_google_absl//absl/strings"),
        ],
    )

def _exercise_json_impl(ctx):
    for out, flags in [
        (ctx.outputs.out, []),
        (ctx.outputs.students_out, ["--visible_only"]),
    ]:
        ctx.actions.run(
            executable = ctx.attr.judge.files_to_run,
            arguments = flags + ["--describe=" + out.path],
            outputs = [out],
            mnemonic = "DescribeExercise",
        )

exercise_json = rule(
    implementation = _exercise_json_impl,
    doc = "What the judge says of its exercise.",
    attrs = {
        "judge": attr.label(executable = True, cfg = "target", mandatory = True),
        "out": attr.output(mandatory = True),
        "students_out": attr.output(mandatory = True),
    },
)
