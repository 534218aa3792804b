"""A source archive that can arrive by either of two doors.

The first door is the upstream release. Where that host cannot be reached (a
classroom behind a firewall, a build farm without internet), the second door is
the distribution's own source package of the same version, which comes through
apt from whatever mirror the machine already uses. Each file has its own
sha256, so it does not matter who delivers it.

The Debian packages are downloaded together, once, by `debian_sources`;
`two_door_archive` asks for them only after upstream has failed.
"""

_HELP = """
ERROR: None of the places that have this project's dependencies could be reached.

  1. upstream releases (Bazel's warnings say what failed):
{upstream}
  2. Debian's source packages, suite {suite}, with apt-get:
{apt_error}

What to do, any one of:
  - connect this machine to either place and run the same command again;
    what has arrived once is kept;
  - behind a proxy, set https_proxy and http_proxy before you start Bazel, or
    name a mirror this machine can reach: export DEBIAN_MIRROR=http://HOST/debian
  - copy the files named under 1 into a folder by other means and run Bazel
    with --distdir=FOLDER.

"""

def _indent(text, prefix):
    return "\n".join([prefix + line for line in text.strip().split("\n")])

def _debian_sources_impl(ctx):
    ctx.file("BUILD", "")
    command = [str(ctx.path(ctx.attr._script)), ctx.attr.suite] + ctx.attr.packages
    result = ctx.execute(command, timeout = 300)
    if result.return_code != 0:
        help = _HELP.format(
            upstream = _indent("\n".join(ctx.attr.upstream_urls), "       "),
            suite = ctx.attr.suite,
            apt_error = _indent(result.stderr or "no answer within 300 s", "       "),
        )

        # Bazel repeats what fail() is given for each target that needed the
        # repository; this way the long text comes once.
        ctx.file("help.txt", help)
        ctx.execute(["cat", str(ctx.path("help.txt"))], quiet = False)
        fail("the dependencies can be had from nowhere; see above what to do")

debian_sources = repository_rule(
    implementation = _debian_sources_impl,
    doc = "The original tarballs of some Debian source packages.",
    environ = ["DEBIAN_MIRROR"],
    attrs = {
        "suite": attr.string(mandatory = True, doc = "Debian release, e.g. trixie."),
        "packages": attr.string_list(mandatory = True, doc = "Source package names."),
        "upstream_urls": attr.string_list(doc = "Named in the error when apt fails too."),
        "_script": attr.label(default = "//tools/bazel:debian_sources.sh"),
    },
)

def _two_door_archive_impl(ctx):
    upstream = ctx.download(
        ctx.attr.url,
        "upstream." + ctx.attr.url.split("/")[-1],
        sha256 = ctx.attr.sha256,
        allow_fail = True,
    )
    if upstream.success:
        archive = "upstream." + ctx.attr.url.split("/")[-1]
        strip_prefix = ctx.attr.strip_prefix
    else:
        # A file:// download of what apt fetched, for the sake of its sha256 check.
        archive = "debian." + ctx.attr.debian_file
        fetched = ctx.path(Label("@debian_sources//:" + ctx.attr.debian_file))
        ctx.download("file://" + str(fetched).replace(" ", "%20"), archive, sha256 = ctx.attr.debian_sha256)
        strip_prefix = ctx.attr.debian_strip_prefix
    ctx.extract(archive, stripPrefix = strip_prefix)
    ctx.delete(archive)
    if ctx.attr.build_file:
        ctx.delete("BUILD.bazel")
        ctx.delete("BUILD")
        ctx.symlink(ctx.attr.build_file, "BUILD.bazel")

two_door_archive = repository_rule(
    implementation = _two_door_archive_impl,
    doc = "A source archive from upstream or, failing that, from Debian.",
    attrs = {
        "url": attr.string(mandatory = True, doc = "The upstream release."),
        "sha256": attr.string(mandatory = True, doc = "Of the upstream release."),
        "strip_prefix": attr.string(doc = "Top folder inside the upstream release."),
        "debian_file": attr.string(mandatory = True, doc = "Original tarball of the source package."),
        "debian_sha256": attr.string(mandatory = True, doc = "Of debian_file."),
        "debian_strip_prefix": attr.string(doc = "Top folder inside debian_file."),
        "build_file": attr.label(allow_single_file = True, doc = "Used instead of the archive's own BUILD file."),
    },
)
