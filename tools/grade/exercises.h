// SPDX-License-Identifier: Apache-2.0
//
// The exercises that there are to grade, as Bazel knows them: each has an
// exercise.json, which its judge writes.
//
//   absl::StatusOr<std::vector<grade::GradedExercise>> exercises =
//       grade::FindExercises(options);
//
// Thread safety: as RunBazel().

#ifndef TOOLS_GRADE_EXERCISES_H_
#define TOOLS_GRADE_EXERCISES_H_

#include <vector>

#include "absl/status/statusor.h"
#include "tools/grade/options.h"
#include "tools/grade/repository.h"

namespace grade {

// Those of options.exercises, or options.only, in the order of their ids.
//
//   NotFound  there are none
//   others    those of RunBazel() and GradedExerciseFromJson()
absl::StatusOr<std::vector<GradedExercise>> FindExercises(
    const GraderOptions& options);

}  // namespace grade

#endif  // TOOLS_GRADE_EXERCISES_H_
