"""The handout: a workspace of its own, for students, as one archive."""

load("//tools/bazel:exercise_handed_out.bzl", "HandedOutInfo")

def _handout_impl(ctx):
    # Names in the archive, and where their files are.
    places = {}
    for target in ctx.attr.exercises:
        info = target[HandedOutInfo]
        build = ctx.actions.declare_file("%s/%s/BUILD" % (ctx.label.name, info.package))
        ctx.actions.write(build, info.build)
        places[info.package + "/BUILD"] = build
        for name, file in info.files.items():
            places[info.package + "/" + name] = file

        # What `lab reset` takes a student back to.
        for file in info.starters:
            places["tools/lab/starters/%s/%s" % (info.package, file.basename)] = file
    for file in ctx.files.srcs:
        places[file.short_path] = file
    for file, name in ctx.attr.renamed.items():
        places[name] = file.files.to_list()[0]

    manifest = ctx.actions.declare_file(ctx.label.name + ".manifest")
    ctx.actions.write(manifest, "".join([
        "%s\t%s\n" % (name, file.path)
        for name, file in sorted(places.items())
    ]))
    archive = ctx.actions.declare_file(ctx.attr.top + ".tar")
    ctx.actions.run(
        executable = ctx.executable._make_tar,
        arguments = [manifest.path, ctx.attr.top, archive.path],
        inputs = depset([manifest] + places.values()),
        outputs = [archive],
        mnemonic = "Handout",
        use_default_shell_env = True,
    )
    return [DefaultInfo(files = depset([archive]))]

handout = rule(
    implementation = _handout_impl,
    doc = "TOP.tar, with a folder TOP that students work in.",
    attrs = {
        "top": attr.string(mandatory = True, doc = "The folder, and the archive's name."),
        "exercises": attr.label_list(providers = [HandedOutInfo], doc = "lab_exercise targets."),
        "srcs": attr.label_list(allow_files = True, doc = "Files that go where they are here."),
        "renamed": attr.label_keyed_string_dict(
            allow_files = True,
            doc = "Files that go elsewhere.",
        ),
        "_make_tar": attr.label(
            default = "//tools/handout:make_tar.sh",
            allow_single_file = True,
            executable = True,
            cfg = "exec",
        ),
    },
)
