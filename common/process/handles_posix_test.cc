// SPDX-License-Identifier: Apache-2.0
//
// Which descriptors a child gets, and that none stays open here.

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/process/exit_status.h"
#include "common/process/handle.h"
#include "common/process/options.h"
#include "common/process/pipe.h"
#include "common/process/run.h"
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

using ::testing::HasSubstr;
using ::testing_util::IsOkAndHolds;
using ::testing_util::LeakCheck;
using ::testing_util::OpenDescriptors;
using ::testing_util::ScopedClosedStreams;
using ::testing_util::ScopedDescriptor;
using ::testing_util::ScopedLimit;
using ::testing_util::StatusIs;

std::string Child() { return testing_util::ProgramPath("CHILD"); }
std::string ChildPosix() { return testing_util::ProgramPath("CHILD_POSIX"); }
std::string Tiny() { return testing_util::ProgramPath("TINY"); }

// What a child that is passed `handles` has open.
absl::StatusOr<std::string> SeenByChild(
    std::vector<NativeHandle> handles = {}) {
  return CheckOutput({ChildPosix(), "descriptors"},
                     {.start = {.pass_handles = std::move(handles)}});
}

// A pipe for tests that look at what arrives in it, and when it ends.
struct TestPipe {
  PipeReader read;
  UniqueHandle write;
};

TestPipe MakePipe() {
  absl::StatusOr<Pipe> pipe = OpenPipe();
  EXPECT_OK(pipe);
  return {PipeReader(std::move(pipe->read)), std::move(pipe->write)};
}

// ---- What a child gets -----------------------------------------------------

TEST(HandlesPosixTest, AChildGetsItsStreamsAndNothingElse) {
  const ScopedDescriptor a(30);
  const ScopedDescriptor b(50);
  const ScopedDescriptor c(1000);
  EXPECT_THAT(SeenByChild(), IsOkAndHolds("0 1 2 "));
}

TEST(HandlesPosixTest, EvenAboveALimitThatWasLoweredLater) {
  const ScopedDescriptor high(1000);
  const ScopedLimit low(RLIMIT_NOFILE, 200);
  EXPECT_THAT(SeenByChild(), IsOkAndHolds("0 1 2 "));
}

TEST(HandlesPosixTest, PassedHandlesKeepTheirNumbersAndTheirNeighboursGo) {
  const ScopedDescriptor a(30);
  const ScopedDescriptor b(31);
  const ScopedDescriptor c(32);
  const ScopedDescriptor d(33);
  EXPECT_THAT(SeenByChild({32, 30}), IsOkAndHolds("0 1 2 30 32 "));
  EXPECT_THAT(SeenByChild({33, 30, 33, 31}), IsOkAndHolds("0 1 2 30 31 33 "))
      << "in any order, and one of them twice";
  EXPECT_THAT(SeenByChild({1}), IsOkAndHolds("0 1 2 "))
      << "a stream is there anyway";
}

TEST(HandlesPosixTest, APassedHandleLeadsToTheSameFile) {
  TestPipe pipe = MakePipe();
  const int64_t number = pipe.write.get();
  EXPECT_OK(process::Run({Child(), "write-to", absl::StrCat(number)},
                         {.start = {.pass_handles = {number}}}));
  EXPECT_THAT(pipe.read.Read(), IsOkAndHolds("x"));
}

TEST(HandlesPosixTest, PassingAHandleLeavesItsCloseOnExecFlagHereAsItIs) {
  TestPipe pipe = MakePipe();
  const ScopedDescriptor open_for_exec(30);
  EXPECT_OK(SeenByChild({pipe.write.get(), 30}));
  EXPECT_EQ(fcntl(static_cast<int>(pipe.write.get()), F_GETFD), FD_CLOEXEC);
  EXPECT_EQ(fcntl(30, F_GETFD), 0);
}

TEST(HandlesPosixTest, AHandleThatIsNotOpenIsRefusedAndNamed) {
  const LeakCheck leaks;
  for (const NativeHandle bad :
       {NativeHandle{999}, NativeHandle{-7}, NativeHandle{1} << 32}) {
    EXPECT_THAT(SeenByChild({bad}).status(),
                StatusIs(absl::StatusCode::kInvalidArgument,
                         HasSubstr(absl::StrCat("pass handle ", bad))));
    EXPECT_THAT(
        process::Run({Tiny()}, {.start = {.out = Stdio::Borrow(bad)}}).status(),
        StatusIs(absl::StatusCode::kInvalidArgument,
                 HasSubstr(absl::StrCat("use handle ", bad))));
  }
  EXPECT_EQ(leaks.Found(), "");
}

