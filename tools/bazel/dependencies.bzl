"""Every dependency of the project, for WORKSPACE (keep MODULE.bazel in step)."""

load(":stand_ins.bzl", "bazel_4_stand_ins")
load(":two_door_archive.bzl", "debian_sources", "two_door_archive")

# name: label; package: Debian source package; the rest as in two_door_archive.
# tools/ci/bazel7 reads the debian_ lines too, one value a line, in this order.
_DEPENDENCIES = [
    struct(
        name = "com_google_absl",
        package = "abseil",
        url = "https://github.com/abseil/abseil-cpp/releases/download/20240722.0/abseil-cpp-20240722.0.tar.gz",
        sha256 = "f50e5ac311a81382da7fa75b97310e4b9006474f9560ac46f54a9967f07d4ae3",
        strip_prefix = "abseil-cpp-20240722.0",
        debian_file = "abseil_20240722.0.orig.tar.gz",
        debian_sha256 = "df6d1f5ef540725f3851201176a60486aab332410788465c9877910bb471c34a",
        debian_strip_prefix = "abseil-20240722.0",
        build_file = None,
    ),
    struct(
        name = "com_google_googletest",
        package = "googletest",
        url = "https://github.com/google/googletest/releases/download/v1.16.0/googletest-1.16.0.tar.gz",
        sha256 = "78c676fc63881529bf97bf9d45948d905a66833fbfa5318ea2cd7478cb98f399",
        strip_prefix = "googletest-1.16.0",
        debian_file = "googletest_1.16.0.orig.tar.gz",
        debian_sha256 = "2f54382b5d13d6cd0be2afc524f1e510d37f8ba78c2d439c5bea64ef37e30d01",
        debian_strip_prefix = "googletest-1.16.0",
        build_file = Label("//tools/bazel/third_party:googletest.BUILD"),
    ),
    struct(
        name = "com_github_google_benchmark",
        package = "benchmark",
        url = "https://github.com/google/benchmark/archive/refs/tags/v1.9.1.tar.gz",
        sha256 = "32131c08ee31eeff2c8968d7e874f3cb648034377dfc32a4c377fa8796d84981",
        strip_prefix = "benchmark-1.9.1",
        debian_file = "benchmark_1.9.1.orig.tar.gz",
        debian_sha256 = "32131c08ee31eeff2c8968d7e874f3cb648034377dfc32a4c377fa8796d84981",
        debian_strip_prefix = "benchmark-1.9.1",
        build_file = Label("//tools/bazel/third_party:benchmark.BUILD"),
    ),
    struct(
        name = "com_github_nlohmann_json",
        package = "nlohmann-json3",
        url = "https://github.com/nlohmann/json/archive/refs/tags/v3.11.3.tar.gz",
        sha256 = "0d8ef5af7f9794e3263480193c491549b2ba6cc74bb018906202ada498a79406",
        strip_prefix = "json-3.11.3",
        debian_file = "nlohmann-json3_3.11.3.orig.tar.gz",
        debian_sha256 = "0d8ef5af7f9794e3263480193c491549b2ba6cc74bb018906202ada498a79406",
        debian_strip_prefix = "json-3.11.3",
        build_file = Label("//tools/bazel/third_party:json.BUILD"),
    ),
    # Abseil's BUILD files load it. Any version serves; this is the one Debian has.
    struct(
        name = "bazel_skylib",
        package = "bazel-skylib",
        url = "https://github.com/bazelbuild/bazel-skylib/releases/download/1.0.3/bazel-skylib-1.0.3.tar.gz",
        sha256 = "1c531376ac7e5a180e0237938a2536de0c54d93f5c278634818e0efc952dd56c",
        strip_prefix = "",
        debian_file = "bazel-skylib_1.0.3.orig.tar.xz",
        debian_sha256 = "b22f0f38d9a1ac565fce8a43df3d284f6b8e5e8775bda54b5cb687bed46b6ea4",
        debian_strip_prefix = "bazel-skylib-1.0.3",
        build_file = None,
    ),
]

def concurrency_labs_dependencies():
    """Declares all external repositories. Nothing is fetched until it is used."""
    bazel_4_stand_ins()
    debian_sources(
        name = "debian_sources",
        suite = "trixie",
        packages = [d.package for d in _DEPENDENCIES],
        upstream_urls = [d.url for d in _DEPENDENCIES],
    )
    for d in _DEPENDENCIES:
        if native.existing_rule(d.name):
            continue
        two_door_archive(
            name = d.name,
            url = d.url,
            sha256 = d.sha256,
            strip_prefix = d.strip_prefix,
            debian_file = d.debian_file,
            debian_sha256 = d.debian_sha256,
            debian_strip_prefix = d.debian_strip_prefix,
            build_file = d.build_file,
        )
