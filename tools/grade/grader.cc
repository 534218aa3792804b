// SPDX-License-Identifier: Apache-2.0

#include "tools/grade/grader.h"

#include <ostream>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tools/grade/bazel.h"
#include "tools/grade/build_events.h"
#include "tools/grade/exercises.h"
#include "tools/grade/ingest/assignment.h"
#include "tools/grade/ingest/hand_ins.h"
#include "tools/grade/ingest/submission.h"
#include "tools/grade/install.h"
#include "tools/grade/jail/check.h"
#include "tools/grade/make_records.h"
#include "tools/grade/options.h"
#include "tools/grade/record.h"
#include "tools/grade/repository.h"
#include "tools/grade/run_tests.h"

namespace grade {
namespace {

absl::StatusOr<std::vector<Submission>> CollectAll(
    const GraderOptions& options, const std::vector<GradedExercise>& exercises,
    std::ostream& progress) {
  Assignment assignment;
  for (const GradedExercise& graded : exercises) {
    assignment.push_back(graded.exercise);
  }
  const absl::StatusOr<std::vector<HandIn>> hand_ins =
      FindHandIns(options.submissions);
  if (!hand_ins.ok()) return hand_ins.status();
  std::vector<Submission> submissions;
  for (const HandIn& hand_in : *hand_ins) {
    absl::StatusOr<Submission> submission = Collect(hand_in, assignment);
    if (!submission.ok()) return submission.status();
    submissions.push_back(*std::move(submission));
  }
  progress << submissions.size() << " submissions of " << exercises.size()
           << " exercises" << std::endl;
  return submissions;
}

// Whether the jail holds, here and where Bazel would run submissions.
absl::StatusOr<Installed> Prepare(const GraderOptions& options) {
  if (absl::Status holds =
          CheckJail((options.tools / "tools/grade/jail/probe").string());
      !holds.ok()) {
    return holds;
  }
  absl::StatusOr<Installed> installed = Install(options);
  if (!installed.ok()) return installed.status();
  if (absl::Status holds = CheckJailWhereBazelRuns(options); !holds.ok()) {
    return holds;
  }
  return installed;
}

}  // namespace

absl::StatusOr<std::vector<Record>> GradeAll(const GraderOptions& options,
                                             std::ostream& progress) {
  const absl::StatusOr<Installed> installed = Prepare(options);
  if (!installed.ok()) return installed.status();
  progress << "looking for exercises" << std::endl;
  const absl::StatusOr<std::vector<GradedExercise>> exercises =
      FindExercises(options);
  if (!exercises.ok()) return exercises.status();
  const absl::StatusOr<std::vector<Submission>> submissions =
      CollectAll(options, *exercises, progress);
  if (!submissions.ok()) return submissions.status();
  const absl::StatusOr<std::vector<Target>> targets = WriteRepository(
      SubmissionsFolder(options), *exercises, *submissions,
      {.compiler = installed->compiler_sum, .salt = options.salt});
  if (!targets.ok()) return targets.status();
  BuildEvents events;
  if (!targets->empty()) {
    absl::StatusOr<BuildEvents> ran =
        RunTests(options, targets->size(), progress);
    if (!ran.ok()) return ran.status();
    events = *std::move(ran);
  }
  return MakeRecords(*exercises, *submissions, *targets, events,
                     installed->grader_sum);
}

}  // namespace grade
