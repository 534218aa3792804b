// SPDX-License-Identifier: Apache-2.0
//
// KillTree(): whom it reaches, and that it says so honestly. Every process of a
// tree holds the child's output open: that ends when all of them are dead.

#include <signal.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

#include <cerrno>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "common/process/exit_status.h"
#include "common/process/handle.h"
#include "common/process/options.h"
#include "common/process/run.h"
#include "common/process/stdio.h"
#include "common/process/subprocess.h"
#include "common/process/testing/posix_scopes.h"
#include "common/process/testing/program_path.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace process {
namespace {

using ::testing_util::IsOkAndHolds;
using ::testing_util::LeakCheck;

// Names itself, so that what it starts has a path that leads somewhere.
std::vector<std::string> Child(std::vector<std::string> args) {
  args.insert(args.begin(), testing_util::ProgramPath("CHILD"));
  return args;
}

std::vector<std::string> ChildPosix(std::vector<std::string> args) {
  args.insert(args.begin(), testing_util::ProgramPath("CHILD_POSIX"));
  return args;
}

// A child, and what it has written when its whole tree was there: a line.
struct Tree {
  Subprocess child;
  std::string line;
};

Tree StartTree(const std::vector<std::string>& args,
               Group group = Group::kInherit) {
  StartOptions options;
  options.out = Stdio::Pipe();
  options.group = group;
  absl::StatusOr<Subprocess> child = Subprocess::Start(args, options);
  EXPECT_OK(child);
  std::string line;
  while (!absl::EndsWith(line, "\n")) {
    const absl::StatusOr<std::string> more = child->out().Read();
    EXPECT_OK(more);
    if (!more.ok() || more->empty()) break;
    line += *more;
  }
  return {*std::move(child), line};
}

void ExpectAllDead(Subprocess& child) {
  EXPECT_THAT(child.Wait(), IsOkAndHolds(ExitStatus::FromSignal(SIGKILL)));
  EXPECT_THAT(child.out().Read(), IsOkAndHolds("")) << "someone lives";
}

// The processes that the child has started before it wrote its line.
const std::vector<std::vector<std::string>>& GrandchildScripts() {
  static const auto* const kScripts = new std::vector<std::vector<std::string>>{
      {"pid", "+", "hold"},
      {"start", "hold", "+", "pid", "+", "hold"},
      {"start", "hold", "+", "start", "hold", "+", "pid", "+", "hold"},
      {"start", "new-session + pid + hold", "+", "hold"},
  };
  return *kScripts;
}

TEST(KillTreePosixTest, AChildAndWhoeverItStartedAreKilled) {
  const LeakCheck leaks;
  for (const Group group :
       {Group::kInherit, Group::kNewGroup, Group::kNewSession}) {
    for (const std::vector<std::string>& script : GrandchildScripts()) {
      Tree tree = StartTree(Child(script), group);
      EXPECT_THAT(
          tree.child.KillTree(),
          IsOkAndHolds(group == Group::kInherit ? TreeReach::kDescendants
                                                : TreeReach::kGroup));
      ExpectAllDead(tree.child);
    }
  }
  EXPECT_EQ(leaks.Found(), "");
}

TEST(KillTreePosixTest, AnOrphanIsReachedByItsGroup) {
  Tree tree = StartTree(ChildPosix({"orphan"}), Group::kNewGroup);
  EXPECT_THAT(tree.child.KillTree(), IsOkAndHolds(TreeReach::kGroup));
  ExpectAllDead(tree.child);
}

// Whether this kernel signals a group by its leader's pidfd (since Linux 6.9).
bool KernelSignalsGroupsByPidfd() {
  const UniqueHandle us(syscall(SYS_pidfd_open, getpid(), 0));
  return syscall(SYS_pidfd_send_signal, us.get(), 0, nullptr, 1 << 2) == 0 ||
         errno != EINVAL;
}

TEST(KillTreePosixTest, AnOrphanIsReachedAfterTheChildsOwnEnd) {
  for (const bool reaped : {false, true}) {
    if (reaped && !KernelSignalsGroupsByPidfd()) {
      GTEST_SKIP() << "this kernel can't";
    }
    Tree tree = StartTree(ChildPosix({"orphan"}), Group::kNewGroup);
    ASSERT_OK(tree.child.Kill());
    if (reaped) {
      ASSERT_OK(tree.child.Wait());
    }
    EXPECT_THAT(tree.child.KillTree(), IsOkAndHolds(TreeReach::kGroup));
    ExpectAllDead(tree.child);
  }
}

// Where nothing ties a process to the child any more the answer must not be
// "all".
class OrphanOutOfReach {
 public:
  explicit OrphanOutOfReach(const std::string& line) {
    pid_t pid = -1;
    EXPECT_TRUE(absl::SimpleAtoi(absl::StripSuffix(line, "\n"), &pid)) << line;
    pidfd_ = UniqueHandle(syscall(SYS_pidfd_open, pid, 0));
  }
  ~OrphanOutOfReach() { Signal(SIGKILL); }

