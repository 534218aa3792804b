// SPDX-License-Identifier: Apache-2.0
//
// The chapter told in the terminal: what threads make faster, and why.
//
//   bazel run //labs/ch37:demo
//   bazel run //labs/ch37:demo -- --step=2

#include "common/lab/demo.h"

#include <chrono>
#include <filesystem>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "common/lab/speed_up_table.h"
#include "common/lab/temp_directory.h"
#include "labs/ch37/blocking_select.h"
#include "labs/ch37/factorise.h"
#include "labs/ch37/write_files.h"

namespace {

double SecondsFor(absl::FunctionRef<void()> work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start)
      .count();
}

void ShowTimes(lab::Narrator& tell, const std::string& workload, double serial,
               double threads) {
  tell.Output(lab::SpeedUpTable(
      {{workload, "serial", serial}, {workload, "threads", threads}}));
}

absl::Status FactoriseStep(lab::Narrator& tell) {
  tell.Say(
      "Finding the factors of a number only computes: it never waits. Four "
      "numbers are factorised one after another, then with a thread for each.");
  tell.Code(
      "for (size_t i = 0; i < numbers.size(); ++i) {\n"
      "  threads.emplace_back([&, i] { factors[i] = Factorise(numbers[i]); "
      "});\n"
      "}\n"
      "for (std::thread& thread : threads) thread.join();");
  double serial = SecondsFor([] { ch37::FactoriseAll(ch37::kNumbers); });
  double threads =
      SecondsFor([] { ch37::FactoriseAllOnThreads(ch37::kNumbers); });
  ShowTimes(tell, "factorise 4 numbers", serial, threads);
  tell.Output(
      absl::StrCat("factors of ", ch37::kNumbers[0], ": ",
                   absl::StrJoin(ch37::Factorise(ch37::kNumbers[0]), " ")));
  tell.Notice(
      "In C++ the threads run on as many processors as there are, and the "
      "speed-up is at most their number. In Python one lock, the GIL, lets "
      "only one thread compute at a time, and the same change gains nothing.");
  return absl::OkStatus();
}

absl::Status SelectStep(lab::Narrator& tell) {
  tell.Say(
      "A blocking call waits in the operating system and needs no processor. "
      "Five calls of 0.1 s each, one after another and then on five threads.");
  tell.Code("ch37::BlockingSelect(absl::Milliseconds(100));");
  constexpr absl::Duration kTimeout = absl::Milliseconds(100);
  absl::Status status;
  double serial =
      SecondsFor([&] { status.Update(ch37::BlockingSelects(5, kTimeout)); });
  double threads = SecondsFor(
      [&] { status.Update(ch37::BlockingSelectsOnThreads(5, kTimeout)); });
  if (!status.ok()) return status;
  ShowTimes(tell, "5 blocking selects", serial, threads);
  tell.Notice(
      "Five waits side by side take as long as one, on any number of "
      "processors. This is what threads are good for in Python too: it gives "
      "the GIL up around every blocking call.");
  return absl::OkStatus();
}

absl::Status WriteStep(lab::Narrator& tell, ch37::Shape shape,
                       const std::string& workload) {
  absl::StatusOr<lab::TempDirectory> folder = lab::TempDirectory::Create();
  if (!folder.ok()) return folder.status();
  constexpr int kLines = 1'000'000;
  absl::Status status;
  auto factorise = [] { ch37::FactoriseAll(ch37::kNumbers); };
  double serial = SecondsFor([&] {
    status.Update(ch37::WriteFiles(folder->path(), 5, kLines, shape));
    factorise();
  });
  double threads = SecondsFor([&] {
    status.Update(
        ch37::WriteFilesOnThreads(folder->path(), 5, kLines, shape, factorise));
  });
  if (!status.ok()) return status;
  ShowTimes(tell, workload, serial, threads);
  return absl::OkStatus();
}

absl::Status WriteByLineStep(lab::Narrator& tell) {
  tell.Say(
      "Five files of a million lines are written while the four numbers are "
      "factorised. Here every line is formatted and appended in a loop.");
  tell.Code("for (int i = 0; i < lines; ++i) out << i << '\\n';");
  absl::Status written =
      WriteStep(tell, ch37::Shape::kLineByLine, "5 files by line");
  if (!written.ok()) return written;
  tell.Notice(
      "It looks like output, but nearly all of it is computing: the lines go "
      "to a buffer, and the buffer to the system's memory. C++ threads share "
      "that work out; Python's would queue for the GIL.");
  return absl::OkStatus();
}

absl::Status WriteInOneGoStep(lab::Narrator& tell) {
  tell.Say("The same bytes, built first and written with one call a file.");
  tell.Code("out.write(text.data(), text.size());");
  absl::Status written =
      WriteStep(tell, ch37::Shape::kInOneGo, "5 files in one go");
  if (!written.ok()) return written;
  tell.Notice(
      "Compare the serial times of the two shapes: building the text in "
      "memory is the cheaper loop. The shape of the output matters before "
      "the number of threads does.");
  return absl::OkStatus();
}

}  // namespace

int main(int argc, char** argv) {
  lab::Demo demo("Chapter 37: threads are for waiting");
  demo.AddStep("Computing: factorise four numbers", FactoriseStep);
  demo.AddStep("Waiting: five blocking calls", SelectStep);
  demo.AddStep("Writing line by line", WriteByLineStep);
  demo.AddStep("Writing in one go", WriteInOneGoStep);
  return demo.Main(argc, argv);
}
