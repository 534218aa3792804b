// SPDX-License-Identifier: Apache-2.0
//
// Checks: what a student's work is asked, and what the answer must be. They run
// in the judge, a process without any of the student's code.
//
//   // visible_checks.cc
//   exercise::Outcome SensorsLoseNothing(exercise::Student& student,
//                                        exercise::Random& random) {
//     const int64_t readings = random.Between(2, 5);
//     return student.Ask("total", {{"sensors", 2}, {"readings", readings}})
//         .Expect({{"total", 2 * readings}});
//   }
//
//   std::vector<exercise::Check> exercise::VisibleChecks() {
//     return {{.name = "SensorsLoseNothing",
//              .points = 40,
//              .hint = 1,
//              .run = SensorsLoseNothing}};
//   }
//
// hidden_checks.cc defines HiddenChecks() alike. The function with the
// question's name is in the exercise's runner.cc (runner.h).
//
// A check is fair and firm if it
//   - takes its inputs from `random`, never from constants alone (they could be
//     learnt by heart), and asks nothing else (the same seed, the same check);
//   - has one right answer, whatever way the student took to it;
//   - asks for counts, orders and contents, never for seconds.
//
// Thread safety: one thread at a time.
// Errors: what goes wrong with the student's process is an Outcome.

#ifndef COMMON_EXERCISE_CHECK_H_
#define COMMON_EXERCISE_CHECK_H_

#include <chrono>
#include <functional>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/exercise/random.h"
#include "common/exercise/values.h"
#include "common/exercise/verdict.h"

namespace exercise {

// How a check came out. kPass, or what to tell the student.
struct Outcome {
  Verdict verdict = Verdict::kPass;
  std::string tried = "";
  std::string expected = "";
  std::string got = "";
  std::string where = "";   // file:line; empty: the exercise's first file
  std::string output = "";  // what the student's program printed

  bool passed() const { return verdict == Verdict::kPass; }
};

// The first of them that did not pass; the last one if all did.
Outcome FirstFailure(std::initializer_list<Outcome> outcomes);

// What came of a question.
class Answer {
 public:
  // A usable answer came. If not, outcome() says why.
  bool ok() const { return outcome_.passed(); }
  const Outcome& outcome() const { return outcome_; }

  // What was answered: nothing unless ok(). It comes from a stranger: use
  // Find().
  const Values& values() const { return values_; }

  // Passes if each of `expected` came, in that type (an empty list is of either
  // type). The student is told of all
  // that differ. Other values of the answer don't matter. If the answer is not
  // ok() this is outcome().
  Outcome Expect(const Values& expected) const;

  // For what Expect() can't say. Passes if `condition` holds (and ok()).
  Outcome Expect(bool condition, absl::string_view expected,
                 absl::string_view got) const;

  // Not passed; `outcome` without what was tried and printed, which is added.
  Outcome Failed(Outcome outcome) const;

 private:
  friend class Student;

  Values values_;
  Outcome outcome_;  // has `tried` and `output` in any case
};

struct StudentOptions {
  // Starts the runner, perhaps through a jail (end.h).
  std::vector<std::string> runner = {};
  // What starts it reports in a file how the runner ended (end.h).
  bool jailed = false;
  // Paths of the exercise's programs, as the runner can start them.
  std::map<std::string, std::string> programs = {};
  // The runner is built with ThreadSanitizer, which is told to end it at the
  // first data race.
  bool race = false;
  // For each question, start and end of the process included.
  absl::Duration time_limit = absl::Seconds(20);
  // For all of them, by a clock that nobody sets: what has not been answered by
  // then is WALL_LIMIT.
  std::chrono::steady_clock::time_point deadline =
      std::chrono::steady_clock::time_point::max();
};

// The student's work, behind the wire. Each question gets a process of its own.
//
// A process that answers and leaves another one behind has answered: the check
// goes on, and who answers all of it right gets the verdict LEAK and half of
// the points (judge.h).
class Student {
 public:
  explicit Student(StudentOptions options) : options_(std::move(options)) {}

  // Asks the runner's function `name`. `tried` tells the student what was done
  // ("2 sensors, 3 readings each"); without it they get the arguments.
  //
  // An answer that is not ok(), by its outcome().verdict:
  //   WALL_LIMIT      nothing came in time, or there was no time left to ask
  //   OUT_LIMIT       more than 1 MiB was printed
  //   INFRA           the runner could not be started, or its jail died
  //   others          see EndOf() in end.h, or what a jail reports
  Answer Ask(absl::string_view name, const Values& arguments,
             absl::string_view tried = "");

  // The path of a program that lab_exercise() lists in `programs`; give it to
  // the runner as an argument. The judge ends with a message if there is none.
  std::string Program(const std::string& name) const;

  // Of the first question whose process left another one behind: verdict LEAK.
  const std::optional<Outcome>& leak() const { return leak_; }

 private:
  const StudentOptions options_;
  std::optional<Outcome> leak_;
};

struct Check {
  // An identifier that makes a claim: SensorsLoseNothing. Reports, replays and
  // --only use it.
  std::string name = "";
  // 1 or more. Those of all checks add up to the exercise's.
  int points = 0;
  // The level of the hint that helps if this fails: 1 to the exercise's number.
  int hint = 0;
  // Asks the exercise's race runner, which ThreadSanitizer watches, in place of
  // the runner. SKIPPED where there is none, as on Windows.
  bool race = false;
  std::function<Outcome(Student&, Random&)> run = nullptr;
};

// Defined by each exercise.
std::vector<Check> VisibleChecks();
// Defined by each exercise; in the handout by no_hidden_checks.cc.
std::vector<Check> HiddenChecks();

}  // namespace exercise

#endif  // COMMON_EXERCISE_CHECK_H_
