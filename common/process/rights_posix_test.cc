// SPDX-License-Identifier: Apache-2.0
//
// Whom and what a child runs as: user, limits, group, session, and its life's
// end with its parent's; and which file it is that becomes the program.

#include <fcntl.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <filesystem>  // NOLINT(build/c++17)
#include <fstream>
#include <limits>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "common/process/environment.h"
#include "common/process/exit_status.h"
#include "common/process/find_executable.h"
#include "common/process/options.h"
#include "common/process/run.h"
#include "common/process/start_failure.h"
#include "common/process/stdio.h"
#include "common/process/subprocess.h"
#include "common/process/testing/posix_scopes.h"
#include "common/process/testing/program_path.h"
#include "common/testing/run_on_threads.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace process {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing_util::IsOkAndHolds;
using ::testing_util::LeakCheck;
using ::testing_util::MakeExecutable;
using ::testing_util::MakeFolder;
using ::testing_util::ScopedLimit;
using ::testing_util::StatusIs;

namespace fs = std::filesystem;

// With its whole path, as the child's folder may be another one.
std::string ChildPosix() {
  return fs::absolute(testing_util::ProgramPath("CHILD_POSIX"));
}
std::string Tiny() { return fs::absolute(testing_util::ProgramPath("TINY")); }

StartOptions With(const PosixOptions& posix) { return {.posix = posix}; }

// What `child_posix` with these arguments writes.
absl::StatusOr<std::string> SeenByChild(const std::vector<std::string>& what,
                                        const StartOptions& options) {
  std::vector<std::string> args = {ChildPosix()};
  args.insert(args.end(), what.begin(), what.end());
  return CheckOutput(args, {.start = options});
}

// ---- File mode and limits --------------------------------------------------

TEST(RightsPosixTest, AChildCanHaveAnotherUmask) {
  const mode_t ours = umask(0022);
  EXPECT_THAT(SeenByChild({"umask"}, With({.umask = 0137})),
              IsOkAndHolds("137"));
  EXPECT_THAT(SeenByChild({"umask"}, {}), IsOkAndHolds("22"));
  EXPECT_EQ(umask(ours), 0022u) << "ours stays as it is";
}

TEST(RightsPosixTest, AChildCanHaveOtherLimits) {
  rlimit ours;
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &ours), 0);
  EXPECT_THAT(
      SeenByChild(
          {"limit", absl::StrCat(RLIMIT_NOFILE)},
          With({.limits = {{RLIMIT_CORE, 0, 0}, {RLIMIT_NOFILE, 30, 40}}})),
      IsOkAndHolds("30 40"));
  rlimit after;
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &after), 0);
  EXPECT_EQ(after.rlim_cur, ours.rlim_cur);
  EXPECT_EQ(after.rlim_max, ours.rlim_max);
}

// Set after the child's files have been connected and closed.
TEST(RightsPosixTest, ALimitOfNoFilesStillStarts) {
  EXPECT_THAT(process::Run({Tiny(), "cat"},
                           {.start = With({.limits = {{RLIMIT_NOFILE, 0, 0}}}),
                            .io = {.input = "x"}})
                  ->out,
              "x");
}

TEST(RightsPosixTest, ALimitThatCannotBeSetIsRefusedAndNamed) {
  EXPECT_THAT(
      SeenByChild({"umask"}, With({.limits = {{RLIMIT_CORE, 2, 1}}})).status(),
      StatusIs(absl::StatusCode::kInvalidArgument,
               HasSubstr(absl::StrCat("setrlimit ", RLIMIT_CORE))));
}

// ---- User ------------------------------------------------------------------

constexpr uint32_t kNobody = 65534;
constexpr uint32_t kOthers = 65533;

// This thread alone: the C library's setresuid() would do it to all.
bool BecomeNobody() {
  return syscall(SYS_setresgid, kNobody, kNobody, kNobody) == 0 &&
         syscall(SYS_setresuid, kNobody, kNobody, kNobody) == 0;
}

