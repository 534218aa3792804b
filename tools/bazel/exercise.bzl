"""Exercises: what students complete, what judges it, and what judges the judge.

    load("//tools/bazel:exercise.bzl", "lab_exercise", "mutant")

    lab_exercise(
        name = "1_lost_update",
        srcs = ["source/sensor_tally.cc", "source/sensor_tally.h"],
        title = "The lost update",
        ...
    )

docs/authors_guide.md tells how to write one. In its package it makes

    :starter :solution  what students begin with, and what they are to reach
    :test               the visible checks, on the solution (in the handout: on
                        the student's files)
    :self_check         the exercise is in order: starter, solution and mutants
                        get the verdicts they should
    :judge              runs the checks on a runner
    :runner             the solution behind the wire (common/exercise/wire.h)
    :exercise.json      what there is to know of it (Linux)

and NAME, what of it is handed out.
"""

load("@rules_cc//cc:defs.bzl", "cc_binary", "cc_library")
load(
    "//common/explorer/bazel:explorer.bzl",
    "EXPLORER_SYSTEMS",
    "explorer_binary",
    "explorer_library",
)

_LINUX = select({
    "@platforms//os:linux": [],
    "//conditions:default": ["@platforms//:incompatible"],
})

def _on_linux(values):
    return select({
        "@platforms//os:linux": values,
        "//conditions:default": [],
    })

# Starters, mutants and race runners under a sanitizer, or a compiler that
# checks locks, tell nothing that a plain build does not; solutions do.
_PLAIN_BUILD = select({
    "@//tools/bazel:no_self_checks": [Label("//tools/bazel:nowhere")],
    "//conditions:default": [],
})

# ---- Small rules -------------------------------------------------------------

def _cut_impl(ctx):
    edits = ctx.attr.edits
    arguments = [ctx.attr.part, ctx.attr.mutant, str(len(edits))]
    for before, after in edits.items():
        arguments += [before, after]
    for file, out in zip(ctx.files.srcs, ctx.outputs.outs):
        arguments += [file.path, out.path]
    ctx.actions.run(
        executable = ctx.executable._cut,
        arguments = arguments,
        inputs = ctx.files.srcs,
        outputs = ctx.outputs.outs,
        mnemonic = "CutExercise",
        progress_message = "Cutting the %s of %s" % (ctx.attr.part, ctx.label.package),
    )

_cut = rule(
    implementation = _cut_impl,
    doc = "One part of marked sources.",
    attrs = {
        "outs": attr.output_list(mandatory = True, doc = "In the order of srcs."),
        "srcs": attr.label_list(allow_files = True, mandatory = True),
        "part": attr.string(values = ["starter", "solution", "secret"]),
        "mutant": attr.string(doc = "The mutant's name, for messages."),
        "edits": attr.string_dict(doc = "Texts of the solution, and what a mutant has instead."),
        "_cut": attr.label(
            default = "//common/exercise/cut",
            executable = True,
            cfg = "exec",
        ),
    },
)

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

_exercise_json = rule(
    implementation = _exercise_json_impl,
    doc = "What the judge says of its exercise.",
    attrs = {
        "judge": attr.label(executable = True, cfg = "target", mandatory = True),
        "out": attr.output(mandatory = True),
        "students_out": attr.output(mandatory = True),
    },
)

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

def _program_test_impl(ctx):
    program = ctx.executable.program
    extension = "." + program.extension if program.extension else ""
    test = ctx.actions.declare_file(ctx.label.name + extension)
    ctx.actions.symlink(output = test, target_file = program, is_executable = True)
    runfiles = ctx.runfiles(files = ctx.files.data)
    for target in ctx.attr.data + [ctx.attr.program]:
        runfiles = runfiles.merge(target[DefaultInfo].default_runfiles)
    return [DefaultInfo(executable = test, runfiles = runfiles)]

_program_test = rule(
    implementation = _program_test_impl,
    doc = "A program that was built elsewhere, run as a test with `args`.",
    test = True,
    attrs = {
        "program": attr.label(executable = True, cfg = "target", mandatory = True),
        "data": attr.label_list(allow_files = True),
    },
)

HandedOutInfo = provider(
    doc = "What students get of an exercise.",
    fields = {
        "package": "The folder, in this workspace and in the handout.",
        "files": "A dict from names in that folder to files.",
        "starters": "The files among them that students complete.",
        "build": "The BUILD file, as text.",
    },
)

