// SPDX-License-Identifier: Apache-2.0
//
// Timelines in the Trace Event Format, for chrome://tracing and Perfetto. Use
// it where a reader wants to measure, search or filter what the page draws.
//
//   absl::Status status =
//       lab::ReplaceFile("gil.json", lab::ChromeTrace(timelines));
//
// A timeline is a process with its title, a track a thread with its name, and
// an interval a complete event ("ph": "X"), whose name and category tell the
// activity. Nothing is left out or merged. Times are microseconds from the
// timeline's start, with three decimals.
//
// Thread safety: pure function. Errors: none; bytes that are no UTF-8 show as
// U+FFFD.
//
// Source: "Trace Event Format", linked from the Perfetto documentation,
// https://perfetto.dev/docs

#ifndef COMMON_LAB_CHROME_TRACE_H_
#define COMMON_LAB_CHROME_TRACE_H_

#include <string>

#include "absl/types/span.h"
#include "common/lab/timeline.h"

namespace lab {

// The file's contents: JSON, one event a line.
std::string ChromeTrace(absl::Span<const Timeline> timelines);

}  // namespace lab

#endif  // COMMON_LAB_CHROME_TRACE_H_