  bool lives() { return Signal(0) == 0; }

 private:
  long Signal(int signal) {  // NOLINT: syscall(2)'s type
    return syscall(SYS_pidfd_send_signal, pidfd_.get(), signal, nullptr, 0);
  }

  UniqueHandle pidfd_;
};

TEST(KillTreePosixTest, AnOrphanThatLeftTheGroupIsOutOfReachAndNotClaimed) {
  Tree tree = StartTree(ChildPosix({"orphan", "session"}), Group::kNewGroup);
  OrphanOutOfReach orphan(tree.line);
  EXPECT_THAT(tree.child.KillTree(), IsOkAndHolds(TreeReach::kGroup));
  EXPECT_THAT(tree.child.Wait(), IsOkAndHolds(ExitStatus::FromSignal(SIGKILL)));
  EXPECT_TRUE(orphan.lives());
}

TEST(KillTreePosixTest, AnOrphanIsOutOfReachWithoutAGroupAndNotClaimed) {
  Tree tree = StartTree(ChildPosix({"orphan"}), Group::kInherit);
  OrphanOutOfReach orphan(tree.line);
  EXPECT_THAT(tree.child.KillTree(), IsOkAndHolds(TreeReach::kDescendants));
  EXPECT_THAT(tree.child.Wait(), IsOkAndHolds(ExitStatus::FromSignal(SIGKILL)));
  EXPECT_TRUE(orphan.lives());
}

TEST(KillTreePosixTest, AChildThatKeepsStartingOthersDoesNotOutrunIt) {
  for (int i = 0; i < 20; ++i) {
    Tree tree = StartTree(ChildPosix({"breed"}));
    EXPECT_THAT(tree.child.KillTree(), IsOkAndHolds(TreeReach::kDescendants));
    ExpectAllDead(tree.child);
  }
}

// A stop takes hold of one thread first, and then of the others.
TEST(KillTreePosixTest, NorDoesOneThatDoesSoFromAnotherThread) {
  for (int i = 0; i < 20; ++i) {
    Tree tree = StartTree(ChildPosix({"breed", "thread"}));
    EXPECT_THAT(tree.child.KillTree(), IsOkAndHolds(TreeReach::kDescendants));
    ExpectAllDead(tree.child);
  }
}

TEST(KillTreePosixTest, AChildThatIgnoresEverythingIsKilled) {
  Tree tree = StartTree(Child({"ignore", "15", "+", "ignore", "2", "+", "start",
                               "hold", "+", "pid", "+", "hold"}));
  EXPECT_THAT(tree.child.Stop(absl::Milliseconds(10)),
              IsOkAndHolds(ExitStatus::FromSignal(SIGKILL)));
  EXPECT_THAT(tree.child.out().Read(), IsOkAndHolds(""));
}

TEST(KillTreePosixTest, ADestroyedChildTakesItsTreeWithIt) {
  const LeakCheck leaks;
  PipeReader out;
  {
    Tree tree = StartTree(Child({"start", "hold", "+", "pid", "+", "hold"}));
    out = std::move(tree.child.out());
  }
  EXPECT_THAT(out.Read(), IsOkAndHolds(""));
  out.Close();
  EXPECT_EQ(leaks.Found(), "");
}

// Its own group is the caller's: nobody else in there may be hit.
TEST(KillTreePosixTest, WhoIsNoDescendantLives) {
  Tree bystander = StartTree(Child({"pid", "+", "hold"}));
  Tree tree = StartTree(Child({"start", "hold", "+", "pid", "+", "hold"}));
  EXPECT_OK(tree.child.KillTree());
  ExpectAllDead(tree.child);
  EXPECT_EQ(bystander.child.Poll(), std::nullopt);
}

}  // namespace
}  // namespace process
