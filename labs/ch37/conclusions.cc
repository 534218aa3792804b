// SPDX-License-Identifier: Apache-2.0

#include "labs/ch37/conclusions.h"

#include <cmath>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "common/lab/comparison.h"
#include "common/lab/python/cpython.h"
#include "labs/ch37/chosen_pythons.h"

namespace ch37 {
namespace {

constexpr double kAgreesWithinPercent = 15;
constexpr double kAgreesWithinSeconds = 0.3e-3;
constexpr char kNotJudged[] = " (the page cache's doing: not judged)";

std::optional<size_t> Find(const lab::Comparison& comparison,
                           absl::string_view way) {
  for (size_t i = 0; i < comparison.ways.size(); ++i) {
    if (comparison.ways[i].way == way) return i;
  }
  return std::nullopt;
}

// Nothing where it was not run.
std::optional<double> MedianOf(const lab::Comparison& comparison,
                               absl::string_view way) {
  const std::optional<size_t> found = Find(comparison, way);
  if (!found || comparison.ways[*found].seconds.empty()) return std::nullopt;
  return lab::Median(comparison.ways[*found].seconds);
}

std::optional<double> SpeedUpOf(const lab::Comparison& comparison,
                                absl::string_view way) {
  const std::optional<size_t> found = Find(comparison, way);
  if (!found) return std::nullopt;
  const std::optional<lab::SpeedUp> speed_up =
      lab::SpeedUpOf(comparison, *found);
  if (!speed_up) return std::nullopt;
  return speed_up->median;
}

double PercentOff(double model, double real) {
  return std::abs(model / real - 1) * 100;
}

// Of a time: rows that have the model and the real lock as their ways.
std::optional<Deviation> OfATime(const lab::Comparison& comparison,
                                 const std::string& real_name) {
  const std::optional<double> model = MedianOf(comparison, kModelName);
  const std::optional<double> real = MedianOf(comparison, real_name);
  if (!model || !real || *real <= 0) return std::nullopt;
  const double percent = PercentOff(*model, *real);
  return Deviation{comparison.workload, percent,
                   percent <= kAgreesWithinPercent ||
                       std::abs(*model - *real) <= kAgreesWithinSeconds};
}

// Of a speed-up: rows that have the new lock and a real one among their ways.
std::optional<Deviation> OfASpeedUp(const lab::Comparison& comparison,
                                    const std::string& real_name) {
  const std::optional<double> model = SpeedUpOf(comparison, kNewGilName);
  const std::optional<double> real = SpeedUpOf(comparison, real_name);
  if (!model || !real) return std::nullopt;
  const double percent = PercentOff(*model, *real);
  return Deviation{absl::StrCat("speed-up of ", comparison.workload), percent,
                   percent <= kAgreesWithinPercent,
                   comparison.workload != kLargeWritesRow};
}

std::string DeviationNote(const std::vector<Deviation>& deviations,
                          const lab::CPython& real) {
  std::vector<std::string> figures;
  std::vector<std::string> apart;
  for (const Deviation& deviation : deviations) {
    figures.push_back(absl::StrFormat("%s %.1f %%%s", deviation.name,
                                      deviation.percent,
                                      deviation.judged ? "" : kNotJudged));
    if (deviation.judged && !deviation.agrees) apart.push_back(deviation.name);
  }
  return absl::StrCat("Deviation of the model of the new GIL from CPython ",
                      real.version, ": ", absl::StrJoin(figures, ", "), ". ",
                      apart.empty()
                          ? "All agree within 15 % or 0.3 ms."
                          : absl::StrCat("Not within 15 % or 0.3 ms: ",
                                         absl::StrJoin(apart, ", "),
                                         ". (Was the machine busy?)"));
}

// What the old lock did to the threads that factorise, and how busy it was.
std::optional<std::string> OldLockNote(
    const std::vector<lab::Comparison>& comparisons) {
  std::vector<std::string> figures;
  for (const lab::Comparison& comparison : comparisons) {
    const std::optional<double> speed_up = SpeedUpOf(comparison, kOldGilName);
    if (!speed_up) continue;
    if (comparison.workload == kFactoriseRow) {
      figures.push_back(absl::StrFormat(
          "four threads took %.2f times as long as one", 1 / *speed_up));
    } else if (comparison.workload == kLocksSwitchRow) {
      figures.push_back(absl::StrFormat(
          "it changed hands %.0f times as often as the new one", *speed_up));
    }
  }
  if (figures.empty()) return std::nullopt;
  return absl::StrCat("The old GIL: ", absl::StrJoin(figures, ", and "), ".");
}

std::optional<std::string> PythonsNote(const ChosenPythons& chosen) {
  if (chosen.unwanted) return std::nullopt;
  if (chosen.pythons.empty()) {
    return "No python3 in PATH: the columns of the real CPython are skipped.";
  }
  if (chosen.left_out.empty()) return std::nullopt;
  std::vector<std::string> names;
  for (const lab::CPython& python : chosen.left_out)
    names.push_back(python.Name());
  return absl::StrCat("Found, too, and shown by --all-pythons: ",
                      absl::StrJoin(names, ", "), ".");
}

}  // namespace

std::vector<Deviation> Deviations(
    const std::vector<lab::Comparison>& comparisons,
    const ChosenPythons& chosen) {
  if (!chosen.reference) return {};
  const std::string real = chosen.pythons[*chosen.reference].Name();
  std::vector<Deviation> times;
  std::vector<Deviation> speed_ups;
  for (const lab::Comparison& comparison : comparisons) {
    if (const auto of_a_time = OfATime(comparison, real)) {
      times.push_back(*of_a_time);
    }
    if (const auto of_a_speed_up = OfASpeedUp(comparison, real)) {
      speed_ups.push_back(*of_a_speed_up);
    }
  }
  times.insert(times.end(), speed_ups.begin(), speed_ups.end());
  return times;
}

std::vector<std::string> Conclusions(
    const std::vector<lab::Comparison>& comparisons,
    const ChosenPythons& chosen) {
  std::vector<std::string> notes;
  const std::vector<Deviation> deviations = Deviations(comparisons, chosen);
  if (!deviations.empty()) {
    notes.push_back(
        DeviationNote(deviations, chosen.pythons[*chosen.reference]));
  }
  if (const auto note = OldLockNote(comparisons)) notes.push_back(*note);
  if (const auto note = PythonsNote(chosen)) notes.push_back(*note);
  return notes;
}

}  // namespace ch37
