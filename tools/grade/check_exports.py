"""Checks what //tools:grade wrote with schemas, and with parsers that others wrote.

    check_exports.py OUT

Needs xmllint and jsonschema (tools/setup --grading). Prints what is wrong, and ends
with 1 if something is.
"""

import csv
import glob
import json
import os
import subprocess
import sys

import jsonschema

SCHEMAS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "schemas")
NBGRADER = (
    "assignment,duedate,timestamp,student_id,last_name,first_name,email,"
    "raw_score,late_submission_penalty,score,max_score"
)
problems = []


def complain(file, problem):
    problems.append("%s: %s" % (file, problem))


def check_junit(files):
    schema = os.path.join(SCHEMAS, "junit.xsd")
    checked = subprocess.run(
        ["xmllint", "--noout", "--nonet", "--schema", schema, *files],
        stderr=subprocess.PIPE,
        text=True,
    )
    if checked.returncode != 0:
        complain("junit", checked.stderr)


def read_json(file):
    with open(file, encoding="utf-8") as stream:
        return json.load(stream)


def check_json(files, name):
    schema = read_json(os.path.join(SCHEMAS, name + ".schema.json"))
    jsonschema.Draft7Validator.check_schema(schema)
    validator = jsonschema.Draft7Validator(schema)
    for file in files:
        for error in validator.iter_errors(read_json(file)):
            complain(file, error.message)


def read_csv(file):
    with open(file, newline="", encoding="utf-8") as stream:
        return list(csv.reader(stream, strict=True))


def check_csv(file, students):
    """As many cells as names in each row, and no cell that a spreadsheet runs."""
    header, *rows = read_csv(file)
    for row in rows:
        if len(row) != len(header):
            complain(file, "%d cells, not %d: %s" % (len(row), len(header), row))
        for cell in row:
            if cell[:1] in ("=", "+", "-", "@", "\t", "\r"):
                complain(file, "a formula: " + cell)
    if len({row[header.index(students)] for row in rows}) == 0:
        complain(file, "nobody is in it")
    return header, rows


def check_sums(out, rows, header):
    """Points of a student are the same in every table."""
    sums, is_open = {}, set()
    for row in rows:
        cells = dict(zip(header, row))
        student = cells["student"]
        if cells["verdict"] == "INFRA":
            is_open.add(student)
        sums[student] = sums.get(student, 0) + int(cells["points"] or 0)
    nbgrader = csv.DictReader(open(os.path.join(out, "nbgrader.csv"), newline="", encoding="utf-8"))
    for row in nbgrader:
        student = row["student_id"]
        wanted = "" if student in is_open else "%.1f" % sums[student]
        if row["score"] != wanted:
            complain("nbgrader.csv", "%s has %s, not %s" % (student, row["score"], wanted))
    for file in glob.glob(os.path.join(out, "classroom50", "*.json")):
        result = read_json(file)
        if result["score"] != sums.get(result["owner"], result["score"]):
            complain(file, "another sum of points")
        if result["score"] != sum(test["score"] for test in result["tests"]):
            complain(file, "the tests' points are not the sum")


def main(out):
    check_junit(sorted(glob.glob(os.path.join(out, "junit", "*.xml"))))
    count = 0
    for name in ("gradescope", "exercism", "classroom50"):
        files = sorted(glob.glob(os.path.join(out, name, "**", "*.json"), recursive=True))
        if not files:
            complain(name, "nothing was written")
        count += len(files)
        check_json(files, name)
    header, rows = check_csv(os.path.join(out, "summary.csv"), "student")
    nbgrader_header, _ = check_csv(os.path.join(out, "nbgrader.csv"), "student_id")
    if nbgrader_header != NBGRADER.split(","):
        complain("nbgrader.csv", "other columns than nbgrader's")
    check_sums(out, rows, header)
    for problem in problems:
        print("exports:", problem)
    if not problems:
        print("exports: %d JSON files, JUnit and CSV are as described" % count)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
