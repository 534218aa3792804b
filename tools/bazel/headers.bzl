"""The headers of libraries as a folder, for programs that start a compiler."""

# CcInfo is built into Bazel up to 7; Bazel 4.2 has no file to load it from.
# buildifier: disable=native-cc-info
_CcInfo = CcInfo

def _without_repository(path):
    # "../com_google_absl/absl/base/config.h" is included as "absl/base/config.h".
    return path.split("/", 2)[2] if path.startswith("../") else path

def _header_folder_impl(ctx):
    folder = ctx.actions.declare_directory(ctx.label.name)
    headers = depset(transitive = [
        dep[_CcInfo].compilation_context.headers
        for dep in ctx.attr.deps
    ])
    pairs = ctx.actions.args()
    pairs.set_param_file_format("multiline")
    pairs.use_param_file("%s", use_always = True)
    for header in headers.to_list():
        pairs.add(header)
        pairs.add(_without_repository(header.short_path))
    ctx.actions.run_shell(
        inputs = headers,
        outputs = [folder],
        arguments = [folder.path, pairs],
        command = """
            while read -r from && read -r to; do
              mkdir -p "$1/$(dirname "$to")" && cp "$from" "$1/$to" || exit
            done < "$2"
        """,
        mnemonic = "HeaderFolder",
    )
    return [DefaultInfo(
        files = depset([folder]),
        runfiles = ctx.runfiles([folder]),
    )]

header_folder = rule(
    implementation = _header_folder_impl,
    doc = "A folder of this name with all headers that users of `deps` may need, for a compiler's -I.",
    attrs = {"deps": attr.label_list(providers = [_CcInfo], mandatory = True)},
)
