// SPDX-License-Identifier: Apache-2.0

#include "tools/grade/jail/jail.h"

#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <ostream>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/process/communicate.h"
#include "common/process/find_executable.h"
#include "common/process/pipe.h"
#include "common/process/run.h"
#include "common/process/stdio.h"
#include "common/process/subprocess.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "tools/grade/jail/limits.h"

namespace grade {
namespace {

using ::testing::AnyOf;
using ::testing::Eq;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing_util::StatusIs;

const char kPrisoner[] = "tools/grade/jail/testing/prisoner";

struct Seen {
  JailReport report;
  std::string out;
  std::string err;
};

class JailTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!process::FindExecutable("bwrap").ok()) {
      GTEST_SKIP() << "NOT TESTED: bubblewrap is not installed "
                      "(tools/setup --grading installs it)";
    }
  }

  static JailOptions Small() {
    JailOptions options;
    options.limits.cpu = absl::Seconds(2);
    options.limits.wall = absl::Seconds(120);
    options.limits.memory = int64_t{128} << 20;
    options.limits.processes = 16;
    options.limits.file_size = 4 << 20;
    options.limits.disk = 8 << 20;
    options.limits.output = 64 << 10;
    return options;
  }

  static Seen Lock(std::vector<std::string> deed,
                   const JailOptions& options = Small()) {
    deed.insert(deed.begin(), kPrisoner);
    Seen seen;
    const absl::StatusOr<JailReport> report = RunInJail(
        deed, options,
        [&](process::OutputStream stream, absl::string_view bytes) {
          (stream == process::OutputStream::kOut ? seen.out : seen.err)
              .append(bytes);
          return true;
        });
    EXPECT_OK(report);
    if (report.ok()) seen.report = *report;
    return seen;
  }
};

void PrintTo(const Seen& seen, std::ostream* out) {
  *out << Name(seen.report.end) << ": " << seen.report.detail << "\n"
       << seen.out << seen.err;
}

MATCHER_P(Ends, end, std::string(Name(end))) { return arg.report.end == end; }

TEST_F(JailTest, StreamsAndTheExitCodePassThrough) {
  const Seen seen = Lock({"say", "hello"});
  EXPECT_THAT(seen, Ends(JailEnd::kExited));
  EXPECT_EQ(seen.out, "hello");
  EXPECT_EQ(seen.err, "hello");
  EXPECT_EQ(seen.report.output, 10);
  const Seen code = Lock({"exit", "7"});
  EXPECT_THAT(code, Ends(JailEnd::kExited));
  EXPECT_EQ(code.report.status.exit_code(), 7);
}

TEST_F(JailTest, ASignalIsACrashThatNamesIt) {
  const Seen seen = Lock({"signal", absl::StrCat(SIGSEGV)});
  ASSERT_THAT(seen, Ends(JailEnd::kSignaled));
  EXPECT_EQ(seen.report.status.term_signal(), SIGSEGV);
}

TEST_F(JailTest, TheProgramEndsByTheSameSignal) {
  ASSERT_OK_AND_ASSIGN(const process::CompletedProcess jail,
                       process::Run({"tools/grade/jail/jail", "--", kPrisoner,
                                     "signal", absl::StrCat(SIGSEGV)}));
  ASSERT_TRUE(jail.status.signaled()) << jail.status;
  EXPECT_EQ(jail.status.term_signal(), SIGSEGV);
}

TEST_F(JailTest, TheReportNamesTheLimit) {
  const std::string report = ::testing::TempDir() + "/report";
  process::RunOptions options;
  options.start.env_changes = {{"JAIL_REPORT", report}};
  ASSERT_OK_AND_ASSIGN(
      const process::CompletedProcess jail,
      process::Run({"tools/grade/jail/jail", "--limits={\"cpu_seconds\": 1}",
                    "--", kPrisoner, "spin"},
                   options));
  EXPECT_EQ(jail.status.exit_code(), 125);
  std::string line;
  std::getline(std::ifstream(report) >> std::ws, line);
  EXPECT_EQ(line, "CPU_LIMIT computed for more than 1s");
}

// Or the judge would take a jail that was killed for a program that crashed.
TEST_F(JailTest, TheReportTellsOfAnEndThatIsTheProgramsOwn) {
  const std::string report = ::testing::TempDir() + "/ended";
  process::RunOptions options;
  options.start.env_changes = {{"JAIL_REPORT", report}};
  for (const std::vector<std::string>& end :
       {std::vector<std::string>{"exit", "7"},
        std::vector<std::string>{"signal", absl::StrCat(SIGSEGV)}}) {
    std::filesystem::remove(report);
    std::vector<std::string> command = {"tools/grade/jail/jail", "--",
                                        kPrisoner};
    command.insert(command.end(), end.begin(), end.end());
    ASSERT_OK(process::Run(command, options));
    std::string line;
    std::getline(std::ifstream(report), line);
    EXPECT_EQ(line, "ENDED") << end[0];
  }
}