// The pipes that Start() opens get the lowest free numbers.
TEST(HandlesPosixTest, AHandleThatIsNotOpenIsRefusedEvenIfAPipeGetsItsNumber) {
  const NativeHandle lowest = fcntl(STDIN_FILENO, F_DUPFD, 0);
  close(static_cast<int>(lowest));
  for (NativeHandle bad = lowest; bad < lowest + 6; ++bad) {
    if (fcntl(static_cast<int>(bad), F_GETFD) >= 0) continue;
    StartOptions options;
    options.in = Stdio::Pipe();
    options.out = Stdio::Pipe();
    options.pass_handles = {bad};
    EXPECT_THAT(Subprocess::Start({Tiny()}, options).status(),
                StatusIs(absl::StatusCode::kInvalidArgument));
    options.pass_handles = {};
    options.err = Stdio::Borrow(bad);
    EXPECT_THAT(Subprocess::Start({Tiny()}, options).status(),
                StatusIs(absl::StatusCode::kInvalidArgument));
  }
}

// ---- What is no pipe -------------------------------------------------------

TEST(HandlesPosixTest, OfWhatIsNoPipeNothingWaitsAndThereIsNoCapacity) {
  int sockets[2];
  ASSERT_EQ(socketpair(AF_UNIX, SOCK_STREAM, 0, sockets), 0);
  const UniqueHandle other_end(sockets[1]);
  const PipeReader socket{UniqueHandle(sockets[0])};
  const PipeReader file{UniqueHandle(open("/dev/null", O_RDONLY | O_CLOEXEC))};
  for (const PipeReader* reader : {&socket, &file}) {
    EXPECT_THAT(reader->Waiting(),
                StatusIs(absl::StatusCode::kFailedPrecondition,
                         HasSubstr("is no pipe")));
    EXPECT_THAT(reader->Capacity(),
                StatusIs(absl::StatusCode::kFailedPrecondition,
                         HasSubstr("is no pipe")));
  }
}

// ---- Low numbers -----------------------------------------------------------

// Where a child's three streams lead, told apart by what is written to them.
struct Streams {
  std::string out;
  std::string err;
};

// Puts pipes in the place of this program's 1 and 2 for as long as `child` is
// started with `options`, and returns what arrives in each.
Streams RunWithPipesForStreams(const StartOptions& options) {
  TestPipe one = MakePipe();
  TestPipe two = MakePipe();
  absl::StatusOr<Subprocess> child;
  const std::vector<std::string> args = {Child(), "write", "out",
                                         "2",     "err",   "3"};
  {
    const ScopedClosedStreams closed({false, true, true});
    dup2(static_cast<int>(one.write.get()), 1);
    dup2(static_cast<int>(two.write.get()), 2);
    child = Subprocess::Start(args, options);
  }
  one.write.Close();
  two.write.Close();
  EXPECT_OK(child);
  EXPECT_OK(child->Wait());
  return {*one.read.Read(), *two.read.Read()};
}

TEST(HandlesPosixTest, StreamsCanBeSwapped) {
  StartOptions options;
  options.out = Stdio::Borrow(2);
  options.err = Stdio::Borrow(1);
  const Streams streams = RunWithPipesForStreams(options);
  EXPECT_EQ(streams.out, "eee");
  EXPECT_EQ(streams.err, "oo");
}

TEST(HandlesPosixTest, AStreamCanLeadToItself) {
  StartOptions options;
  options.out = Stdio::Borrow(1);
  options.err = Stdio::Borrow(2);
  const Streams streams = RunWithPipesForStreams(options);
  EXPECT_EQ(streams.out, "oo");
  EXPECT_EQ(streams.err, "eee");
}

TEST(HandlesPosixTest, BothStreamsCanLeadToOne) {
  StartOptions options;
  options.err = Stdio::Borrow(1);
  EXPECT_EQ(RunWithPipesForStreams(options).out, "ooeee");
  options.err = Stdio::Stdout();
  EXPECT_EQ(RunWithPipesForStreams(options).out, "ooeee");
  options.err = Stdio();
  options.out = Stdio::Stderr();
  EXPECT_EQ(RunWithPipesForStreams(options).err, "ooeee");
}

