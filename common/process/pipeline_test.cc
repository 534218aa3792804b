// SPDX-License-Identifier: Apache-2.0

#include "common/process/pipeline.h"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/time/time.h"
#include "common/process/communicate.h"
#include "common/process/exit_status.h"
#include "common/process/options.h"
#include "common/process/pipe.h"
#include "common/process/run.h"
#include "common/process/stdio.h"
#include "common/process/testing/child_args.h"
#include "common/process/testing/pipe_text.h"
#include "common/process/testing/test_files.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace process {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::SizeIs;
using ::testing_util::ChildArgs;
using ::testing_util::FreshPath;
using ::testing_util::IsOkAndHolds;
using ::testing_util::ReadToEnd;
using ::testing_util::StatusIs;

using Stages = absl::StatusOr<std::vector<CompletedProcess>>;

Stage Child(std::vector<std::string> args, const StartOptions& start = {}) {
  return {.args = ChildArgs(std::move(args)), .start = start};
}

// ---- Data ------------------------------------------------------------------

TEST(PipelineTest, DataGoesThroughAllStages) {
  std::string input;
  for (size_t i = 0; input.size() < 4 << 20; ++i) {
    input += "line " + std::to_string(i) + "\n";
  }
  const Stages stages = RunPipeline(
      {Child({"cat"}), Child({"upper"}), Child({"cat"})}, {.input = input});
  ASSERT_OK(stages);
  ASSERT_THAT(*stages, SizeIs(3));
  for (const CompletedProcess& stage : *stages) EXPECT_OK(stage.ToStatus());
  EXPECT_EQ((*stages)[0].out, "");
  EXPECT_EQ((*stages)[1].out, "");
  EXPECT_TRUE((*stages)[2].out == absl::AsciiStrToUpper(input))
      << (*stages)[2].out.size() << " bytes";
}

TEST(PipelineTest, OneStageIsAPipeline) {
  const Stages stages = RunPipeline({Child({"cat"})}, {.input = "x"});
  ASSERT_OK(stages);
  ASSERT_THAT(*stages, SizeIs(1));
  EXPECT_EQ(stages->front().out, "x");
}

TEST(PipelineTest, WithoutInputTheFirstStageReadsNone) {
  const Stages stages = RunPipeline({Child({"count-input"}), Child({"cat"})});
  ASSERT_OK(stages);
  EXPECT_EQ(stages->back().out, "0");
}

TEST(PipelineTest, EachStageHasItsOwnErrorOutput) {
  const Stages stages =
      RunPipeline({Child({"write", "err", "300000"}),
                   Child({"say", "err", "two", "+", "cat"}),
                   Child({"say", "err", "three", "+", "cat"})});
  ASSERT_OK(stages);
  EXPECT_EQ((*stages)[0].err, std::string(300000, 'e'));
  EXPECT_EQ((*stages)[1].err, "two");
  EXPECT_EQ((*stages)[2].err, "three");
}

TEST(PipelineTest, ErrorOutputMayGoToTheNextStageToo) {
  const Stages stages = RunPipeline({Child({"say", "out", "a", "+", "say",
                                            "err", "b", "+", "say", "out", "c"},
                                           {.err = Stdio::Stdout()}),
                                     Child({"cat"})});
  ASSERT_OK(stages);
  EXPECT_EQ(stages->front().err, "");
  EXPECT_EQ(stages->back().out, "abc");
}

TEST(PipelineTest, FilesMayBeAtBothEnds) {
  const std::string from = FreshPath("from");
  const std::string to = FreshPath("to");
  testing_util::WriteFile(from, "text");
  const Stages stages = RunPipeline(
      {Child({"upper"}, {.in = Stdio::File(from, FileMode::kRead)}),
       Child({"cat"}, {.out = Stdio::File(to, FileMode::kCreateNew)})});
  ASSERT_OK(stages);
  EXPECT_EQ(stages->back().out, "");
  EXPECT_EQ(testing_util::ReadFile(to), "TEXT");
}

TEST(PipelineTest, TextAndLimitCountForOutputAndEachErrorOutput) {
  const Stages stages = RunPipeline(
      {Child({"say", "err", "a\r\nb", "+", "say", "out", "1\r\n2\r\n3"}),
       Child({"say", "err", "c", "+", "cat"})},
      {.max_output = 3, .text = true});
  ASSERT_OK(stages);
  EXPECT_EQ((*stages)[0].err, "a\nb");
  EXPECT_FALSE((*stages)[0].truncated);
  EXPECT_EQ((*stages)[1].out, "1\n2");
  EXPECT_EQ((*stages)[1].err, "c");
  EXPECT_TRUE((*stages)[1].truncated);
}

// ---- How stages end --------------------------------------------------------

TEST(PipelineTest, AStageThatFailsIsInItsStatus) {
  const Stages stages = RunPipeline({Child({"exit", "0"}), Child({"exit", "3"}),
                                     Child({"count-input", "+", "exit", "5"})});
  ASSERT_OK(stages);
  EXPECT_EQ((*stages)[0].status, ExitStatus());
  EXPECT_EQ((*stages)[1].status, ExitStatus::FromCode(3));
  EXPECT_EQ((*stages)[2].status, ExitStatus::FromCode(5));
  EXPECT_EQ((*stages)[2].out, "0");
}

