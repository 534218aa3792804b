// SPDX-License-Identifier: Apache-2.0

#include "labs/ch37/cpython_workloads.h"

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/lab/python/cpython.h"
#include "common/lab/python/run_for_json.h"
#include "labs/ch37/write_files.h"
#include "nlohmann/json.hpp"

namespace ch37 {
namespace {

namespace fs = std::filesystem;

// "--name=value", as the script's options are written.
template <typename T>
std::string Option(absl::string_view name, const T& value) {
  return absl::StrCat("--", name, "=", value);
}

}  // namespace

std::string WorkloadsScript(absl::string_view argv0) {
  return (fs::path(std::string(argv0)).parent_path() / "workloads.py").string();
}

CPythonWorkloads::CPythonWorkloads(lab::CPython python, std::string script,
                                   absl::Duration timeout)
    : python_(std::move(python)),
      script_(std::move(script)),
      timeout_(timeout) {}

absl::StatusOr<absl::Duration> CPythonWorkloads::Factorise(Order order) const {
  return Time("factorise", order, {});
}

absl::StatusOr<absl::Duration> CPythonWorkloads::Select(Order order,
                                                        int calls) const {
  return Time("select", order, {Option("calls", calls)});
}

absl::StatusOr<absl::Duration> CPythonWorkloads::WriteFiles(
    Order order, const fs::path& folder, int files, int lines,
    Shape shape) const {
  return Time(shape == Shape::kLineByLine ? "lines" : "chunks", order,
              {Option("folder", folder.string()), Option("files", files),
               Option("lines", lines)});
}

absl::StatusOr<absl::Duration> CPythonWorkloads::WriteLarge(
    Order order, const fs::path& folder, int files, int mebibytes) const {
  return Time("writes", order,
              {Option("folder", folder.string()), Option("files", files),
               Option("mebibytes", mebibytes)});
}

absl::StatusOr<Slices> CPythonWorkloads::MeasureSlices(
    int threads, absl::Duration length) const {
  if (!python_.has_gil) {
    return absl::FailedPreconditionError(
        absl::StrCat("\"", python_.path,
                     "\" runs without a GIL, so there is none to share"));
  }
  absl::StatusOr<std::vector<double>> numbers =
      Run("slices", Order::kThreads,
          {Option("threads", threads),
           Option("seconds", absl::ToDoubleSeconds(length))},
          {"median_slice_ms", "switches_per_second"});
  if (!numbers.ok()) return numbers.status();
  return Slices{absl::Milliseconds((*numbers)[0]), (*numbers)[1]};
}

absl::StatusOr<absl::Duration> CPythonWorkloads::MeasureOvershoot(
    const OvershootOptions& options) const {
  std::vector<std::string> words = {Option("sleeps", options.sleeps),
                                    Option("spinners", options.spinners)};
  if (options.switch_interval.has_value()) {
    words.push_back(Option("switch-interval",
                           absl::ToDoubleSeconds(*options.switch_interval)));
  }
  if (options.check_interval.has_value()) {
    words.push_back(Option("check-interval", *options.check_interval));
  }
  absl::StatusOr<std::vector<double>> numbers =
      Run("overshoot", Order::kThreads, words, {"median_overshoot_ms"});
  if (!numbers.ok()) return numbers.status();
  return absl::Milliseconds(numbers->front());
}

absl::StatusOr<absl::Duration> CPythonWorkloads::Time(
    absl::string_view workload, Order order,
    const std::vector<std::string>& options) const {
  absl::StatusOr<std::vector<double>> numbers =
      Run(workload, order, options, {"seconds"});
  if (!numbers.ok()) return numbers.status();
  return absl::Seconds(numbers->front());
}

absl::StatusOr<std::vector<double>> CPythonWorkloads::Run(
    absl::string_view workload, Order order,
    const std::vector<std::string>& options,
    const std::vector<std::string>& fields) const {
  std::vector<std::string> words = {
      python_.path, script_, std::string(workload),
      order == Order::kSerial ? "serial" : "threads"};
  words.insert(words.end(), options.begin(), options.end());
  absl::StatusOr<nlohmann::json> answer = lab::RunForJson(words, timeout_);
  if (!answer.ok()) return answer.status();

  std::vector<double> numbers;
  for (const std::string& field : fields) {
    absl::StatusOr<double> number = lab::NumberIn(*answer, field);
    if (!number.ok()) {
      return absl::Status(
          number.status().code(),
          absl::StrCat("\"", python_.path, "\": ", number.status().message()));
    }
    numbers.push_back(*number);
  }
  return numbers;
}

}  // namespace ch37