// 0 is a pipe's writing end here: as the input of the child it is overwritten
// before it becomes the output.
TEST(HandlesPosixTest, AStreamsSourceIsSafeFromTheOtherStreams) {
  TestPipe pipe = MakePipe();
  absl::StatusOr<Subprocess> child;
  const std::vector<std::string> args = {Child(), "write", "out",
                                         "2",     "err",   "3"};
  StartOptions options;
  options.in = Stdio::Null();
  options.out = Stdio::Borrow(0);
  options.err = Stdio::Borrow(0);
  {
    const ScopedClosedStreams closed({true, false, false});
    dup2(static_cast<int>(pipe.write.get()), 0);
    child = Subprocess::Start(args, options);
  }
  pipe.write.Close();
  ASSERT_OK(child);
  ASSERT_OK(child->Wait());
  EXPECT_THAT(pipe.read.Read(), IsOkAndHolds("ooeee"));
}

// A stream keeps its own flag if it stays where it is: the child needs it
// cleared.
TEST(HandlesPosixTest, ABorrowedStreamThatClosesOnExecReachesTheChild) {
  TestPipe pipe = MakePipe();
  absl::StatusOr<Subprocess> child;
  const std::vector<std::string> args = {Child(), "write", "out", "2"};
  StartOptions options;
  options.out = Stdio::Borrow(1);
  int flag_after = -1;
  {
    const ScopedClosedStreams closed({false, true, false});
    dup3(static_cast<int>(pipe.write.get()), 1, O_CLOEXEC);
    child = Subprocess::Start(args, options);
    flag_after = fcntl(1, F_GETFD);
  }
  pipe.write.Close();
  ASSERT_OK(child);
  ASSERT_OK(child->Wait());
  EXPECT_THAT(pipe.read.Read(), IsOkAndHolds("oo"));
  EXPECT_EQ(flag_after, FD_CLOEXEC);
}

// Every set of them, with pipes, which then get the free numbers.
TEST(HandlesPosixTest, WorksWhereStandardStreamsAreClosed) {
  const LeakCheck leaks;
  const std::string child = Child();
  for (int set = 0; set < 8; ++set) {
    absl::StatusOr<CompletedProcess> written;
    absl::StatusOr<CompletedProcess> echoed;
    {
      const ScopedClosedStreams closed(
          {(set & 1) != 0, (set & 2) != 0, (set & 4) != 0});
      written = process::Run({child, "write", "out", "2", "err", "3"});
      echoed =
          process::Run({child, "cat"}, {.io = {.input = "through and back"}});
    }
    ASSERT_OK(written);
    EXPECT_EQ(written->out, "oo");
    EXPECT_EQ(written->err, "eee");
    ASSERT_OK(echoed);
    EXPECT_EQ(echoed->out, "through and back");
  }
  EXPECT_EQ(leaks.Found(), "");
}

TEST(HandlesPosixTest, OurEndsOfPipesNeverBecomeOurStandardStreams) {
  StartOptions options;
  options.in = Stdio::Pipe();
  options.out = Stdio::Pipe();
  options.err = Stdio::Pipe();
  absl::StatusOr<Subprocess> child;
  absl::StatusOr<Pipe> pipe;
  std::vector<int> standard_streams;
  const std::string program = Child();
  {
    const ScopedClosedStreams closed;
    child = Subprocess::Start({program, "cat"}, options);
    pipe = OpenPipe();
    for (int fd = 0; fd < 3; ++fd) {
      if (fcntl(fd, F_GETFD) >= 0) standard_streams.push_back(fd);
    }
  }
  EXPECT_THAT(standard_streams, ::testing::IsEmpty());
  ASSERT_OK(child);
  EXPECT_OK(pipe);
  EXPECT_EQ(child->Communicate({.input = "x"})->out, "x");
}

// With 1 closed there is nothing that err could lead to. What matters is that
// it isn't the pipe that got the number 1.
TEST(HandlesPosixTest, ErrorOutputCannotFollowAClosedOutput) {
  StartOptions options;
  options.in = Stdio::Pipe();
  options.err = Stdio::Stdout();
  absl::Status status;
  const std::string program = Child();
  {
    const ScopedClosedStreams closed;
    status = Subprocess::Start({program, "cat"}, options).status();
  }
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument));
}

// ---- Nothing leaks ---------------------------------------------------------

