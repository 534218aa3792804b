# SPDX-License-Identifier: Apache-2.0
"""CPython's subprocess as a peer: answers the requests that driver.h lists.

Defaults throughout (close_fds=True), which on Linux take vfork().
"""

import mmap
import os
import struct
import subprocess
import sys
import time

PIPE = subprocess.PIPE
TINY_CHILD, CHILD, GATE = sys.argv[1:4]

with open(GATE, "r+b") as gate_file:
    gate = mmap.mmap(gate_file.fileno(), 16)
ballast = None


def arrived():
    return struct.unpack_from("I", gate, 4)[0]


def last_act_ns():
    return struct.unpack_from("q", gate, 8)[0]


def clock():
    return time.clock_gettime_ns(time.CLOCK_MONOTONIC)


def timed(count, function, check):
    times = []
    for _ in range(count):
        start = clock()
        result = function()
        times.append(clock() - start)
        check(result)
    return times


def require(condition):
    if not condition:
        sys.exit("peer_cpython.py: a child did not do what it was told")


def spawn(count, milliseconds):
    deadline = clock() + milliseconds * 1_000_000
    args = [TINY_CHILD]
    call = subprocess.call
    times = []
    for i in range(count):
        start = clock()
        code = call(args)
        end = clock()
        require(code == 0)
        times.append(end - start)
        if end > deadline and i >= 2:
            break
    return times


def note(count, milliseconds):
    times = []
    for _ in range(count):
        with subprocess.Popen(
            [CHILD, "note", GATE, str(milliseconds)], stdout=PIPE
        ) as child:
            code = child.wait()
            times.append(clock() - last_act_ns())
            require(code == 0)
    return times


def note_timed(count, milliseconds):
    times = []
    for _ in range(count):
        with subprocess.Popen(
            [CHILD, "note", GATE, str(milliseconds)], stdout=PIPE
        ) as child:
            code = child.wait(timeout=10)
            times.append(clock() - last_act_ns())
            require(code == 0)
    return times


def capture(count, size):
    return timed(
        count,
        lambda: subprocess.run([CHILD, "write", str(size)], stdout=PIPE),
        lambda done: require(done.returncode == 0 and len(done.stdout) == size),
    )


def round_trip(count, size):
    given = b"x" * size
    return timed(
        count,
        lambda: subprocess.run([CHILD, "cat"], input=given, stdout=PIPE),
        lambda done: require(done.stdout == given),
    )


def wait_cpu(milliseconds, _):
    with subprocess.Popen([CHILD, "hold"], stdout=PIPE) as child:
        start = time.process_time_ns()
        try:
            child.wait(timeout=milliseconds / 1000)
            sys.exit("peer_cpython.py: the child ended")
        except subprocess.TimeoutExpired:
            pass
        used = time.process_time_ns() - start
        child.kill()
    return [used]


def crowd(count, _):
    struct.pack_into("II", gate, 0, 0, 0)
    children = [
        subprocess.Popen([CHILD, "crowd", GATE, str(i)], stdout=PIPE)
        for i in range(count)
    ]
    while arrived() < count:
        time.sleep(0.001)
    struct.pack_into("I", gate, 0, 1)
    right = 0
    for i, child in enumerate(children):
        out, _ = child.communicate()
        right += child.returncode == i % 100 and out == str(i).encode()
    return [right]


def set_ballast(size, _):
    global ballast
    if ballast is not None:
        ballast.close()
        ballast = None
    if size > 0:
        ballast = mmap.mmap(-1, size, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
        ballast.madvise(mmap.MADV_NOHUGEPAGE)
        for i in range(0, size, 4096):
            ballast[i] = 1
    return []


REQUESTS = {
    "spawn": spawn,
    "note": note,
    "note_timed": note_timed,
    "capture": capture,
    "round_trip": round_trip,
    "wait_cpu": wait_cpu,
    "crowd": crowd,
    "ballast": set_ballast,
}

for line in iter(sys.stdin.readline, ""):
    what, *numbers = line.split()
    first, second = (list(map(int, numbers)) + [0, 0])[:2]
    print("ok", *REQUESTS[what](first, second), flush=True)
