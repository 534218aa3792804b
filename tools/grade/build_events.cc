// SPDX-License-Identifier: Apache-2.0

#include "tools/grade/build_events.h"

#include <cstddef>
#include <string>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "nlohmann/json.hpp"

namespace grade {
namespace {

using nlohmann::json;

// "file:///a/b%20c" -> "/a/b c".
std::string PathOf(absl::string_view uri) {
  absl::ConsumePrefix(&uri, "file://");
  std::string path;
  for (size_t i = 0; i < uri.size(); ++i) {
    unsigned code = 0;
    if (uri[i] == '%' && i + 2 < uri.size() &&
        absl::SimpleHexAtoi(uri.substr(i + 1, 2), &code)) {
      path.push_back(static_cast<char>(code));
      i += 2;
    } else {
      path.push_back(uri[i]);
    }
  }
  return path;
}

}  // namespace

void BuildEvents::Add(absl::string_view piece) {
  rest_.append(piece);
  size_t begin = 0;
  for (size_t end; (end = rest_.find('\n', begin)) != std::string::npos;
       begin = end + 1) {
    const json event = json::parse(
        rest_.begin() + static_cast<std::ptrdiff_t>(begin),
        rest_.begin() + static_cast<std::ptrdiff_t>(end), nullptr, false);
    try {
      if (event.is_object()) AddEvent(event);
    } catch (const json::exception&) {
      // An event of another form than any Bazel's that we know.
    }
  }
  rest_.erase(0, begin);
}

void BuildEvents::AddEvent(const json& event) {
  const json id = event.value("id", json::object());
  if (id.contains("testResult") && event.contains("testResult")) {
    AddTest(id["testResult"], event["testResult"]);
  } else if (id.contains("targetCompleted")) {
    const std::string label = id["targetCompleted"].value("label", "");
    if (event.contains("aborted")) {
      failures_[label] = event["aborted"].value("description", "aborted");
    } else if (!event.value("completed", json::object())
                    .value("success", false)) {
      failures_[label] = event.value("completed", json::object())
                             .value("failureDetail", json::object())
                             .value("message", "it could not be built");
    }
  } else if (id.contains("buildFinished") && event.contains("finished")) {
    exit_code_ =
        event["finished"].value("exitCode", json::object()).value("code", 0);
  }
}

void BuildEvents::AddTest(const json& id, const json& result) {
  TestRun run;
  run.status = result.value("status", "");
  run.passed = run.status == "PASSED";
  run.attempt = id.value("attempt", 1);
  run.cached = result.value("cachedLocally", false) ||
               result.value("executionInfo", json::object())
                   .value("cachedRemotely", false);
  for (const json& output : result.value("testActionOutput", json::array())) {
    if (output.value("name", "") == "test.log") {
      run.log = PathOf(output.value("uri", ""));
    }
  }
  TestRun& place = tests_[id.value("label", "")][id.value("run", 1)];
  if (run.attempt >= place.attempt) place = std::move(run);
}

}  // namespace grade
