"""Starters, solutions and mutants, out of one source. For exercise.bzl."""

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

def cut_part(name, folder, srcs, part, mutant = "", edits = {}):
    """Cuts one part out of each of `srcs`.

    Args:
      name: of the target.
      folder: where the parts are put.
      srcs: the marked sources.
      part: "starter", "solution" or "secret".
      mutant: the mutant's name, for messages.
      edits: as for mutant() in exercise.bzl.

    Returns:
      The labels of the parts.
    """
    outs = [folder + "/" + src.rpartition("/")[2] for src in srcs]
    _cut(
        name = name,
        srcs = srcs,
        outs = outs,
        part = part,
        mutant = mutant,
        edits = edits,
    )
    return outs
