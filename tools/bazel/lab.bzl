"""The rooms every lab has: a demo and a bench, each with a test that runs it."""

load("@rules_cc//cc:defs.bzl", "cc_binary", "cc_test")

def _program_and_smoke_test(name, smoke_args, smoke_tags, **kwargs):
    cc_binary(name = name, **kwargs)
    cc_test(
        name = name + "_smoke_test",
        size = "medium",
        tags = smoke_tags,
        args = kwargs.pop("args", []) + smoke_args,
        **kwargs
    )

def lab_demo(name, smoke_test = True, **kwargs):
    """A demo (main() uses //common/lab:demo).

    Args:
      name: of the program; NAME_smoke_test runs all its steps and passes when
        none of them fails.
      smoke_test: False where the lab has a test of its own that runs each step.
      **kwargs: as for cc_binary.
    """
    if smoke_test:
        _program_and_smoke_test(name, smoke_args = [], smoke_tags = [], **kwargs)
    else:
        cc_binary(name = name, **kwargs)

def lab_bench(name, smoke_args = [], smoke_tags = [], **kwargs):
    """A bench (main() uses //common/lab:bench).

    Args:
      name: of the program; NAME_smoke_test runs every workload once and passes
        when none of them fails. It says nothing about speed.
      smoke_args: flags for NAME_smoke_test, such as one for less work.
      smoke_tags: tags of NAME_smoke_test.
      **kwargs: as for cc_binary.
    """
    _program_and_smoke_test(
        name,
        smoke_args = ["--benchmark_repetitions=1"] + smoke_args,
        smoke_tags = smoke_tags,
        **kwargs
    )
