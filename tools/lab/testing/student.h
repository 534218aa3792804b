// SPDX-License-Identifier: Apache-2.0
//
// A student with a handout, for tests: four exercises, of which each has one or
// two files, and a PATH on which there is nothing but what the test puts there.
//
//   Student student;
//   student.Write("labs/ch38/exercises/1_lost/tally.cc", "// mine");
//   EXPECT_EQ(student.Lab({"status"}), 0);
//   EXPECT_THAT(student.out(), HasSubstr("not tested yet"));
//
// Thread safety: one thread.

#ifndef TOOLS_LAB_TESTING_STUDENT_H_
#define TOOLS_LAB_TESTING_STUDENT_H_

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "common/exercise/result.h"
#include "common/lab/temp_directory.h"
#include "common/process/environment.h"
#include "tools/lab/command.h"

namespace lab_command {

// ch36/1 and ch38/1, 100 points and 20 minutes each; ch38/2 needs ch38/1;
// ch38/10 is there to be sorted.
inline constexpr char kCapture[] = "labs/ch36/exercises/1_capture";
inline constexpr char kLost[] = "labs/ch38/exercises/1_lost";
inline constexpr char kQueue[] = "labs/ch38/exercises/2_queue";
inline constexpr char kRing[] = "labs/ch38/exercises/10_ring";

class Student {
 public:
  Student();

  // Runs the command. Returns its exit status.
  int Lab(const std::vector<std::string>& arguments);
  // What the last one printed; "\n" alone ends lines.
  const std::string& out() const { return out_; }
  const std::string& error() const { return error_; }

  // Paths are relative to the workspace.
  void Write(const std::string& file, const std::string& text);
  std::string Read(const std::string& file) const;
  bool Has(const std::string& file) const;
  void Remove(const std::string& file);
  std::filesystem::path root() const { return folder_.path() / "handout"; }

  // As if `bazel test` had been run on the files as they are. `passed` tells of
  // each check whether it passed; all but the first give 30 points, that
  // one 10.
  void Test(const std::string& package, const std::vector<bool>& passed,
            bool whole = true, const std::string& config = "k8-opt");
  // Changes ch36/1 and ch38/1 and all the others, and tests them well.
  void DoAll();

  // Puts the fake program into PATH under this name.
  void Install(const std::string& program);
  // The real ones.
  void UseRealPath();
  // A line for each call of a fake program.
  std::string Calls() const;
  void SetVariable(const std::string& name, const std::string& value);

  // See Context.
  bool color = false;
  std::function<bool(absl::Duration)> pause = [](absl::Duration) {
    return false;
  };
  absl::Time now = absl::UnixEpoch();

 private:
  void AddExercise(const std::string& package, const std::string& id,
                   const std::string& title,
                   const std::vector<std::string>& files,
                   const std::string& needs);

  lab::TempDirectory folder_;
  process::Environment env_;
  std::string out_;
  std::string error_;
};

}  // namespace lab_command

#endif  // TOOLS_LAB_TESTING_STUDENT_H_