// The answer that it gave may be right.
TEST_F(JailTest, WhoLeavesAProcessBehindIsReportedAndStillEndsAsItDid) {
  const std::string report = ::testing::TempDir() + "/leak";
  process::RunOptions options;
  options.start.env_changes = {{"JAIL_REPORT", report}};
  ASSERT_OK_AND_ASSIGN(
      const process::CompletedProcess jail,
      process::Run({"tools/grade/jail/jail", "--init=tools/grade/jail/init",
                    "--", kPrisoner, "leave", "1"},
                   options));
  EXPECT_TRUE(jail.status.ok()) << jail.status;
  EXPECT_EQ(jail.out, "left\n");
  std::string line;
  std::getline(std::ifstream(report) >> std::ws, line);
  EXPECT_THAT(line, ::testing::StartsWith("LEAK "));
}

TEST_F(JailTest, InputIsTheCallers) {
  ASSERT_OK_AND_ASSIGN(process::Pipe pipe, process::OpenPipe());
  process::PipeWriter writer(std::move(pipe.write));
  ASSERT_OK(writer.Write("questions"));
  writer.Close();
  JailOptions options = Small();
  options.in = process::Stdio::Own(std::move(pipe.read));
  EXPECT_EQ(Lock({"echo"}, options).out, "questions");
}

TEST_F(JailTest, ComputingForeverIsCpuLimit) {
  const Seen seen = Lock({"spin"});
  EXPECT_THAT(seen, Ends(JailEnd::kCpuLimit));
  EXPECT_GE(seen.report.cpu, absl::Seconds(1.9));
}

TEST_F(JailTest, ProcessorTimeOfChildrenCounts) {
  EXPECT_THAT(Lock({"spin_in_children"}), Ends(JailEnd::kCpuLimit));
}

TEST_F(JailTest, SleepingForeverIsWallLimit) {
  JailOptions options = Small();
  options.limits.wall = absl::Seconds(1);
  EXPECT_THAT(Lock({"sleep"}, options), Ends(JailEnd::kWallLimit));
  EXPECT_THAT(Lock({"stubborn"}, options), Ends(JailEnd::kWallLimit));
}

TEST_F(JailTest, TooMuchMemoryIsMemLimit) {
  EXPECT_THAT(Lock({"hog", "4096"}), Ends(JailEnd::kMemoryLimit));
  JailOptions watched = Small();
  watched.limits.address_space = false;
  EXPECT_THAT(Lock({"hog", "4096"}, watched), Ends(JailEnd::kMemoryLimit));
  EXPECT_THAT(Lock({"hog_in_children"}, watched), Ends(JailEnd::kMemoryLimit));
}

TEST_F(JailTest, MemoryWithinTheLimitIsNoOffence) {
  const Seen seen = Lock({"hog", "64"});
  EXPECT_THAT(seen, Ends(JailEnd::kExited));
  // The system counts a few pages late.
  EXPECT_GE(seen.report.peak_memory, 60 << 20);
  EXPECT_LE(seen.report.peak_memory, 80 << 20);
}

// Of this run alone, although the calling process has had a larger child.
TEST_F(JailTest, UseOfMemoryIsThatOfOneRun) {
  Lock({"hog", "64"});
  EXPECT_LE(Lock({"say", "hello"}).report.peak_memory, 20 << 20);
}

TEST_F(JailTest, TheProgramsLogTellsWhatWasUsed) {
  const std::string log = ::testing::TempDir() + "/memory.jsonl";
  ASSERT_OK_AND_ASSIGN(
      const process::CompletedProcess jail,
      process::Run({"tools/grade/jail/jail", absl::StrCat("--log=", log), "--",
                    kPrisoner, "hog", "64"}));
  EXPECT_TRUE(jail.status.ok()) << jail.status;
  std::string line;
  std::ifstream file(log);
  ASSERT_TRUE(std::getline(file, line));
  ASSERT_OK_AND_ASSIGN(
      const JailReport report,
      JailReportFromJson(nlohmann::json::parse(line, nullptr, false)));
  EXPECT_EQ(report.end, JailEnd::kExited);
  EXPECT_GE(report.peak_memory, 60 << 20);
}

