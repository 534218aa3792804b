"""The tests of an exercise: on the student's files, and of itself. For exercise.bzl."""

load(":exercise_labels.bzl", "PLAIN_BUILD", "explored_systems", "on_linux")

def _program_test_impl(ctx):
    program = ctx.executable.program
    extension = "." + program.extension if program.extension else ""
    test = ctx.actions.declare_file(ctx.label.name + extension)
    ctx.actions.symlink(output = test, target_file = program, is_executable = True)
    runfiles = ctx.runfiles(files = ctx.files.data)
    for target in ctx.attr.data + [ctx.attr.program]:
        runfiles = runfiles.merge(target[DefaultInfo].default_runfiles)
    return [DefaultInfo(executable = test, runfiles = runfiles)]

program_test = rule(
    implementation = _program_test_impl,
    doc = "A program that was built elsewhere, run as a test with `args`.",
    test = True,
    attrs = {
        "program": attr.label(executable = True, cfg = "target", mandatory = True),
        "data": attr.label_list(allow_files = True),
    },
)

def _program_flags(programs):
    return [
        "--program=%s=$(rootpath %s)" % (name, label)
        for name, label in programs.items()
    ]

def visible_test(name, explored, programs, size, target_compatible_with = []):
    """The visible checks, by :judge on :runner.

    Args:
      name: of the test.
      explored: as for lab_exercise, like all that follow.
      programs: see there.
      size: see there.
      target_compatible_with: see there.
    """
    program_test(
        name = name,
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
        target_compatible_with = explored_systems(explored, target_compatible_with),
    )

def self_check(name, handed_out, secret, mutants, race_runners, explored, programs, size, tags):
    """A test of the exercise itself.

    Args:
      name: of the test.
      handed_out: the files that students get.
      secret: the parts of the sources that they do not get.
      mutants: what mutant() returned.
      race_runners: a dict from runners to race runners with the same files.
      explored: as for lab_exercise.
      programs: see there.
      size: see there.
      tags: its self_check_tags.
    """
    program_test(
        name = name,
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
        ] + on_linux([
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
        ] + handed_out + secret + programs.values() + on_linux(race_runners.values()),
        tags = ["self_check"] + tags,
        target_compatible_with = explored_systems(explored, PLAIN_BUILD),
    )
