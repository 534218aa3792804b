"""What the BUILD files of submissions call: //tools:grade writes those."""

load("//tools/bazel:exercise_runner.bzl", "exercise_race_runner", "exercise_runner")
load("//tools/bazel:exercise_tests.bzl", "program_test")

def graded_submission(
        name,
        exercise,
        points,
        srcs,
        folder,
        package,
        deps,
        runner_deps,
        runner,
        explored,
        race,
        compiler,
        programs,
        limits,
        seed):
    """One student's work on one exercise: a test that finds its verdict.

    Args:
      name: of the test.
      exercise: id, as in "ch38/1".
      points: what all its checks come to.
      srcs: the student's files, in `folder`.
      folder: from the BUILD file on.
      package: the exercise's: "labs/ch38/exercises/1_lost_update".
      deps: see lab_exercise(), as all that follow.
      runner_deps: see there.
      runner: see exercise_runner().
      explored: see there.
      race: see there.
      compiler: what tells one student_cc from another.
      programs: see there.
      limits: JSON, see tools/grade/jail/limits.h.
      seed: of the judge's questions.
    """
    exercise_label = "@concurrency_labs//" + package
    jail = "@concurrency_labs//tools/grade/jail"
    init = jail + ":init"
    same_for_both = dict(
        srcs = srcs,
        package = package,
        folder = folder,
        deps = deps,
        runner_deps = runner_deps,
        explored = explored,
        # Says nothing to the compiler: it makes another action of it.
        copts = ["-DSTUDENT_CC=" + compiler],
        linkopts = ["-DSTUDENT_CC=" + compiler],
    )
    exercise_runner(
        name = "runner",
        runner = runner,
        **same_for_both
    )
    if race:
        exercise_race_runner(
            name = "race_runner",
            runner = exercise_label + ":race_runner.cc",
            **same_for_both
        )
    program_test(
        name = name,
        size = "large",
        program = Label("//tools/grade:referee"),
        args = [
            "--exercise=" + exercise,
            "--points=%d" % points,
            "--judge=$(rootpath %s:judge)" % exercise_label,
            "--jail=$(rootpath %s)" % jail,
            "--init=$(rootpath %s)" % init,
            "--runner=$(rootpath :runner)",
            "--limits='%s'" % limits,
            "--seed=%s" % seed,
            "--compiler=" + compiler,
        ] + (["--race_runner=$(rootpath :race_runner)"] if race else []) + ([
            "--programs=" + ",".join([
                "%s=$(rootpath %s)" % (key, label)
                for key, label in programs.items()
            ]),
        ] if programs else []),
        data = [
            ":runner",
            exercise_label + ":judge",
            jail,
            init,
        ] + ([":race_runner"] if race else []) + programs.values(),
        # The jail's walls stand in for Bazel's: in these root could not be
        # another user, and who is root may start as many processes as they like.
        tags = ["no-sandbox"],
    )
