// SPDX-License-Identifier: Apache-2.0
//
// summary.html: who got what, on one page that needs nothing else. Students can
// be searched, sorted, and narrowed down to a verdict. Verdicts are words, and
// never told by colour alone.
//
//   std::string html = grade::SummaryPage(records, "Lab 38");
//
// Thread safety: pure functions.

#ifndef TOOLS_GRADE_SUMMARY_PAGE_H_
#define TOOLS_GRADE_SUMMARY_PAGE_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "tools/grade/record.h"

namespace grade {

std::string SummaryPage(const std::vector<Record>& records,
                        absl::string_view title);

}  // namespace grade

#endif  // TOOLS_GRADE_SUMMARY_PAGE_H_
