// SPDX-License-Identifier: Apache-2.0
//
// Which CPythons the bench gives a column, so that it shows each kind of lock
// and yet ends within a minute.
//
//   absl::StatusOr<ch37::ChosenPythons> chosen = ch37::ChoosePythons(flags);
//
// Thread safety: as FindCPythons() (cpython.h).

#ifndef LABS_CH37_CHOSEN_PYTHONS_H_
#define LABS_CH37_CHOSEN_PYTHONS_H_

#include <cstddef>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "common/lab/python/cpython.h"
#include "labs/ch37/bench_flags.h"

namespace ch37 {

struct ChosenPythons {
  std::vector<lab::CPython> pythons = {};   // each gets a column
  std::vector<lab::CPython> left_out = {};  // found too
  bool unwanted = false;                    // nobody looked: --no-python
  // The element of `pythons` that the model of the new lock is held against:
  // the first that has this lock.
  std::optional<size_t> reference = std::nullopt;
};

// Whether its GIL is that of new_gil.h: 3.2 and later, unless it has none.
bool HasNewGil(const lab::CPython& python);

// Of `found`, newest first: the newest with the new lock, the newest with the
// old one, and the newest without a lock.
ChosenPythons OneOfEachKind(const std::vector<lab::CPython>& found);

// The ones that `flags` ask for; where they ask for none, OneOfEachKind() of
// those in PATH. The codes of CPythonAt().
absl::StatusOr<ChosenPythons> ChoosePythons(const BenchFlags& flags);

}  // namespace ch37

#endif  // LABS_CH37_CHOSEN_PYTHONS_H_