// Calls `body` on a thread of its own. False if that is not allowed here.
template <typename Body>
bool RunAsNobody(Body body) {
  bool may = false;
  std::thread([&] {
    may = BecomeNobody();
    // Or /proc/self would be closed to it.
    prctl(PR_SET_DUMPABLE, 1);
    if (may) body();
  }).join();
  return may;
}

bool MayChangeUser() {
  return RunAsNobody([] {});
}

// A copy of a program where every user may enter.
class ForEveryone {
 public:
  explicit ForEveryone(const std::string& program) {
    char folder[] = "/tmp/process_test.XXXXXX";
    EXPECT_NE(mkdtemp(folder), nullptr);
    folder_ = folder;
    fs::copy_file(program, path());
    EXPECT_EQ(chmod(folder, 0755), 0);
    EXPECT_EQ(chmod(path().c_str(), 0755), 0);
  }
  ~ForEveryone() { fs::remove_all(folder_); }

  std::string path() const { return folder_ + "/program"; }

 private:
  std::string folder_;
};

#define SKIP_UNLESS_ROOT() \
  if (!MayChangeUser()) GTEST_SKIP() << "only root may change users"

TEST(RightsPosixTest, AChildCanRunAsAnotherUser) {
  SKIP_UNLESS_ROOT();
  const ForEveryone program(ChildPosix());
  const auto user = [&](const PosixOptions& posix) {
    return CheckOutput({program.path(), "user"}, {.start = With(posix)});
  };
  EXPECT_THAT(user({.uid = kNobody, .gid = kOthers}),
              IsOkAndHolds("65534 65533"))
      << "and none of our groups";
  EXPECT_THAT(user({.uid = kNobody, .gid = kOthers, .groups = {{7, 5}}}),
              IsOkAndHolds("65534 65533 5 7"));
  EXPECT_THAT(user({.groups = {{3}}}),
              IsOkAndHolds(absl::StrCat(getuid(), " ", getgid(), " 3")));
}

// The kernel guards a process that changes its user, by its memory: that must
// not be ours.
TEST(RightsPosixTest, StartingAsAnotherUserLeavesThisProgramDumpable) {
  SKIP_UNLESS_ROOT();
  const ForEveryone program(Tiny());
  const int before = prctl(PR_GET_DUMPABLE);
  EXPECT_OK(process::Run({program.path()},
                         {.start = With({.uid = kNobody, .gid = kNobody})}));
  EXPECT_EQ(prctl(PR_GET_DUMPABLE), before);
}

TEST(RightsPosixTest, AProgramThatTheOtherUserMayNotRunIsPermissionDenied) {
  SKIP_UNLESS_ROOT();
  const ForEveryone program(Tiny());
  chmod(program.path().c_str(), 0700);
  EXPECT_THAT(process::Run({program.path()}, {.start = With({.uid = kNobody})})
                  .status(),
              StatusIs(absl::StatusCode::kPermissionDenied, HasSubstr("exec")));
}

TEST(RightsPosixTest, WhoIsNotRootCannotChangeUsersAndIsTold) {
  const ForEveryone program(Tiny());
  const auto try_all = [&] {
    const LeakCheck leaks;
    EXPECT_THAT(
        process::Run({program.path()}, {.start = With({.uid = 1})}).status(),
        StatusIs(absl::StatusCode::kPermissionDenied, HasSubstr("setuid 1")));
    EXPECT_THAT(
        process::Run({program.path()}, {.start = With({.gid = 1})}).status(),
        StatusIs(absl::StatusCode::kPermissionDenied, HasSubstr("setgid 1")));
    EXPECT_THAT(
        process::Run({program.path()}, {.start = With({.groups = {{1}}})})
            .status(),
        StatusIs(absl::StatusCode::kPermissionDenied, HasSubstr("setgroups")));
    EXPECT_EQ(leaks.Found(), "");
  };
  if (getuid() != 0) {
    try_all();
  } else if (!RunAsNobody(try_all)) {
    GTEST_SKIP() << "may not become another user";
  }
}

