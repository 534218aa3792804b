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

load(":exercise_cut.bzl", "cut_part")
load(":exercise_handed_out.bzl", "handed_out_exercise", "student_build_text")
load(":exercise_judge.bzl", "exercise_description", "exercise_json", "exercise_judge")
load(":exercise_labels.bzl", "LINUX", "PLAIN_BUILD", "absolute_label")
load(":exercise_runner.bzl", "exercise_race_runner", "exercise_runner", "given_library", "runner_library")
load(":exercise_tests.bzl", "self_check", "visible_test")

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
    given_deps = given_library(given, deps)
    deps = given_deps + deps
    runner = runner_library(srcs, given_deps, runner_deps, explored)
    description = exercise_description(name, srcs, given, title, minutes, points, hints, requires, explored, programs, runner, deps, runner_deps, limits, race)
    starter = cut_part("_cut_starter", "_starter", srcs, "starter")
    solution = cut_part("_cut_solution", "_solution", srcs, "solution")
    secret = cut_part("_cut_secret", "_secret", srcs, "secret")

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
        target_compatible_with = PLAIN_BUILD,
        **same_for_all
    )
    for it in mutants:
        folder = "_mutants/" + it.name
        mutated = cut_part("_cut_mutants_" + it.name, folder, srcs, "solution", it.name, it.edits)
        exercise_runner(
            name = "_mutant_" + it.name,
            srcs = mutated,
            folder = folder,
            target_compatible_with = PLAIN_BUILD,
            # So that nobody hands them in by mistake for a solution.
            tags = ["mutant"],
            **same_for_all
        )
        if race and it.race:
            exercise_race_runner(
                name = "_race_mutant_" + it.name,
                srcs = mutated,
                folder = folder,
                target_compatible_with = PLAIN_BUILD,
                tags = ["mutant"],
                **dict(same_for_all, runner = "race_runner.cc")
            )
    if race:
        exercise_race_runner(
            name = "race_runner",
            srcs = solution,
            folder = "_solution",
            target_compatible_with = PLAIN_BUILD,
            **dict(same_for_all, runner = "race_runner.cc")
        )

    exercise_judge(
        name = "judge",
        checks = [
            "hidden_checks.cc",
            "visible_checks.cc",
        ] + check_hdrs,
        hidden_checks = [],
        check_deps = check_deps,
        json = description,
    )
    exercise_json(
        name = "_json",
        out = "exercise.json",
        students_out = "_students/exercise.json",
        judge = ":judge",
        target_compatible_with = LINUX,
    )
    visible_test("test", explored, programs, size, target_compatible_with)
    handed_out = starter + given + check_hdrs + [
        "runner.cc",
        "task.md",
        "visible_checks.cc",
    ]
    self_check(
        name = "self_check",
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
    handed_out_exercise(
        name = name,
        srcs = handed_out + ["_students/exercise.json"],
        starters = starter,
        build = student_build_text(dict(
            name = name,
            srcs = [src.rpartition("/")[2] for src in srcs],
            title = title,
            minutes = minutes,
            points = points,
            hints = hints,
            given = given,
            deps = [absolute_label(dep) for dep in own_deps],
            runner_deps = [absolute_label(dep) for dep in runner_deps],
            check_deps = [absolute_label(dep) for dep in check_deps],
            check_hdrs = check_hdrs,
            explored = explored,
            programs = programs,
            requires = requires,
            size = size,
        )),
        target_compatible_with = LINUX,
        visibility = ["//visibility:public"],
    )
    native.exports_files(["runner.cc"] + (["race_runner.cc"] if race else []))

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
    given_deps = given_library(given, deps)
    deps = given_deps + deps
    runner = runner_library(srcs, given_deps, runner_deps, explored)

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
    exercise_judge(
        name = "judge",
        checks = ["visible_checks.cc"] + check_hdrs,
        hidden_checks = [Label("//common/exercise:no_hidden_checks")],
        check_deps = check_deps,
        json = exercise_description(name, srcs, given, title, minutes, points, hints, requires, explored, programs, runner, deps, runner_deps, limits, race),
    )
    visible_test("test", explored, programs, size)