def _handed_out_impl(ctx):
    files = {file.basename: file for file in ctx.files.srcs}
    return [
        DefaultInfo(files = depset(ctx.files.srcs)),
        HandedOutInfo(
            package = ctx.label.package,
            files = files,
            starters = ctx.files.starters,
            build = ctx.attr.build,
        ),
    ]

_handed_out = rule(
    implementation = _handed_out_impl,
    doc = "The files that students get, and the BUILD file for them.",
    attrs = {
        "srcs": attr.label_list(allow_files = True, mandatory = True),
        "starters": attr.label_list(allow_files = True, mandatory = True),
        "build": attr.string(mandatory = True),
    },
)

# ---- Runners -----------------------------------------------------------------

def _systems(explored, others = []):
    return (EXPLORER_SYSTEMS if explored else []) + others

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
        target_compatible_with = _systems(explored, target_compatible_with),
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

def _runner_library(srcs, given_deps, deps, explored):
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
        target_compatible_with = _systems(explored),
        alwayslink = True,
    )
    return _absolute(":runner_main")

def exercise_race_runner(name, target_compatible_with = [], **kwargs):
    """A race runner with one set of student's files in it. Linux.

    Args:
      name: of the program.
      target_compatible_with: for it.
      **kwargs: as for exercise_runner(); `runner` is race_runner.cc.
    """
    only_here = _LINUX + target_compatible_with
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

# ---- Judges ------------------------------------------------------------------

def _judge(checks, hidden_checks, check_deps, json):
    """:judge, with the checks and what the BUILD file says."""
    _info_cc(name = "_info", json = json)
    cc_binary(
        name = "judge",
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

def _given_library(given, deps):
    """:given, the headers beside the students' files. Returns those deps."""
    if not given:
        return []
    cc_library(
        name = "given",
        hdrs = given,
        visibility = ["//visibility:public"],
        deps = deps,
    )
    return [_absolute(":given")]

def _program_flags(programs):
    return [
        "--program=%s=$(rootpath %s)" % (name, label)
        for name, label in programs.items()
    ]

def _visible_test(explored, programs, size, target_compatible_with = []):
    """:test, the visible checks on :runner."""
    _program_test(
        name = "test",
        size = size,
        program = ":judge",
        args = [
            "--visible_only",
            "--test_xml",
            "--runner=$(rootpath :runner)",
        ] + _program_flags(programs),
        data = [":runner"] + programs.values(),
        # As explorer_test().
        tags = ["no_asan", "no_tsan"] if explored else [],
        target_compatible_with = _systems(explored, target_compatible_with),
    )

# ---- What exercises say of themselves ----------------------------------------

def _exercise_id(package):
    parts = package.split("/")
    number = parts[-1].partition("_")[0]
    if len(parts) < 3 or not number.isdigit():
        fail("an exercise stands in labs/chNN/exercises/N_name, not in " + package)
    return parts[-3] + "/" + number

def _absolute(label):
    if label.startswith(":"):
        return "//" + native.package_name() + label
    return label

def _json(name, srcs, given, title, minutes, points, hints, requires, explored, programs, runner, deps, runner_deps, limits, race):
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
        programs = {key: _absolute(label) for key, label in programs.items()},
        runner = _absolute(runner if runner.startswith("//") else ":" + runner),
        deps = [_absolute(dep) for dep in deps],
        runner_deps = [_absolute(dep) for dep in runner_deps],
    ))

def _build_text(arguments):
    """A call of student_exercise(), an argument a line."""
    lines = ["    %s = %s,\n" % (name, repr(value)) for name, value in arguments.items()]
    return """# Checks your work: bazel test //%s:test

load("//tools/bazel:exercise.bzl", "student_exercise")

student_exercise(
%s)
""" % (native.package_name(), "".join(lines))

