# SPDX-License-Identifier: Apache-2.0
"""The lecture's five sensors in Python, to see whether they lose readings.

    python3 lost_update.py plain     self.count += offset
    python3 lost_update.py spelled   the same in its three steps
    python3 lost_update.py property  the first one, where count is a property
    python3 lost_update.py locked    the first one again, with a lock

Prints one line of JSON: what should have been counted, and what was. For Python
2.7, and 3.6 or newer, with a GIL or without.
"""

from __future__ import print_function

import json
import sys
import threading

SENSORS = 5
READINGS = 100000


class PlainCounter(object):
    def __init__(self):
        self.count = 0

    def increment(self, offset):
        self.count += offset


class SpelledCounter(PlainCounter):
    def increment(self, offset):
        value = getattr(self, "count")
        result = value + offset
        setattr(self, "count", result)


class PropertyCounter(object):
    def __init__(self):
        self._count = 0

    @property
    def count(self):
        return self._count

    @count.setter
    def count(self, value):
        self._count = value

    def increment(self, offset):
        self.count += offset


class LockedCounter(PlainCounter):
    def __init__(self):
        super(LockedCounter, self).__init__()
        self.lock = threading.Lock()

    def increment(self, offset):
        with self.lock:
            self.count += offset


COUNTERS = {
    "plain": PlainCounter,
    "spelled": SpelledCounter,
    "property": PropertyCounter,
    "locked": LockedCounter,
}


def read_sensor(counter, start):
    start.wait()
    for _ in range(READINGS):
        counter.increment(1)


def main():
    if len(sys.argv) != 2 or sys.argv[1] not in COUNTERS:
        sys.exit("usage: lost_update.py %s" % "|".join(sorted(COUNTERS)))
    counter = COUNTERS[sys.argv[1]]()
    start = threading.Event()
    threads = [
        threading.Thread(target=read_sensor, args=(counter, start))
        for _ in range(SENSORS)
    ]
    for thread in threads:
        thread.start()
    start.set()
    for thread in threads:
        thread.join()
    print(json.dumps({"expected": SENSORS * READINGS, "count": counter.count}))


if __name__ == "__main__":
    main()
