// SPDX-License-Identifier: Apache-2.0
//
// How grading starts Bazel: as a server of its own beside the one of daily
// work, since it is given another compiler (student_cc).
//
//   std::vector<std::string> build = grade::BazelCommand(options, "build");
//   build.push_back("//labs/...");
//   absl::StatusOr<std::string> said = grade::RunBazel(options, build);
//
// Thread safety: pure functions but for Bazel, which has one command wait for
// another.
//
// Source: bazel help build.

#ifndef TOOLS_GRADE_BAZEL_H_
#define TOOLS_GRADE_BAZEL_H_

#include <filesystem>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tools/grade/options.h"

namespace grade {

// One output base for each checkout: what Bazel has fetched for one may point
// into it, and is broken when that is gone.
std::string OutputBaseFlag(const GraderOptions& options);

// Where the compiler is that Bazel is given; install.h puts it there. Always in
// the same place: for what is not a student's, it is this machine's compiler,
// and what that has made is not made again with each new student_cc. What is a
// student's is: the generated BUILD files name the compiler's sum.
std::filesystem::path CompilerPlace(const GraderOptions& options);

// "bazel build --flags...", for targets to be added. Staff's own flags come
// after `flags`, and so win.
std::vector<std::string> BazelCommand(
    const GraderOptions& options, const std::string& command,
    const std::vector<std::string>& flags = {});

// What it wrote to standard output.
//
//   Internal        Bazel failed: the message has the end of all that it said
//   any other code  it could not be started
absl::StatusOr<std::string> RunBazel(const GraderOptions& options,
                                     const std::vector<std::string>& command);

// Staff's flags may have Bazel run submissions on other machines: the jail has
// to hold there. Which of several machines is tried, is Bazel's choice.
//
//   FailedPrecondition  it does not, or that could not be tried
absl::Status CheckJailWhereBazelRuns(const GraderOptions& options);

// Where the generated workspace is, and the flag that has Bazel find it.
std::filesystem::path SubmissionsFolder(const GraderOptions& options);
std::string SubmissionsFlag(const GraderOptions& options);

// For people: shows one target of a grading again, which is to be added.
std::string ReplayCommand(const GraderOptions& options);

}  // namespace grade

#endif  // TOOLS_GRADE_BAZEL_H_