def student_exercise(
        name,
        srcs,
        title,
        minutes,
        points,
        hints,
        given = [],
        deps = [],
        runner_deps = [],
        check_deps = [],
        check_hdrs = [],
        explored = False,
        programs = {},
        requires = [],
        size = "medium"):
    """An exercise in the handout: :test runs the visible checks on `srcs`.

    Args:
      name: of the exercise, and its folder.
      srcs: the student's files.
      title: as for lab_exercise, like all that follow.
      minutes: see there.
      points: see there.
      hints: see there.
      given: see there.
      deps: see there.
      runner_deps: see there.
      check_deps: see there.
      check_hdrs: see there.
      explored: see there.
      programs: see there.
      requires: see there.
      size: see there.
    """
    given_deps = _given_library(given, deps)
    deps = given_deps + deps
    runner = _runner_library(srcs, given_deps, runner_deps, explored)

    # These two are for the grader.
    race = False
    limits = {}
    exercise_runner(
        name = "runner",
        srcs = srcs,
        package = native.package_name(),
        runner = runner,
        deps = deps,
        runner_deps = runner_deps,
        explored = explored,
        library = name,
    )
    _judge(
        checks = ["visible_checks.cc"] + check_hdrs,
        hidden_checks = [Label("//common/exercise:no_hidden_checks")],
        check_deps = check_deps,
        json = _json(name, srcs, given, title, minutes, points, hints, requires, explored, programs, runner, deps, runner_deps, limits, race),
    )
    _visible_test(explored, programs, size)

# ---- Exercises ---------------------------------------------------------------

def mutant(name, verdict, edits, race = False):
    """A submission that is wrong in a known way: the solution with some edits.

    Args:
      name: says what is wrong with it, as in "reads_without_lock".
      verdict: that it must get, as in "DATA_RACE" (common/exercise/verdict.h).
      edits: a dict from texts, each of which is in the solution once, to what
        stands in their place.
      race: it takes the race runner to find it. Others are run without, which
        saves time.

    Returns:
      What lab_exercise() takes.
    """
    return struct(name = name, verdict = verdict, edits = edits, race = race)

def _cut_part(folder, srcs, part, mutant = "", edits = {}):
    """Files of `srcs`, one part of each, in `folder`. Returns their labels."""
    outs = [folder + "/" + src.rpartition("/")[2] for src in srcs]
    _cut(
        name = "_cut" + folder.replace("/", "_"),
        srcs = srcs,
        outs = outs,
        part = part,
        mutant = mutant,
        edits = edits,
    )
    return outs

