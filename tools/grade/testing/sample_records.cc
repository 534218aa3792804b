// SPDX-License-Identifier: Apache-2.0

#include "tools/grade/testing/sample_records.h"

#include <string>

#include "common/exercise/verdict.h"
#include "tools/grade/record.h"

namespace grade {

using exercise::Verdict;

Record Sample(const std::string& student, Verdict verdict, int points) {
  Record record;
  record.student = student;
  record.exercise = "ch38/1";
  record.title = "The lost update";
  record.verdict = verdict;
  record.points = points;
  record.max_points = 100;
  record.content = "abc";
  record.runner = "a runner";
  record.seed = 18446744073709551615u;
  record.limits = {{"cpu_seconds", 5}};
  record.checks = {{.name = "Adds",
                    .verdict = Verdict::kPass,
                    .points = 60,
                    .max_points = 60},
                   {.name = "Secret",
                    .visible = false,
                    .verdict = verdict,
                    .points = points - 60,
                    .max_points = 40,
                    .tried = "the hidden input",
                    .expected = "6",
                    .got = "<b>\"5\"</b> & more\x1b[2J",
                    .output = std::string(600, 'x')}};
  return record;
}

}  // namespace grade
