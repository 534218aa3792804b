"""What students get of an exercise. For exercise.bzl and the handout."""

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

handed_out_exercise = rule(
    implementation = _handed_out_impl,
    doc = "The files that students get, and the BUILD file for them.",
    attrs = {
        "srcs": attr.label_list(allow_files = True, mandatory = True),
        "starters": attr.label_list(allow_files = True, mandatory = True),
        "build": attr.string(mandatory = True),
    },
)

def student_build_text(arguments):
    """A call of student_exercise(), an argument a line."""
    lines = ["    %s = %s,\n" % (name, repr(value)) for name, value in arguments.items()]
    return """# Checks your work: bazel test //%s:test

load("//tools/bazel:exercise.bzl", "student_exercise")

student_exercise(
%s)
""" % (native.package_name(), "".join(lines))