def lab_exercise(
        name,
        srcs,
        title,
        minutes,
        points,
        hints,
        mutants,
        given = [],
        deps = [],
        runner_deps = [],
        check_deps = [],
        check_hdrs = [],
        explored = False,
        programs = {},
        requires = [],
        race = False,
        limits = {},
        size = "medium",
        self_check_tags = [],
        target_compatible_with = []):
    """An exercise. See the top of this file, and docs/authors_guide.md.

    Beside the BUILD file are task.md, runner.cc, visible_checks.cc and
    hidden_checks.cc.

    Args:
      name: the name of its folder: a number and a subject, as in
        "1_lost_update".
      srcs: the files that students complete, with marked regions
        (common/exercise/cut/cut.h), in the folder "source". They include each
        other from the exercise's folder, where students have them.
      title: a few words.
      minutes: what a student needs, 5 to 120.
      points: what all checks come to.
      hints: two or more, the gentlest first.
      mutants: four or more of mutant().
      given: headers beside the BUILD file that students get, and leave alone.
      deps: what the students' files may use.
      runner_deps: what runner.cc uses besides those and //common/exercise.
      check_deps: what the checks use besides //common/exercise.
      check_hdrs: headers beside the BUILD file that visible and hidden checks
        share. Students get them.
      explored: the runner runs the students' code in every interleaving
        (common/exercise/explored.h).
      programs: a dict from names to programs that the checks hand to the
        runner (Student::Program()).
      requires: ids of exercises that come before, as in "ch38/1".
      race: there is a race_runner.cc, too, for hidden checks with `race` set:
        ThreadSanitizer watches it. It may use what runner.cc may.
      limits: a dict, where an exercise needs others than usual when it is
        graded (tools/grade/jail/limits.h).
      size: of :test and :self_check, as for tests.
      self_check_tags: more tags of :self_check.
      target_compatible_with: of :test, for an exercise that not every system
        has.
    """
    package = native.package_name()
    own_deps = deps
    given_deps = _given_library(given, deps)
    deps = given_deps + deps
    runner = _runner_library(srcs, given_deps, runner_deps, explored)
    description = _json(name, srcs, given, title, minutes, points, hints, requires, explored, programs, runner, deps, runner_deps, limits, race)
    starter = _cut_part("_starter", srcs, "starter")
    solution = _cut_part("_solution", srcs, "solution")
    secret = _cut_part("_secret", srcs, "secret")

    same_for_all = dict(
        package = package,
        runner = runner,
        deps = deps,
        runner_deps = runner_deps,
        explored = explored,
    )
    exercise_runner(
        name = "runner",
        srcs = solution,
        folder = "_solution",
        library = "solution",
        **same_for_all
    )
    exercise_runner(
        name = "_starter_runner",
        srcs = starter,
        folder = "_starter",
        library = "starter",
        target_compatible_with = _PLAIN_BUILD,
        **same_for_all
    )
    for it in mutants:
        folder = "_mutants/" + it.name
        mutated = _cut_part(folder, srcs, "solution", it.name, it.edits)
        exercise_runner(
            name = "_mutant_" + it.name,
            srcs = mutated,
            folder = folder,
            target_compatible_with = _PLAIN_BUILD,
            # So that nobody hands them in by mistake for a solution.
            tags = ["mutant"],
            **same_for_all
        )
        if race and it.race:
            exercise_race_runner(
                name = "_race_mutant_" + it.name,
                srcs = mutated,
                folder = folder,
                target_compatible_with = _PLAIN_BUILD,
                tags = ["mutant"],
                **dict(same_for_all, runner = "race_runner.cc")
            )
    if race:
        exercise_race_runner(
            name = "race_runner",
            srcs = solution,
            folder = "_solution",
            target_compatible_with = _PLAIN_BUILD,
            **dict(same_for_all, runner = "race_runner.cc")
        )

    _judge(
        checks = [
            "hidden_checks.cc",
            "visible_checks.cc",
        ] + check_hdrs,
        hidden_checks = [],
        check_deps = check_deps,
        json = description,
    )
    _exercise_json(
        name = "_json",
        out = "exercise.json",
        students_out = "_students/exercise.json",
        judge = ":judge",
        target_compatible_with = _LINUX,
    )
    _visible_test(explored, programs, size, target_compatible_with)
    handed_out = starter + given + check_hdrs + [
        "runner.cc",
        "task.md",
        "visible_checks.cc",
    ]
    _self_check(
        handed_out = handed_out,
        secret = secret,
        mutants = mutants,
        race_runners = dict([
            (":_mutant_" + it.name, ":_race_mutant_" + it.name)
            for it in mutants
            if it.race
        ] + [(":runner", ":race_runner")]) if race else {},
        explored = explored,
        programs = programs,
        size = size,
        tags = self_check_tags,
    )
    _handed_out(
        name = name,
        srcs = handed_out + ["_students/exercise.json"],
        starters = starter,
        build = _build_text(dict(
            name = name,
            srcs = [src.rpartition("/")[2] for src in srcs],
            title = title,
            minutes = minutes,
            points = points,
            hints = hints,
            given = given,
            deps = [_absolute(dep) for dep in own_deps],
            runner_deps = [_absolute(dep) for dep in runner_deps],
            check_deps = [_absolute(dep) for dep in check_deps],
            check_hdrs = check_hdrs,
            explored = explored,
            programs = programs,
            requires = requires,
            size = size,
        )),
        target_compatible_with = _LINUX,
        visibility = ["//visibility:public"],
    )
    native.exports_files(["runner.cc"] + (["race_runner.cc"] if race else []))

def _self_check(handed_out, secret, mutants, race_runners, explored, programs, size, tags):
    """:self_check, a test of the exercise itself."""
    _program_test(
        name = "self_check",
        size = size,
        program = Label("//common/exercise:self_check"),
        args = [
            "--judge=$(rootpath :judge)",
            "--task=$(rootpath task.md)",
            "--starter=$(rootpath :_starter_runner)",
            "--solution=$(rootpath :runner)",
        ] + [
            "--mutant=%s:%s:$(rootpath :_mutant_%s)" % (it.name, it.verdict, it.name)
            for it in mutants
        ] + [
            "--judge_flag=" + flag
            for flag in _program_flags(programs)
        ] + [
            "--secret=$(rootpath %s)" % file
            for file in secret
        ] + [
            "--handed_out=$(rootpath %s)" % file
            for file in handed_out
        ] + _on_linux([
            "--race_runner=$(rootpath %s)=$(rootpath %s)" % pair
            for pair in race_runners.items()
        ]),
        data = [
            ":judge",
            ":runner",
            ":_starter_runner",
        ] + [
            ":_mutant_" + it.name
            for it in mutants
        ] + handed_out + secret + programs.values() + _on_linux(race_runners.values()),
        tags = ["self_check"] + tags,
        target_compatible_with = _systems(explored, _PLAIN_BUILD),
    )
