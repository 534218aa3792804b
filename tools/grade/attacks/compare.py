"""Compares what submissions got with what they must get.

    compare.py OUT EXPECTED

OUT is what //tools:grade wrote. A line of EXPECTED is a student, a verdict, an
exercise and its points, where there is no PASS; tabs between.
Ends with 1 if a verdict is another one, or an attack gained marks.
"""

import csv
import sys


def main(out, expected):
    with open(out + "/summary.csv", newline="", encoding="utf-8") as file:
        rows = {(row["student"], row["exercise"]): row for row in csv.DictReader(file)}
    with open(expected, encoding="utf-8") as file:
        wanted = [line.rstrip("\n").split("\t") for line in file]
    attacks = gained = surprises = 0
    for student, verdict, exercise, points in wanted:
        row = rows.get((student, exercise), {"verdict": "nothing", "points": "0"})
        if row["verdict"] != verdict:
            surprises += 1
            print("attacks: %s got %s, must get %s" % (student, row["verdict"], verdict))
        if verdict == "PASS":
            continue
        attacks += 1
        got = float(row["points"] or 0)
        if row["verdict"] == "PASS" or got > float(points):
            gained += 1
            print("attacks: %s gained %s points" % (student, row["points"]))
        elif got < float(points):
            surprises += 1
            print("attacks: %s got %s points, must get %s" % (student, row["points"], points))
    for student in {row[0] for row in rows} - {line[0] for line in wanted}:
        surprises += 1
        print("attacks: nobody expected", student)
    print("attacks tried: %d, marks gained: %d" % (attacks, gained))
    if not surprises:
        print("every submission got the verdict it must get: %d" % len(wanted))
    return 1 if surprises or gained else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