// To the system calls it means "as it is", that is root.
TEST(RightsPosixTest, TheUserMinusOneIsRefused) {
  constexpr uint32_t kMinusOne = std::numeric_limits<uint32_t>::max();
  EXPECT_THAT(
      process::Run({Tiny()}, {.start = With({.uid = kMinusOne})}).status(),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("4294967295")));
  EXPECT_THAT(
      process::Run({Tiny()}, {.start = With({.gid = kMinusOne})}).status(),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("4294967295")));
}

TEST(RightsPosixTest, TooManyProcessesAreResourceExhaustedUntilThereIsRoom) {
  const ForEveryone program(Tiny());
  const bool ran = RunAsNobody([&] {
    const LeakCheck leaks;
    {
      // Our own thread is one of that user already.
      const ScopedLimit few(RLIMIT_NPROC, 0);
      EXPECT_THAT(
          process::Run({program.path()}).status(),
          StatusIs(absl::StatusCode::kResourceExhausted, HasSubstr("fork")));
    }
    EXPECT_OK(process::Run({program.path()}));
    EXPECT_EQ(leaks.Found(), "");
  });
  if (!ran) GTEST_SKIP() << "may not become another user";
}

// ---- Group and session -----------------------------------------------------

struct Place {
  int64_t pid = 0;
  int64_t group = 0;
  int64_t session = 0;
};

Place PlaceOfChild(const StartOptions& options) {
  const absl::StatusOr<std::string> text = SeenByChild({"group"}, options);
  EXPECT_OK(text);
  const std::vector<std::string> parts = absl::StrSplit(*text, ' ');
  Place place;
  EXPECT_TRUE(parts.size() == 3 && absl::SimpleAtoi(parts[0], &place.pid) &&
              absl::SimpleAtoi(parts[1], &place.group) &&
              absl::SimpleAtoi(parts[2], &place.session))
      << *text;
  return place;
}

TEST(RightsPosixTest, AChildIsInOurGroupAndSessionUnlessAskedOtherwise) {
  const Place place = PlaceOfChild({});
  EXPECT_EQ(place.group, getpgrp());
  EXPECT_EQ(place.session, getsid(0));
}

TEST(RightsPosixTest, AChildCanLeadAGroup) {
  const Place place = PlaceOfChild({.group = Group::kNewGroup});
  EXPECT_EQ(place.group, place.pid);
  EXPECT_EQ(place.session, getsid(0));
}

TEST(RightsPosixTest, AChildCanLeadASession) {
  const Place place = PlaceOfChild({.group = Group::kNewSession});
  EXPECT_EQ(place.group, place.pid);
  EXPECT_EQ(place.session, place.pid);
}

TEST(RightsPosixTest, AChildCanJoinAGroup) {
  const absl::StatusOr<Subprocess> leader =
      Subprocess::Start({Tiny(), "hold"}, {.group = Group::kNewGroup});
  ASSERT_OK(leader);
  const Place place = PlaceOfChild(With({.join_group = leader->pid()}));
  EXPECT_EQ(place.group, leader->pid());
}

TEST(RightsPosixTest, AGroupThatDoesNotExistCannotBeJoined) {
  // One that has ended: no process is in its group.
  absl::StatusOr<Subprocess> leader =
      Subprocess::Start({Tiny()}, {.group = Group::kNewGroup});
  ASSERT_OK(leader);
  ASSERT_OK(leader->Wait());
  EXPECT_THAT(
      process::Run({Tiny()}, {.start = With({.join_group = leader->pid()})})
          .status(),
      StatusIs(absl::StatusCode::kPermissionDenied,
               HasSubstr(absl::StrCat("setpgid ", leader->pid()))));
}

// ---- The parent's death ----------------------------------------------------

