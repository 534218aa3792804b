"""Fuzz targets: one source, run by libFuzzer and, on a corpus, as a test."""

load("@rules_cc//cc:defs.bzl", "cc_binary", "cc_library", "cc_test")

def fuzz_target(name, src, deps):
    """A libFuzzer program NAME, and NAME_corpus_test.

    The program builds under --config=fuzz alone. It starts from the corpus:

      bazel run --config=fuzz //common/process/fuzz:NAME -- -max_total_time=20

    NAME_corpus_test is a plain test for every configuration and system. It gives
    each file of corpus/NAME, and generated inputs that never change, to the same
    function.

    Args:
      name: of the program.
      src: defines LLVMFuzzerTestOneInput().
      deps: of src.
    """
    corpus = native.glob(["corpus/%s/*" % name])
    if not corpus:
        fail("corpus/%s has no files" % name)
    cc_library(
        name = name + "_input",
        testonly = True,
        srcs = [src],
        deps = deps,
        alwayslink = True,
    )
    cc_binary(
        name = name,
        testonly = True,
        args = ["-seed_inputs=" + ",".join(["$(rootpath %s)" % file for file in corpus])],
        data = corpus,
        # The engine brings its own main().
        linkopts = ["-fsanitize=fuzzer"],
        tags = ["manual"],
        target_compatible_with = select({
            ":fuzzing": [],
            "//conditions:default": ["@platforms//:incompatible"],
        }),
        deps = [":%s_input" % name],
    )
    cc_test(
        name = name + "_corpus_test",
        size = "small",
        args = ["$(rootpath %s)" % file for file in corpus],
        data = corpus,
        deps = [
            ":%s_input" % name,
            ":replay_main",
        ],
    )
