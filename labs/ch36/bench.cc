// SPDX-License-Identifier: Apache-2.0
//
// What it costs to run children one after another, against side by side.
//
//   bazel run //labs/ch36:bench

#include "common/lab/bench.h"

#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/sync/on_threads.h"
#include "labs/ch36/child_program.h"
#include "labs/ch36/echo.h"

namespace {

absl::Status EchoSerially(const std::string& echo, int children) {
  absl::Status first_error;
  for (int i = 0; i < children; ++i) {
    first_error.Update(ch36::EchoThroughAPipe(echo, "hello").status());
  }
  return first_error;
}

absl::Status EchoOnThreads(const std::string& echo, int children) {
  return sync_util::OnThreads(children, [&](int) {
    return ch36::EchoThroughAPipe(echo, "hello").status();
  });
}

}  // namespace

int main(int argc, char** argv) {
  const std::string echo = ch36::ChildProgram(argv[0], "echo");
  lab::Bench bench("Chapter 36: children one after another, and side by side");
  for (int children : {1, 8, 32}) {
    bench.Compare(
        absl::StrCat(children, children == 1 ? " child" : " children"),
        {{"serial", [=] { return EchoSerially(echo, children); }},
         {"threads", [=] { return EchoOnThreads(echo, children); }}});
  }
  return bench.Main(argc, argv);
}