// The child holds its parent's output open, so that ends with both.
TEST(RightsPosixTest, AChildThatDiesWithItsParentDoes) {
  absl::StatusOr<Subprocess> parent = Subprocess::Start(
      {testing_util::ProgramPath("MORTAL_PARENT"),
       testing_util::ProgramPath("CHILD"), "pid", "+", "hold"},
      {.out = Stdio::Pipe()});
  ASSERT_OK(parent);
  const absl::StatusOr<std::string> pid = parent->out().Read();
  ASSERT_OK(pid);
  ASSERT_FALSE(pid->empty()) << "the child runs";
  ASSERT_OK(parent->Kill());
  ASSERT_OK(parent->Wait());
  EXPECT_THAT(parent->out().Read(), IsOkAndHolds(""));
}

// ---- Which file ------------------------------------------------------------

// A folder with a program in it.
std::string FolderWith(absl::string_view folder, absl::string_view program) {
  const std::string path = MakeFolder(folder);
  fs::create_symlink(Tiny(), absl::StrCat(path, "/", program));
  return path;
}

StartOptions WithPath(const std::string& path) {
  return {.env = Environment{{"PATH", path}}};
}

TEST(RightsPosixTest, AProgramIsFoundOnTheChildsPath) {
  const std::string folder = FolderWith("on_path", "only_there");
  const std::vector<std::string> args = {"only_there", "exit", "7"};
  const absl::StatusOr<CompletedProcess> result =
      process::Run(args, {.start = WithPath(folder)});
  ASSERT_OK(result);
  EXPECT_EQ(result->status, ExitStatus::FromCode(7));
  EXPECT_THAT(FindExecutable("only_there", WithPath(folder)),
              IsOkAndHolds(folder + "/only_there"));
  EXPECT_THAT(process::Run(args).status(),
              StatusIs(absl::StatusCode::kNotFound,
                       AllOf(HasSubstr("only_there"), HasSubstr("PATH"))));
}

TEST(RightsPosixTest, OurPathDoesNotCountIfTheChildHasAnother) {
  const std::string empty = MakeFolder("empty");
  EXPECT_THAT(process::Run({"ls"}, {.start = WithPath(empty)}).status(),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST(RightsPosixTest, WithoutAPathTheSystemsFoldersAreLookedInto) {
  StartOptions options;
  options.env = Environment();
  options.executable = "ls";
  EXPECT_OK(process::Run({"ls"}, {.start = options}));
}

TEST(RightsPosixTest, RelativeFoldersOnPathCountFromTheChildsFolder) {
  const std::string folder = FolderWith("relative", "program_a");
  fs::create_directory(folder + "/bin");
  fs::create_symlink(Tiny(), folder + "/bin/program_b");
  StartOptions options = WithPath("bin:");  // and the current folder
  options.cwd = folder;
  EXPECT_OK(process::Run({"program_a"}, {.start = options}));
  EXPECT_OK(process::Run({"program_b"}, {.start = options}));
  EXPECT_OK(process::Run({"./program_a"}, {.start = options}));
  EXPECT_OK(process::Run({"bin/program_b"}, {.start = options}));
  EXPECT_THAT(process::Run({"program_b"}, {.start = WithPath("bin:")}).status(),
              StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(FindExecutable("program_b", options),
              IsOkAndHolds(folder + "/bin/program_b"));
}

TEST(RightsPosixTest, TheSearchGoesOnBehindWhatCannotBeRun) {
  const std::string folder = FolderWith("good", "program");
  const std::string bad = MakeFolder("bad");
  fs::create_directory(bad + "/program");
  const std::string path =
      absl::StrCat(MakeExecutable("file", ""), ":/no/such/folder:", bad, ":",
                   std::string(5000, 'x'), ":", folder);
  EXPECT_OK(process::Run({"program"}, {.start = WithPath(path)}));
}

TEST(RightsPosixTest, WhatIsThereButCannotBeRunIsPermissionDenied) {
  const std::string bad = MakeFolder("denied");
  std::ofstream(bad + "/program") << "text";
  EXPECT_THAT(
      process::Run({"program"}, {.start = WithPath(absl::StrCat(
                                     "/no/such/folder:", bad, ":/nor/such"))})
          .status(),
      StatusIs(absl::StatusCode::kPermissionDenied,
               HasSubstr(bad + "/program")));
}

TEST(RightsPosixTest, AFileOnPathIsNoReasonForAnotherMessage) {
  const absl::Status status =
      process::Run({"no_such"},
                   {.start = WithPath(MakeExecutable("no_folder", ""))})
          .status();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(
      process::Run({"no_such"}, {.start = WithPath("/a:/b")}).status(),
      StatusIs(absl::StatusCode::kNotFound, HasSubstr("looked for on PATH")));
}

TEST(RightsPosixTest, AFileInPlaceOfAFolderIsNotFound) {
  EXPECT_THAT(process::Run({MakeExecutable("file", "") + "/program"}).status(),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("file/program")));
}

TEST(RightsPosixTest, AFolderThatIsNotThereIsNamedAndNotTheProgram) {
  const absl::Status status =
      process::Run({Tiny()}, {.start = {.cwd = "/no/such/folder"}}).status();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kNotFound,
                               HasSubstr("chdir \"/no/such/folder\"")));
  EXPECT_EQ(FailureOf(status), (StartFailure{.stage = "chdir",
                                             .path = "/no/such/folder",
                                             .os_error = ENOENT}));
}

