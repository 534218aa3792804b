// SPDX-License-Identifier: Apache-2.0

#include "common/exercise/verdict.h"

#include <string>

#include "absl/log/log.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace exercise {
namespace {

struct Entry {
  Verdict verdict;
  absl::string_view name;
  absl::string_view sentence;
};

constexpr Entry kEntries[] = {
    {Verdict::kPass, "PASS", "Everything asked for works."},
    {Verdict::kWrong, "WRONG", "It runs, and an answer is not the right one."},
    {Verdict::kCompileError, "CE",
     "It does not compile; the compiler's first error says where."},
    {Verdict::kSignature, "SIGNATURE",
     "A function or class does not look as the task declares it."},
    {Verdict::kMissingFile, "MISSING_FILE",
     "A file that belongs to the submission is not in it."},
    {Verdict::kCpuLimit, "CPU_LIMIT",
     "It computed for longer than allowed: is there a loop without an end?"},
    {Verdict::kWallLimit, "WALL_LIMIT",
     "It was not done in time: does it wait for something that never comes?"},
    {Verdict::kDeadlock, "DEADLOCK",
     "Every thread waits for another one, so none will ever go on."},
    {Verdict::kMemLimit, "MEM_LIMIT", "It used more memory than allowed."},
    {Verdict::kProcLimit, "PROC_LIMIT",
     "It started more processes or threads than allowed."},
    {Verdict::kOutLimit, "OUT_LIMIT", "It printed more than allowed."},
    {Verdict::kDiskLimit, "DISK_LIMIT", "It wrote more to files than allowed."},
    {Verdict::kCrash, "CRASH",
     "It crashed: a bad access, an exception nobody caught, or a failed "
     "check."},
    {Verdict::kPrematureExit, "PREMATURE_EXIT",
     "The program ended before it had answered."},
    {Verdict::kDataRace, "DATA_RACE",
     "Two threads use the same memory, one of them writes, and nothing orders "
     "them."},
    {Verdict::kLeak, "LEAK",
     "It left something behind: an open handle, a child process or a thread."},
    {Verdict::kFlaky, "FLAKY",
     "It passed in some runs and failed in others: something depends on luck."},
    {Verdict::kPolicy, "POLICY", "It uses something that the task forbids."},
    {Verdict::kRejected, "REJECTED",
     "The archive was not accepted; the reason is beside."},
    {Verdict::kSkipped, "SKIPPED",
     "It was not run, and counts neither for you nor against you."},
    {Verdict::kInfra, "INFRA",
     "Something of ours failed; it costs you nothing and will be tried again."},
};

constexpr Verdict kAll[] = {
    Verdict::kPass,      Verdict::kWrong,         Verdict::kCompileError,
    Verdict::kSignature, Verdict::kMissingFile,   Verdict::kCpuLimit,
    Verdict::kWallLimit, Verdict::kDeadlock,      Verdict::kMemLimit,
    Verdict::kProcLimit, Verdict::kOutLimit,      Verdict::kDiskLimit,
    Verdict::kCrash,     Verdict::kPrematureExit, Verdict::kDataRace,
    Verdict::kLeak,      Verdict::kFlaky,         Verdict::kPolicy,
    Verdict::kRejected,  Verdict::kSkipped,       Verdict::kInfra,
};

const Entry& EntryOf(Verdict verdict) {
  for (const Entry& entry : kEntries) {
    if (entry.verdict == verdict) return entry;
  }
  LOG(FATAL) << "no such verdict: " << static_cast<int>(verdict);
}

}  // namespace

absl::string_view Name(Verdict verdict) { return EntryOf(verdict).name; }

absl::StatusOr<Verdict> VerdictFromName(absl::string_view name) {
  std::string known;
  for (const Entry& entry : kEntries) {
    if (entry.name == name) return entry.verdict;
    absl::StrAppend(&known, " ", entry.name);
  }
  return absl::InvalidArgumentError(
      absl::StrCat("\"", name, "\" is no verdict; the verdicts are:", known));
}

absl::string_view Sentence(Verdict verdict) {
  return EntryOf(verdict).sentence;
}

absl::Span<const Verdict> AllVerdicts() { return kAll; }

}  // namespace exercise
