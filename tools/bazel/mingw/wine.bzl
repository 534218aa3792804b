"""The program that --run_under starts in front of a Windows test."""

def _script_runner_impl(ctx):
    runner = ctx.actions.declare_file(ctx.label.name)
    ctx.actions.symlink(output = runner, target_file = ctx.file.script, is_executable = True)
    return DefaultInfo(executable = runner, runfiles = ctx.runfiles(files = [runner]))

# sh_binary would not do: built for Windows it becomes a Windows .exe, and this
# script has to run on the Linux side, in front of Wine.
script_runner = rule(
    implementation = _script_runner_impl,
    doc = "A shell script as an executable, whatever system the build is for.",
    attrs = {"script": attr.label(allow_single_file = True, mandatory = True)},
    executable = True,
)