TEST(RightsPosixTest, AScriptWithoutAFirstLineIsToldWhatItNeeds) {
  EXPECT_THAT(
      process::Run({MakeExecutable("garbage", "no program, no script\n")})
          .status(),
      StatusIs(absl::StatusCode::kPermissionDenied,
               AllOf(HasSubstr("garbage"), HasSubstr("#!"))));
}

TEST(RightsPosixTest, AMissingInterpreterIsNotAMissingScript) {
  const std::string folder = MakeFolder("scripts");
  const std::string script =
      MakeExecutable("scripts/script", "#!/no/such/interpreter\n");
  StartOptions there;
  there.cwd = folder;
  for (const absl::Status& status :
       {process::Run({script}).status(),
        process::Run({"./script"}, {.start = there}).status(),
        process::Run({"script"},
                     {.start = WithPath(absl::StrCat("/no/such:", folder))})
            .status()}) {
    EXPECT_THAT(status, StatusIs(absl::StatusCode::kNotFound,
                                 HasSubstr("the interpreter that it names")));
  }
}

// ---- Files that are busy ---------------------------------------------------

std::string CopyOfTiny(absl::string_view name) {
  const std::string path = absl::StrCat(::testing::TempDir(), "/", name);
  fs::copy_file(Tiny(), path, fs::copy_options::overwrite_existing);
  return path;
}

TEST(RightsPosixTest,
     AProgramThatStaysOpenForWritingIsRefusedAndTheReasonTold) {
  const LeakCheck leaks;
  const std::string busy = CopyOfTiny("busy");
  {
    const UniqueHandle writer(open(busy.c_str(), O_WRONLY | O_CLOEXEC));
    EXPECT_THAT(process::Run({busy}).status(),
                StatusIs(absl::StatusCode::kFailedPrecondition,
                         HasSubstr("still open for writing")));
  }
  EXPECT_OK(process::Run({busy}));
  EXPECT_EQ(leaks.Found(), "");
}

// Each thread writes a program, closes it and runs it, while children of the
// other threads hold it open for a moment: between their start and execve().
TEST(RightsPosixTest, WhatOneHasJustWrittenCanBeRun) {
  std::string content;
  {
    std::ifstream file(Tiny(), std::ios::binary);
    content.assign(std::istreambuf_iterator<char>(file), {});
  }
  testing_util::RunOnThreads(4, [&](int thread) {
    for (int i = 0; i < 50; ++i) {
      const std::string program =
          MakeExecutable(absl::StrCat("written", thread, "_", i), content);
      EXPECT_OK(process::Run({program}));
      fs::remove(program);
    }
  });
}

}  // namespace
}  // namespace process
