// SPDX-License-Identifier: Apache-2.0
//
// What the chapter's choices cost: children one after another or side by side,
// a shell in between or not, a pipe or a file, a child or a thread.
//
//   bazel run //labs/ch36:bench

#include "common/lab/bench.h"

#include <string>
#include <thread>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/lab/temp_directory.h"
#include "common/process/run.h"
#include "common/process/subprocess.h"
#include "labs/ch36/child_programs.h"
#include "labs/ch36/full_pipe.h"
#include "labs/ch36/run_many.h"

namespace {

using Arguments = std::vector<std::string>;

// OK if the child ran and ended with code 0.
absl::Status Outcome(
    const absl::StatusOr<process::CompletedProcess>& completed) {
  return completed.ok() ? completed->ToStatus() : completed.status();
}

// OK only if all of them ran and ended with code 0.
absl::Status RunAll(const Arguments& args, int children, int at_once) {
  absl::Status all;
  for (const auto& completed : ch36::RunMany(
           children, at_once, [&](int) { return process::Run(args); })) {
    all.Update(Outcome(completed));
  }
  return all;
}

absl::Status Repeat(int times, absl::FunctionRef<absl::Status()> work) {
  absl::Status all;
  for (int i = 0; i < times; ++i) all.Update(work());
  return all;
}

// A row: `count` children that run `args`.
void CompareOrders(lab::Bench& bench, int count, const std::string& what,
                   const Arguments& args) {
  bench.Compare(
      absl::StrCat(count, " ", what, count == 1 ? "" : "s"),
      {{"one by one", [=] { return RunAll(args, count, /*at_once=*/1); }},
       {"side by side",
        [=] { return RunAll(args, count, /*at_once=*/count); }}});
}

constexpr int kStarts = 50;

void CompareShell(lab::Bench& bench, const std::string& echo) {
  bench.Compare(absl::StrCat(kStarts, " children"),
                {{"through a shell",
                  [=] {
                    const std::string line = absl::StrCat("\"", echo, "\" hi");
                    return Repeat(kStarts, [&] {
                      return Outcome(process::RunShell(line));
                    });
                  }},
                 {"no shell", [=] {
                    return Repeat(kStarts, [&] {
                      return Outcome(process::Run({echo, "hi"}));
                    });
                  }}});
}

absl::Status OutputThroughATemporaryFile(const Arguments& flood) {
  absl::StatusOr<lab::TempDirectory> folder = lab::TempDirectory::Create();
  if (!folder.ok()) return folder.status();
  return ch36::OutputThroughAFile(flood, (folder->path() / "out").string())
      .status();
}

void CompareOutputs(lab::Bench& bench, const std::string& flood,
                    int mebibytes) {
  const Arguments args = {flood, absl::StrCat(mebibytes * 1024 * 1024)};
  bench.Compare(
      absl::StrCat(mebibytes, " MiB"),
      {{"temporary file", [=] { return OutputThroughATemporaryFile(args); }},
       {"pipe", [=] { return Outcome(process::Run(args)); }}});
}

absl::Status StartAChild(const std::string& echo) {
  absl::StatusOr<process::Subprocess> child =
      process::Subprocess::Start({echo}, {.out = process::Stdio::Null()});
  if (!child.ok()) return child.status();
  return child->Wait().status();
}

absl::Status StartAThread() {
  std::thread([] {}).join();
  return absl::OkStatus();
}

void CompareStarts(lab::Bench& bench, const std::string& echo) {
  bench.Compare(
      absl::StrCat(kStarts, " starts"),
      {{"child",
        [=] { return Repeat(kStarts, [&] { return StartAChild(echo); }); }},
       {"thread", [] { return Repeat(kStarts, StartAThread); }}});
}

}  // namespace

int main(int argc, char** argv) {
  const ch36::ChildPrograms children(argv[0]);
  const Arguments sleeper = {children.Path("sleeper"), "20"};
  const Arguments count_primes = {children.Path("count_primes"), "200000"};

  lab::Bench bench("Chapter 36: what child processes cost");
  bench.Section("Children that sleep 20 ms each");
  for (int count : {1, 4, 16, 64}) {
    CompareOrders(bench, count, "sleeper", sleeper);
  }
  bench.Section("Children that compute for some 20 ms each");
  for (int count : {1, 4, 16}) {
    CompareOrders(bench, count, "prime counter", count_primes);
  }
  bench.Section("What a shell in between adds");
  CompareShell(bench, children.Path("echo"));
  bench.Section("Where a child's output goes");
  for (int mebibytes : {1, 16}) {
    CompareOutputs(bench, children.Path("flood"), mebibytes);
  }
  bench.Section("A child, and a thread that does as little");
  CompareStarts(bench, children.Path("echo"));
  return bench.Main(argc, argv);
}