TEST(PipelineTest, StagesWhoseReaderHasEndedEndToo) {
  const Stages stages =
      RunPipeline({Child({"flood", "out"}), Child({"cat"}), Child({"read"})});
  ASSERT_OK(stages);
  EXPECT_FALSE((*stages)[0].status.ok());
  EXPECT_FALSE((*stages)[0].timed_out);
  EXPECT_EQ((*stages)[2].status, ExitStatus());
}

TEST(PipelineTest, InputThatNobodyReadsIsNoError) {
  const Stages stages = RunPipeline({Child({"exit", "4"}), Child({"cat"})},
                                    {.input = std::string(1 << 20, 'x')});
  ASSERT_OK(stages);
  EXPECT_EQ((*stages)[0].status, ExitStatus::FromCode(4));
  EXPECT_EQ((*stages)[1].out, "");
}

// As long as one of the stages lives `alive` has no end.
class AlivePipelineTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK_AND_ASSIGN(Pipe pipe, OpenPipe());
    alive_ = PipeReader(std::move(pipe.read));
    alive_end_ = std::move(pipe.write);
  }

  // Its error output is `alive`.
  Stage Holder(std::vector<std::string> args) const {
    return Child(std::move(args), {.err = Stdio::Borrow(alive_end_.get())});
  }

  void ExpectAllDead() {
    alive_end_.Close();
    EXPECT_THAT(ReadToEnd(alive_), IsOkAndHolds(""));
  }

  PipeReader alive_;
  UniqueHandle alive_end_;
};

TEST_F(AlivePipelineTest, AStageThatCannotBeStartedIsNamedAndTheOthersDie) {
  EXPECT_THAT(
      RunPipeline({Holder({"start", "hold", "+", "hold"}),
                   Holder({"hold"}),
                   {.args = {"no/such/program"}},
                   Holder({"hold"})}),
      StatusIs(absl::StatusCode::kNotFound, HasSubstr("no/such/program")));
  ExpectAllDead();
}

TEST_F(AlivePipelineTest, ATimeoutStopsAllStages) {
  for (const absl::Duration grace : {absl::ZeroDuration(), absl::Hours(1)}) {
    const Stages stages =
        RunPipeline({Holder({"hold"}), Holder({"hold"}), Holder({"hold"})},
                    {.timeout = absl::Milliseconds(20)}, grace);
    ASSERT_OK(stages);
    for (const CompletedProcess& stage : *stages) {
      EXPECT_TRUE(stage.timed_out);
      EXPECT_FALSE(stage.status.ok());
      EXPECT_FALSE(stage.status.unknown());
    }
  }
  ExpectAllDead();
}

TEST_F(AlivePipelineTest, AfterATimeoutTheOutputIsKept) {
  std::string out;
  for (absl::Duration timeout = absl::Milliseconds(50); out.empty();
       timeout *= 2) {
    const Stages stages = RunPipeline(
        {Holder({"say", "out", "partial", "+", "hold"}), Holder({"upper"})},
        {.timeout = timeout});
    ASSERT_OK(stages);
    EXPECT_TRUE(stages->back().timed_out);
    out = stages->back().out;
  }
  EXPECT_EQ(out, "PARTIAL");
  ExpectAllDead();
}

TEST_F(AlivePipelineTest, TheLimitMayKillAllStages) {
  const Stages stages = RunPipeline(
      {Holder({"hold"}), Holder({"write", "out", "5000", "+", "hold"})},
      {.max_output = 10, .on_limit = OnLimit::kKill});
  ASSERT_OK(stages);
  EXPECT_EQ(stages->back().out, std::string(10, 'o'));
  EXPECT_FALSE(stages->front().status.ok());
  EXPECT_FALSE(stages->back().status.ok());
  ExpectAllDead();
}

// ---- What makes no sense ---------------------------------------------------

TEST(PipelineTest, NoStagesAreRefused) {
  EXPECT_THAT(RunPipeline({}), StatusIs(absl::StatusCode::kInvalidArgument,
                                        HasSubstr("at least one stage")));
}

TEST(PipelineTest, AStageWithoutArgumentsIsRefused) {
  EXPECT_THAT(
      RunPipeline({Child({"cat"}), Stage()}),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("no arguments")));
}

TEST(PipelineTest, StreamsBetweenStagesAreThePipelines) {
  const auto is_refused =
      StatusIs(absl::StatusCode::kInvalidArgument,
               AllOf(HasSubstr("stage 1's out"), HasSubstr("stage 2's in")));
  EXPECT_THAT(
      RunPipeline({Child({"cat"}), Child({"cat"}, {.out = Stdio::Pipe()}),
                   Child({"cat"})}),
      is_refused);
  EXPECT_THAT(RunPipeline({Child({"cat"}), Child({"cat"}),
                           Child({"cat"}, {.in = Stdio::Inherit()})}),
              is_refused);
}

TEST(PipelineTest, InputAndAnotherSourceOfInputContradictEachOther) {
  EXPECT_THAT(
      RunPipeline({Child({"cat"}, {.in = Stdio::Null()})}, {.input = "x"}),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("start.in")));
}

}  // namespace
}  // namespace process
