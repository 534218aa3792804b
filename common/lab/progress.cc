// SPDX-License-Identifier: Apache-2.0

#include "common/lab/progress.h"

#include <algorithm>
#include <iostream>
#include <ostream>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/lab/terminal.h"

namespace lab {

Progress::Progress() : Progress(std::cerr, StderrIsTerminal()) {}

Progress::Progress(std::ostream& out, bool in_place)
    : out_(out), in_place_(in_place) {}

void Progress::Start(absl::string_view name) {
  ++started_;
  if (in_place_) {
    std::string line = absl::StrCat("run ", started_, ": ", name);
    const size_t length = line.size();
    line.resize(std::max(length, line_length_), ' ');
    line_length_ = length;
    out_ << '\r' << line << std::flush;
  } else if (seen_.insert(std::string(name)).second) {
    out_ << "running " << name << std::endl;
  }
}

void Progress::Finish() {
  if (in_place_ && started_ > 0) {
    out_ << '\r' << std::string(line_length_, ' ') << '\r' << std::flush;
  }
  line_length_ = 0;
}

}  // namespace lab
