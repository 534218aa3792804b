// SPDX-License-Identifier: Apache-2.0
//
// lab doctor: what is missing on this machine, and the line that mends it.

#include <ostream>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "tools/lab/command.h"
#include "tools/lab/machine.h"

namespace lab_command {
namespace {

std::string Word(Health health, const Paint& paint) {
  switch (health) {
    case Health::kGood:
      return paint.Good("ok      ");
    case Health::kOptional:
      return paint.Open("optional");
    case Health::kMissing:
      return paint.Bad("MISSING ");
  }
  return "";
}

}  // namespace

absl::StatusOr<int> Doctor(const Context& context, const Request&) {
  int missing = 0;
  for (const Finding& finding : Diagnose(Examine(context))) {
    context.out << Word(finding.health, context.paint)
                << absl::StrFormat("  %-13s %s\n", finding.what, finding.found);
    if (finding.health == Health::kGood) continue;
    context.out << absl::StrFormat("%10s%-13s %s\n", "",
                                   "  mend:", finding.mend);
    missing += finding.health == Health::kMissing ? 1 : 0;
  }
  if (missing == 0) {
    context.out << "\nAll that the labs need is there. To begin:  "
                << CallOf("next") << "\n";
    return 0;
  }
  context.out
      << "\n"
      << (missing == 1 ? "One thing is" : absl::StrCat(missing, " things are"))
      << " missing; the lines after \"mend:\" help. Then run this again.\n";
  return 1;
}

}  // namespace lab_command
