// SPDX-License-Identifier: Apache-2.0

#include "tools/grade/testing/fake_bazel.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gtest/gtest.h"
#include "tools/grade/options.h"
#include "tools/grade/read_file.h"

namespace grade {

namespace fs = std::filesystem;

FakeBazelTest::FakeBazelTest()
    : folder_(fs::path(testing::TempDir()) / "fake_bazel"),
      path_(std::getenv("PATH")) {
  fs::remove_all(folder_);
  fs::create_directories(folder_ / "checkout");
  setenv("PATH", absl::StrCat((folder_ / "bin").string(), ":", path_).c_str(),
         /*overwrite=*/1);
}

FakeBazelTest::~FakeBazelTest() {
  setenv("PATH", path_.c_str(), /*overwrite=*/1);
  fs::remove_all(folder_);
}

void FakeBazelTest::SetBazel(const std::string& script) const {
  Write("bin/bazel",
        absl::StrCat("#!/bin/bash\nprintf '%s\\n' \"$@\" >'",
                     (folder_ / "words").string(), "'\n", script, "\n"));
  fs::permissions(folder_ / "bin/bazel", fs::perms::owner_all);
}

std::vector<std::string> FakeBazelTest::Words() const {
  return absl::StrSplit(ReadFile(folder_ / "words"), '\n', absl::SkipEmpty());
}

void FakeBazelTest::Write(const fs::path& name,
                          const std::string& contents) const {
  fs::create_directories((folder_ / name).parent_path());
  std::ofstream(folder_ / name, std::ios::binary) << contents;
}

GraderOptions FakeBazelTest::Options() const {
  return {.workspace = folder_ / "checkout",
          .tools = folder_ / "tools",
          .submissions = folder_ / "submissions",
          .out = folder_ / "out",
          .cache = folder_ / "cache"};
}

}  // namespace grade
