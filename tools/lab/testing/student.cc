// SPDX-License-Identifier: Apache-2.0

#include "tools/lab/testing/student.h"

#include <filesystem>
#include <fstream>
#include <ios>
#include <sstream>
#include <string>
#include <vector>

#include "absl/log/check.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/time.h"
#include "common/exercise/result.h"
#include "common/exercise/test_record.h"
#include "common/exercise/verdict.h"
#include "common/lab/temp_directory.h"
#include "common/process/environment.h"
#include "common/process/testing/program_path.h"
#include "nlohmann/json.hpp"
#include "tools/lab/command.h"
#include "tools/lab/paint.h"
#include "tools/lab/system.h"

namespace lab_command {
namespace {

namespace fs = std::filesystem;

lab::TempDirectory NewFolder() {
  absl::StatusOr<lab::TempDirectory> folder = lab::TempDirectory::Create();
  CHECK_OK(folder);
  return *std::move(folder);
}

std::string UnixLines(const std::ostringstream& text) {
  return absl::StrReplaceAll(text.str(), {{"\r\n", "\n"}});
}

std::vector<std::string> FilesIn(const std::string& text) {
  return nlohmann::json::parse(text)["files"];
}

}  // namespace

Student::Student() : folder_(NewFolder()), env_(process::CurrentEnvironment()) {
  fs::create_directory(folder_.path() / "bin");
  SetVariable("PATH", (folder_.path() / "bin").string());
  SetVariable("FAKE_CALLS", (folder_.path() / "calls").string());
  Write("WORKSPACE", "");
  Write("VERSION", "2026.1\n");
  AddExercise(kCapture, "ch36/1", "Capture", {"capture.cc"}, "");
  AddExercise(kLost, "ch38/1", "The lost update", {"tally.cc", "tally.h"}, "");
  AddExercise(kQueue, "ch38/2", "A queue", {"queue.cc"}, "ch38/1");
  AddExercise(kRing, "ch38/10", "A ring", {"ring.cc"}, "");
}

void Student::AddExercise(const std::string& package, const std::string& id,
                          const std::string& title,
                          const std::vector<std::string>& files,
                          const std::string& needs) {
  const nlohmann::json json = {
      {"id", id},
      {"title", title},
      {"package", package},
      {"minutes", 20},
      {"points", 100},
      {"files", files},
      {"hints", {"Read.", "Think.", "Lock it."}},
      {"requires", needs.empty() ? std::vector<std::string>()
                                 : std::vector<std::string>{needs}}};
  Write(package + "/exercise.json", json.dump());
  for (const std::string& file : files) {
    const std::string starter = absl::StrCat("// starter of ", file, "\n");
    Write(absl::StrCat(package, "/", file), starter);
    Write(absl::StrCat("tools/lab/starters/", package, "/", file), starter);
  }
}

int Student::Lab(const std::vector<std::string>& arguments) {
  std::ostringstream out;
  std::ostringstream error;
  const int status = RunCommand(arguments, {.root = root(),
                                            .env = env_,
                                            .out = out,
                                            .error = error,
                                            .paint = Paint(color),
                                            .now = [this] { return now; },
                                            .pause = pause});
  out_ = UnixLines(out);
  error_ = UnixLines(error);
  return status;
}

void Student::Write(const std::string& file, const std::string& text) {
  fs::create_directories((root() / file).parent_path());
  std::ofstream stream(root() / file, std::ios::binary);
  stream << text;
  CHECK(stream.flush()) << file;
}

std::string Student::Read(const std::string& file) const {
  std::ostringstream text;
  text << std::ifstream(root() / file, std::ios::binary).rdbuf();
  return text.str();
}

bool Student::Has(const std::string& file) const {
  return fs::exists(root() / file);
}

void Student::Remove(const std::string& file) { fs::remove(root() / file); }

void Student::Test(const std::string& package, const std::vector<bool>& passed,
                   bool whole, const std::string& config) {
  exercise::TestRecord record = {
      .files = exercise::HashFiles(root() / package,
                                   FilesIn(Read(package + "/exercise.json"))),
      .whole = whole};
  for (size_t i = 0; i < passed.size(); ++i) {
    const int points = i == 0 ? 10 : 30;
    record.result.checks.push_back({.name = absl::StrCat("Check", i + 1),
                                    .verdict = passed[i]
                                                   ? exercise::Verdict::kPass
                                                   : exercise::Verdict::kWrong,
                                    .points = passed[i] ? points : 0,
                                    .max_points = points,
                                    .tried = "2 threads",
                                    .expected = "6",
                                    .got = "5\x1b[31m",
                                    .where = package + "/tally.cc:7",
                                    .hint = 1,
                                    .replay = "bazel test again"});
  }
  exercise::AddUp(record.result);
  Write(absl::StrCat("bazel-out/", config, "/testlogs/", package,
                     "/test/test.xml"),
        exercise::ToTestXml(record));
}

void Student::DoAll() {
  for (const std::string package : {kCapture, kLost, kQueue, kRing}) {
    for (const std::string& file : FilesIn(Read(package + "/exercise.json"))) {
      Write(absl::StrCat(package, "/", file), "// solved\n");
    }
    Test(package, {true, true});
  }
}

void Student::Install(const std::string& program) {
  fs::copy_file(
      testing_util::ProgramPath("FAKE_PROGRAM"),
      folder_.path() / "bin" / (program + (RunsOnWindows() ? ".exe" : "")));
}

void Student::UseRealPath() {
  SetVariable("PATH",
              process::FindVariable(process::CurrentEnvironment(), "PATH")
                  .value_or(""));
}

std::string Student::Calls() const {
  std::ostringstream text;
  text << std::ifstream(folder_.path() / "calls", std::ios::binary).rdbuf();
  return text.str();
}

void Student::SetVariable(const std::string& name, const std::string& value) {
  process::ApplyChanges({{name, value}}, env_);
}

}  // namespace lab_command