TEST(HandlesPosixTest, FailedStartsLeaveNothingBehind) {
  const LeakCheck leaks;
  StartOptions bad_folder;
  bad_folder.cwd = "/no/such/folder";
  StartOptions pipes;
  pipes.in = Stdio::Pipe();
  pipes.out = Stdio::Pipe();
  pipes.err = Stdio::Pipe();
  StartOptions bad_file = pipes;
  bad_file.err = Stdio::File("/no/such/file", FileMode::kAppend);
  for (int i = 0; i < 500; ++i) {
    for (const StartOptions& options :
         {StartOptions(), bad_folder, pipes, bad_file}) {
      ASSERT_THAT(Subprocess::Start({"no/such/program"}, options).status(),
                  StatusIs(absl::StatusCode::kNotFound));
    }
  }
  EXPECT_EQ(leaks.Found(), "");
}

TEST(HandlesPosixTest, ADestroyedChildLeavesNothingBehind) {
  const LeakCheck leaks;
  for (int i = 0; i < 1000; ++i) {
    StartOptions options;
    options.in = Stdio::Pipe();
    options.out = Stdio::Pipe();
    ASSERT_OK(Subprocess::Start({Tiny(), "cat"}, options));
  }
  EXPECT_EQ(leaks.Found(), "");
}

// `cat` ends when nobody holds its input's other end any more: not this
// program, which closes it, and no child that another thread started meanwhile.
TEST(HandlesPosixTest, ChildrenOfOtherThreadsDoNotHoldAChildsPipesOpen) {
  const LeakCheck leaks;
  testing_util::RunOnThreads(8, [](int) {
    StartOptions options;
    options.in = Stdio::Pipe();
    options.out = Stdio::Pipe();
    for (int i = 0; i < 500; ++i) {
      absl::StatusOr<Subprocess> child =
          Subprocess::Start({Tiny(), "cat"}, options);
      ASSERT_OK(child);
      ASSERT_OK(child->in().Write("x"));
      child->in().Close();
      EXPECT_THAT(child->out().Read(), IsOkAndHolds("x"));
      EXPECT_THAT(child->out().Read(), IsOkAndHolds(""));
      EXPECT_THAT(child->Wait(), IsOkAndHolds(ExitStatus::FromCode(0)));
    }
  });
  EXPECT_EQ(leaks.Found(), "");
}

// ---- Not enough of them ----------------------------------------------------

// Whatever call it is that runs into the limit.
TEST(HandlesPosixTest, TooFewDescriptorsAreResourceExhaustedAndLeakNothing) {
  const LeakCheck leaks;
  const std::string tiny = Tiny();
  const int last_used = OpenDescriptors().back();
  StartOptions options;
  options.in = Stdio::Pipe();
  options.out = Stdio::Pipe();
  options.err = Stdio::Null();
  int started = 0;
  for (int limit = 0; limit <= last_used + 21; ++limit) {
    absl::StatusOr<Subprocess> child;
    absl::StatusOr<Output> output;
    {
      const ScopedLimit low(RLIMIT_NOFILE, limit);
      child = Subprocess::Start({tiny, "cat"}, options);
      if (child.ok()) output = child->Communicate({.input = "through"});
    }
    if (child.ok()) {
      ++started;
      ASSERT_OK(output);
      EXPECT_EQ(output->out, "through");
    } else {
      EXPECT_THAT(child.status(),
                  StatusIs(absl::StatusCode::kResourceExhausted))
          << "with a limit of " << limit;
    }
    child = absl::UnknownError("destroyed");
    EXPECT_EQ(leaks.Found(), "") << "with a limit of " << limit;
  }
  EXPECT_GT(started, 5);
  EXPECT_LT(started, last_used + 21);
}

TEST(HandlesPosixTest, ALimitOfNoDescriptorsDoesNotStopWaiting) {
  StartOptions options;
  options.in = Stdio::Pipe();
  absl::StatusOr<Subprocess> child =
      Subprocess::Start({Tiny(), "cat"}, options);
  ASSERT_OK(child);
  absl::StatusOr<ExitStatus> too_early;
  absl::StatusOr<ExitStatus> in_time;
  {
    // Nothing else in here: UBSan looks at objects by way of a pipe.
    const ScopedLimit none(RLIMIT_NOFILE, 0);
    too_early = child->Wait(absl::Milliseconds(20));
    child->in().Close();
    in_time = child->Wait();
  }
  EXPECT_THAT(too_early, StatusIs(absl::StatusCode::kDeadlineExceeded));
  EXPECT_THAT(in_time, IsOkAndHolds(ExitStatus::FromCode(0)));
}

}  // namespace
}  // namespace process