TEST_F(JailTest, AForkBombIsProcLimit) {
  const Seen seen = Lock({"bomb"});
  EXPECT_THAT(seen, Ends(JailEnd::kProcessLimit));
  EXPECT_LE(seen.report.peak_processes, 18);
}

TEST_F(JailTest, TooManyThreadsAreProcLimit) {
  EXPECT_THAT(Lock({"threads"}), Ends(JailEnd::kProcessLimit));
}

TEST_F(JailTest, AFloodOfOutputIsOutLimit) {
  for (const char* stream : {"1", "2"}) {
    const Seen seen = Lock({"flood", stream});
    EXPECT_THAT(seen, Ends(JailEnd::kOutputLimit));
    EXPECT_LE(seen.out.size() + seen.err.size(), 64 << 10);
  }
}

TEST_F(JailTest, ALargeFileIsDiskLimit) {
  EXPECT_THAT(Lock({"large_file"}), Ends(JailEnd::kDiskLimit));
}

TEST_F(JailTest, ManyFilesAreDiskLimit) {
  EXPECT_THAT(Lock({"many_files", "/tmp"}), Ends(JailEnd::kDiskLimit));
  EXPECT_THAT(Lock({"many_files", "/dev/shm"}), Ends(JailEnd::kDiskLimit));
}

TEST_F(JailTest, NothingElseCanBeWrittenTo) {
  for (const char* folder : {"/", "/dev", "/usr/lib", "/jail", "/proc"}) {
    EXPECT_THAT(Lock({"many_files", folder}).out, HasSubstr("cannot write"))
        << folder;
  }
}

TEST_F(JailTest, WaitingForEachOtherIsDeadlock) {
  for (const char* deed : {"self_lock", "opposite_orders", "full_pipes"}) {
    const Seen seen = Lock({deed});
    EXPECT_THAT(seen, Ends(JailEnd::kDeadlock)) << deed;
    EXPECT_THAT(seen.report.detail, HasSubstr("waits for")) << deed;
  }
}

TEST_F(JailTest, WaitingForTheJudgeIsNoDeadlock) {
  ASSERT_OK_AND_ASSIGN(process::Pipe pipe, process::OpenPipe());
  JailOptions options = Small();
  options.limits.wall = absl::Seconds(3);
  options.in = process::Stdio::Own(std::move(pipe.read));
  EXPECT_THAT(Lock({"echo"}, options), Ends(JailEnd::kWallLimit));
}

TEST_F(JailTest, TheEnvironmentIsEmpty) {
  setenv("SECRET", "of the grader", 1);
  EXPECT_EQ(Lock({"environment"}).out, "");
}

TEST_F(JailTest, OnlyThreeDescriptorsAreOpen) {
  EXPECT_EQ(Lock({"descriptors"}).out, "0\n1\n2\n");
}

TEST_F(JailTest, OtherProcessesAreOutOfSight) {
  EXPECT_EQ(Lock({"processes"}).out, "1\n2\n");
}

TEST_F(JailTest, FilesOfThisMachineAreOutOfSight) {
  for (const char* folder :
       {"/home", "/root", "/etc", "/var", "/work", "/mnt"}) {
    EXPECT_THAT(Lock({"folder", folder}).out, HasSubstr("No such file"));
  }
  EXPECT_EQ(Lock({"folder", "/tmp"}).out, "");
}

TEST_F(JailTest, ThereIsNoNetwork) {
  for (const char* address : {"169.254.169.254", "192.0.2.1"}) {
    EXPECT_THAT(Lock({"connect", address, "80"}).out, HasSubstr("unreachable"));
  }
}

TEST_F(JailTest, TheLoopbackIsItsOwn) {
  const int listener = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  auto* const any = reinterpret_cast<sockaddr*>(&address);
  ASSERT_EQ(bind(listener, any, size), 0);
  ASSERT_EQ(listen(listener, 1), 0);
  ASSERT_EQ(getsockname(listener, any, &size), 0);
  const std::string port = absl::StrCat(ntohs(address.sin_port));
  EXPECT_EQ(Lock({"connect", "127.0.0.1", port}).out, "Connection refused\n");
  close(listener);
}

TEST_F(JailTest, WaysOutAreShut) { EXPECT_EQ(Lock({"forbidden"}).out, ""); }

TEST_F(JailTest, ParentsCannotBeHurt) {
  EXPECT_THAT(Lock({"kill_parent"}), Ends(JailEnd::kExited));
  JailOptions options = Small();
  options.limits.wall = absl::Seconds(2);
  EXPECT_THAT(Lock({"stop_parent"}, options),
              AnyOf(Ends(JailEnd::kExited), Ends(JailEnd::kWallLimit)));
}

