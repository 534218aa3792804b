# SPDX-License-Identifier: Apache-2.0
"""The chapter's workloads in Python, to see what a real GIL does to them.

    python3 workloads.py factorise serial
    python3 workloads.py factorise threads
    python3 workloads.py overshoot threads --switch-interval=0.001

Runs one workload once, one call after another or a thread for each call, and
prints one line of JSON: how long that took, without the time that Python needs
to start. For Python 2.7, and 3.6 or newer, with a GIL or without.
"""

from __future__ import print_function

import argparse
import functools
import json
import os
import select
import sys
import threading
import time

try:
    range = xrange  # Python 2: its range() would build a list first
except NameError:
    pass

clock = getattr(time, "perf_counter", time.time)  # Python 2 has no better one

NUMBERS = [2139079, 1214759, 1516637, 1852285]


# ---- Two ways to make some calls ---------------------------------------------


def on_threads(calls):
    errors = []

    def make(call):
        try:
            call()
        except Exception as error:  # a thread would print it and lose it
            errors.append(error)

    threads = [threading.Thread(target=make, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]


def one_after_another(calls):
    """Each on a thread, too, and joined before the next one starts.

    The main thread's stack is where chance and the environment put it, and that
    alone makes the same loop a sixth faster or slower from process to process.
    So the two ways differ in the order of their calls and in nothing else.
    """
    for call in calls:
        on_threads([call])


WAYS = {"serial": one_after_another, "threads": on_threads}


def timed(way, calls):
    start = clock()
    WAYS[way](calls)
    return clock() - start


# ---- What is called ----------------------------------------------------------


def factorise(number):
    """All factors, by trying every candidate: bytecode, and nothing else."""
    factors = []
    for candidate in range(1, number + 1):
        if number % candidate == 0:
            factors.append(candidate)
    return factors


def factorise_one():
    factorise(NUMBERS[0])


def wait(seconds):
    """A system call that blocks: Python gives the GIL up around it."""
    if sys.platform == "win32":
        time.sleep(seconds)  # there select() refuses three empty lists
    else:
        select.select([], [], [], seconds)


def write_lines(path, lines):
    """A line at a time: looks like output, but is a loop of bytecode."""
    with open(path, "wb") as out:  # binary: the same bytes on every system
        for i in range(lines):
            out.write(b"%d\n" % i)


def write_chunk(path, lines):
    """The same bytes, put together first and then written by one call."""
    text = bytearray()
    for i in range(lines):
        text += b"%d\n" % i
    with open(path, "wb") as out:
        out.write(text)


def write_ready(path, text):
    """Bytes that are there already: one call, without the GIL."""
    with open(path, "wb") as out:
        out.write(text)


# ---- The workloads -----------------------------------------------------------


def run_factorise(options):
    found = {}

    def keep(number):
        found[str(number)] = factorise(number)

    calls = [functools.partial(keep, number) for number in NUMBERS]
    return {"seconds": timed(options.way, calls), "factors": found}


def run_select(options):
    calls = [functools.partial(wait, 0.1)] * options.calls
    return {"seconds": timed(options.way, calls)}


def run_files(write, options):
    """A call for each file, and one that computes meanwhile, or afterwards."""
    names = ["lines_%d.txt" % i for i in range(options.files)]
    paths = [os.path.join(options.folder, name) for name in names]
    calls = [functools.partial(write, path, options.lines) for path in paths]
    return {"seconds": timed(options.way, calls + [factorise_one])}


def run_writes(options):
    text = b"x" * (options.mebibytes * 1024 * 1024)
    names = ["write_%d.txt" % i for i in range(options.files)]
    paths = [os.path.join(options.folder, name) for name in names]
    calls = [functools.partial(write_ready, path, text) for path in paths]
    return {"seconds": timed(options.way, calls)}


def run_slices(options):
    """How long a thread keeps the GIL while others want it, too."""
    running = [None]  # the thread that wrote it last
    changes = []  # when that became another one
    end = clock() + options.seconds

    def spin(me):
        while clock() < end:
            if running[0] != me:
                running[0] = me
                changes.append(clock())

    on_threads([functools.partial(spin, me) for me in range(options.threads)])
    slices = [after - before for before, after in zip(changes, changes[1:])]
    if not slices:
        sys.exit("no thread took over from another; give it more time")
    return {
        "median_slice_ms": 1000 * median(slices),
        "switches_per_second": len(slices) / options.seconds,
    }


def run_overshoot(options):
    """How much longer than 1 ms a sleep of 1 ms takes beside busy threads.

    The sleeper gave the GIL up; to go on it must get it back from a spinner.
    """
    done = []

    def spin():
        while not done:
            pass

    spinners = [threading.Thread(target=spin) for _ in range(options.spinners)]
    for spinner in spinners:
        spinner.start()
    overshoots = []
    for _ in range(options.sleeps):
        start = clock()
        time.sleep(0.001)
        overshoots.append(clock() - start - 0.001)
    done.append(True)
    for spinner in spinners:
        spinner.join()
    return {"median_overshoot_ms": 1000 * median(overshoots)}


def median(values):
    return sorted(values)[len(values) // 2]


WORKLOADS = {
    "factorise": run_factorise,
    "select": run_select,
    "lines": functools.partial(run_files, write_lines),
    "chunks": functools.partial(run_files, write_chunk),
    "writes": run_writes,
    "slices": run_slices,
    "overshoot": run_overshoot,
}


# ---- The command line --------------------------------------------------------


def count(text):
    number = int(text)
    if number < 0:
        raise ValueError(text)
    return number


def parse_options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add = parser.add_argument
    add("workload", choices=sorted(WORKLOADS))
    add("way", choices=sorted(WAYS))
    add("--calls", type=count, default=5, help="of select, 0.1 s each")
    add("--files", type=count, default=5, help="for lines, chunks, writes")
    add("--lines", type=count, default=1000000, help="of each file")
    add("--mebibytes", type=count, default=4, help="of each file, for writes")
    add("--folder", default=os.curdir, help="where the files go, and stay")
    add("--threads", type=count, default=2, help="for slices")
    add("--seconds", type=float, default=1.0, help="for slices")
    add("--sleeps", type=count, default=200, help="for overshoot")
    add("--spinners", type=count, default=1, help="beside the sleeping thread")
    add("--switch-interval", type=float, help="seconds; from Python 3.2")
    add("--check-interval", type=count, help="ticks; up to Python 3.8")
    options = parser.parse_args()
    if options.workload in ("slices", "overshoot") and options.way == "serial":
        parser.error(options.workload + " says nothing of one thread alone")
    if options.sleeps < 1:
        parser.error("--sleeps must be 1 or more")
    if not options.seconds > 0:
        parser.error("--seconds must be more than 0")
    return options


def set_interval(name, value):
    """Sets how often a thread is asked to give the GIL up."""
    if value is None:
        return
    if not hasattr(sys, name):
        sys.exit("Python %s has no sys.%s()" % (sys.version.split()[0], name))
    getattr(sys, name)(value)


def main():
    options = parse_options()
    set_interval("setswitchinterval", options.switch_interval)
    set_interval("setcheckinterval", options.check_interval)
    try:
        result = WORKLOADS[options.workload](options)
    except EnvironmentError as error:  # no such folder, disk full
        sys.exit(str(error))
    print(json.dumps(result, sort_keys=True))


main()
