// SPDX-License-Identifier: Apache-2.0

#include "common/lab/chrome_trace.h"

#include <cstddef>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/lab/timeline.h"
#include "nlohmann/json.hpp"

namespace lab {
namespace {

// The events are written by hand, not built as nlohmann::json first: there may
// be millions.
class TraceWriter {
 public:
  void AddTimeline(const Timeline& timeline) {
    ++process_;
    AddMetadata("process_name", 0, Name(timeline.title));
    AddMetadata("process_sort_index", 0, SortIndex(process_));
    for (size_t track = 0; track < timeline.tracks.size(); ++track) {
      const int thread = ThreadOf(static_cast<int>(track));
      AddMetadata("thread_name", thread, Name(timeline.tracks[track]));
      AddMetadata("thread_sort_index", thread, SortIndex(thread));
    }
    for (const Interval& interval : timeline.intervals) AddInterval(interval);
  }

  std::string Finish() {
    return absl::StrCat("{\"displayTimeUnit\": \"ms\", \"traceEvents\": [",
                        events_, "\n]}\n");
  }

 private:
  // 0 is the process itself.
  static int ThreadOf(int track) { return track + 1; }

  static std::string Name(const std::string& name) {
    return nlohmann::json{{"name", name}}.dump(
        -1, ' ', false, nlohmann::json::error_handler_t::replace);
  }
  static std::string SortIndex(int index) {
    return absl::StrCat("{\"sort_index\":", index, "}");
  }

  void BeginEvent() {
    absl::StrAppend(&events_, events_.empty() ? "\n" : ",\n");
  }

  void AddMetadata(absl::string_view what, int thread,
                   const std::string& arguments) {
    BeginEvent();
    absl::StrAppendFormat(
        &events_, R"({"ph":"M","pid":%d,"tid":%d,"name":"%s","args":%s})",
        process_, thread, what, arguments);
  }

  void AddInterval(const Interval& interval) {
    BeginEvent();
    absl::StrAppendFormat(
        &events_,
        R"({"ph":"X","pid":%d,"tid":%d,"name":"%s","cat":"%s",)"
        R"("ts":%.3f,"dur":%.3f})",
        process_, ThreadOf(interval.track), ActivityText(interval.activity),
        ActivityName(interval.activity),
        absl::ToDoubleMicroseconds(interval.begin),
        absl::ToDoubleMicroseconds(interval.end - interval.begin));
  }

  std::string events_;
  int process_ = 0;
};

}  // namespace

std::string ChromeTrace(absl::Span<const Timeline> timelines) {
  TraceWriter writer;
  for (const Timeline& timeline : timelines) writer.AddTimeline(timeline);
  return writer.Finish();
}

}  // namespace lab