// A daemon has no way to tell us that it lives, so look for the program's name.
bool APrisonerLives() {
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    std::ifstream file(entry.path() / "cmdline");
    std::string command;
    std::getline(file, command);
    if (absl::StartsWith(command, "/jail/prisoner")) return true;
  }
  return false;
}

TEST_F(JailTest, NothingSurvives) {
  EXPECT_EQ(Lock({"daemon"}).out, "gone\n");
  EXPECT_FALSE(APrisonerLives());
  Lock({"bomb"});
  EXPECT_FALSE(APrisonerLives());
}

JailOptions WithInit(JailOptions options) {
  options.init = "tools/grade/jail/init";
  return options;
}

TEST_F(JailTest, AProcessLeftBehindIsALeak) {
  const Seen seen = Lock({"leave", "1"}, WithInit(Small()));
  EXPECT_THAT(seen, Ends(JailEnd::kLeftBehind));
  EXPECT_EQ(seen.out, "left\n");
  EXPECT_FALSE(APrisonerLives());
  EXPECT_THAT(Lock({"leave", "0"}, WithInit(Small())), Ends(JailEnd::kExited));
}

TEST_F(JailTest, InitChangesNothingElse) {
  const JailOptions options = WithInit(Small());
  const Seen code = Lock({"exit", "7"}, options);
  EXPECT_THAT(code, Ends(JailEnd::kExited));
  EXPECT_EQ(code.report.status.exit_code(), 7);
  const Seen crash = Lock({"signal", absl::StrCat(SIGSEGV)}, options);
  ASSERT_THAT(crash, Ends(JailEnd::kSignaled));
  EXPECT_EQ(crash.report.status.term_signal(), SIGSEGV);
  EXPECT_EQ(Lock({"descriptors"}, options).out, "0\n1\n2\n");
  EXPECT_EQ(Lock({"processes"}, options).out, "1\n2\n");
  EXPECT_EQ(Lock({"forbidden"}, options).out, "");
  EXPECT_GE(Lock({"hog", "64"}, options).report.peak_memory, 60 << 20);
  EXPECT_THAT(Lock({"spin"}, options), Ends(JailEnd::kCpuLimit));
  EXPECT_THAT(Lock({"bomb"}, options), Ends(JailEnd::kProcessLimit));
  EXPECT_THAT(Lock({"opposite_orders"}, options), Ends(JailEnd::kDeadlock));
  EXPECT_THAT(Lock({"kill_parent"}, options), Ends(JailEnd::kExited));
}

TEST_F(JailTest, NothingSurvivesTheJailItself) {
  ASSERT_OK_AND_ASSIGN(
      process::Subprocess jail,
      process::Subprocess::Start(
          {"tools/grade/jail/jail", "--", kPrisoner, "stubborn"}));
  while (!APrisonerLives()) {
    ASSERT_EQ(jail.Poll(), std::nullopt);
    usleep(1000);
  }
  ASSERT_OK(jail.Kill());
  ASSERT_OK(jail.Wait());
  while (APrisonerLives()) usleep(1000);  // else the test's time runs out
}

TEST_F(JailTest, FilesAndFoldersCanBePlaced) {
  const std::filesystem::path folder =
      std::filesystem::path(::testing::TempDir()) / "placed";
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "inside") << "x";
  JailOptions options = Small();
  options.keep_user = true;
  options.folders = {{folder.string(), "/placed"}};
  options.files = {{(folder / "inside").string(), "/copied/inside"}};
  EXPECT_EQ(Lock({"folder", "/placed"}, options).out, "inside\n");
  EXPECT_EQ(Lock({"folder", "/copied"}, options).out, "inside\n");
}

TEST_F(JailTest, AMissingProgramIsNamed) {
  const auto nothing = [](process::OutputStream, absl::string_view) {
    return true;
  };
  EXPECT_THAT(RunInJail({"no/such/program"}, Small(), nothing),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("no/such")));
  EXPECT_THAT(RunInJail({}, Small(), nothing),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_F(JailTest, WallsThatCannotBeBuiltAreNoFaultOfTheProgram) {
  JailOptions options = Small();
  options.folders = {{"/no/such/folder", "/there"}};
  const Seen seen = Lock({"exit", "0"}, options);
  EXPECT_THAT(seen, Ends(JailEnd::kNotStarted));
  EXPECT_THAT(seen.report.detail, HasSubstr("/no/such/folder"));
}

}  // namespace
}  // namespace grade
