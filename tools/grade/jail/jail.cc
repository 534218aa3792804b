// SPDX-License-Identifier: Apache-2.0

#include "tools/grade/jail/jail.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <filesystem>
#include <initializer_list>
#include <optional>
#include <set>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/process/communicate.h"
#include "common/process/exit_status.h"
#include "common/process/find_executable.h"
#include "common/process/handle.h"
#include "common/process/options.h"
#include "common/process/pipe.h"
#include "common/process/run.h"
#include "common/process/stdio.h"
#include "common/process/subprocess.h"
#include "nlohmann/json.hpp"
#include "tools/grade/jail/limits.h"
#include "tools/grade/jail/process_tree.h"
#include "tools/grade/jail/system_calls.h"

namespace grade {
namespace {

// bubblewrap itself, and the first process of the jail, which is its as well.
constexpr int kOwnProcesses = 2;
constexpr char kInit[] = "/jail/.init";
constexpr absl::Duration kGlance = absl::Milliseconds(20);
// Users from here on are nobody's on any machine.
constexpr uint32_t kFirstUser = 1'800'000'000;
constexpr uint32_t kUsers = 100'000'000;

// ---- The command line of bubblewrap -----------------------------------------

struct CommandLine {
  std::vector<std::string> args;
  std::vector<process::UniqueHandle> files;  // that it reads from
};

absl::StatusOr<int> OpenFor(const std::string& path, CommandLine& line) {
  process::UniqueHandle file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.is_open()) {
    return absl::ErrnoToStatus(errno, absl::StrCat("cannot open ", path));
  }
  line.files.push_back(std::move(file));
  return static_cast<int>(line.files.back().get());
}

void Append(CommandLine& line, std::initializer_list<std::string> words) {
  line.args.insert(line.args.end(), words);
}

absl::Status CopyIn(const Placed& file, CommandLine& line) {
  const absl::StatusOr<int> opened = OpenFor(file.here, line);
  if (!opened.ok()) return opened.status();
  Append(line, {"--perms", "0555", "--ro-bind-data", absl::StrCat(*opened),
                file.there});
  return absl::OkStatus();
}

// What a program needs to start: the loader and the libraries. /lib may be a
// folder of its own or a link into /usr.
void AddLibraries(CommandLine& line) {
  for (const char* folder : {"/usr/lib", "/usr/lib64", "/lib", "/lib64"}) {
    std::error_code ignored;
    if (std::filesystem::is_symlink(folder, ignored)) {
      const auto target = std::filesystem::read_symlink(folder, ignored);
      Append(line, {"--symlink", target.string(), folder});
    } else if (std::filesystem::is_directory(folder, ignored)) {
      Append(line, {"--ro-bind", folder, folder});
    }
  }
}

// Last, so that what comes before can still make its mount points.
void CloseRoot(CommandLine& line) {
  Append(line, {"--remount-ro", "/dev", "--remount-ro", "/"});
}

absl::StatusOr<CommandLine> BuildCommandLine(absl::Span<const std::string> args,
                                             const JailOptions& options) {
  const absl::StatusOr<std::string> bubblewrap =
      process::FindExecutable("bwrap");
  if (!bubblewrap.ok()) {
    return absl::NotFoundError(
        "bubblewrap is missing; tools/setup --grading installs it");
  }
  const std::string disk = absl::StrCat(options.limits.disk);
  CommandLine line;
  Append(line, {*bubblewrap,
                "--unshare-user",
                "--unshare-pid",
                "--unshare-net",
                "--unshare-ipc",
                "--unshare-uts",
                "--unshare-cgroup-try",
                "--disable-userns",
                "--die-with-parent",
                "--new-session",
                "--clearenv",
                "--cap-drop",
                "ALL",
                "--hostname",
                "jail",
                "--uid",
                "1000",
                "--gid",
                "1000",
                "--proc",
                "/proc",
                "--dev",
                "/dev",
                "--perms",
                "01777",
                "--size",
                disk,
                "--tmpfs",
                "/dev/shm",
                "--perms",
                "01777",
                "--size",
                disk,
                "--tmpfs",
                "/tmp"});
  AddLibraries(line);
  for (const Placed& folder : options.folders) {
    Append(line, {"--ro-bind", folder.here, folder.there});
  }
  for (const Placed& folder : options.writable_folders) {
    Append(line, {"--bind", folder.here, folder.there});
  }
  std::vector<Placed> files = options.files;
  std::string program = args[0];
  if (absl::string_view inside = args[0]; absl::ConsumePrefix(&inside, "in:")) {
    program = std::string(inside);
  } else {
    program = absl::StrCat("/jail/",
                           std::filesystem::path(args[0]).filename().string());
    files.push_back({args[0], program});
  }
  if (!options.init.empty()) files.push_back({options.init, kInit});
  for (const Placed& file : files) {
    if (absl::Status copied = CopyIn(file, line); !copied.ok()) return copied;
  }
  CloseRoot(line);
  for (const auto& [name, value] : options.env) {
    Append(line, {"--setenv", name, value});
  }
  absl::StatusOr<process::UniqueHandle> filter = SystemCallFilter();
  if (!filter.ok()) return filter.status();
  line.files.push_back(*std::move(filter));
  Append(line, {"--seccomp", absl::StrCat(line.files.back().get()), "--chdir",
                options.cwd, "--block-fd", "", "--info-fd", ""});
  if (!options.init.empty()) {
    Append(line, {"--as-pid-1", "--", kInit, "--report", ""});
  } else {
    Append(line, {"--"});
  }
  line.args.push_back(program);
  line.args.insert(line.args.end(), args.begin() + 1, args.end());
  return line;
}

// ---- Its limits -------------------------------------------------------------

// As util-linux's prlimit takes them.
std::vector<std::string> Bounds(const Limits& limits) {
  // The watch is the judge of time: this is for when the watch is kept from
  // running.
  const int64_t seconds =
      absl::ToInt64Seconds(absl::Ceil(limits.cpu, absl::Seconds(1))) + 1;
  std::vector<std::string> bounds = {
      absl::StrCat("--cpu=", seconds),
      absl::StrCat("--fsize=", limits.file_size),
      absl::StrCat("--nofile=", limits.open_files),
      // One more than allowed, so that the watch can tell; and the jail's own.
      absl::StrCat("--nproc=", limits.processes + kOwnProcesses),
      "--core=0",
      "--memlock=65536",
      "--msgqueue=0",
      "--sigpending=1024",
  };
  if (limits.address_space) {
    // Above what it may hold, so that the watch sees who goes over it.
    bounds.push_back(
        absl::StrCat("--data=", limits.memory + limits.memory / 8));
  }
  return bounds;
}

// A user of its own for each jail that root makes: the system counts processes
// by user.
process::PosixOptions User(const JailOptions& options) {
  process::PosixOptions posix;
  if (geteuid() != 0 || options.keep_user) return posix;
  const uint32_t user = kFirstUser + static_cast<uint32_t>(getpid()) % kUsers;
  posix.uid = user;
  posix.gid = user;
  return posix;
}

// Sets the limits of the jail's first process, as its own user: of another
// user's processes not even every root may.
absl::Status Bind(int64_t pid, const JailOptions& options) {
  std::vector<std::string> args = Bounds(options.limits);
  args.insert(args.begin(), {"prlimit", absl::StrCat("--pid=", pid)});
  process::RunOptions run;
  run.start.cwd = std::string("/");
  run.start.posix = User(options);
  run.io.timeout = absl::Seconds(10);
  const absl::StatusOr<process::CompletedProcess> set = process::Run(args, run);
  return set.ok() ? set->ToStatus() : set.status();
}

// ---- The watch --------------------------------------------------------------

std::string Mebibytes(int64_t bytes) {
  return absl::StrFormat("%.4g MiB", static_cast<double>(bytes) / (1 << 20));
}

// "pipe:[123]" of each of our own pipes to the jail.
std::set<std::string> PipesOf(int64_t pid) {
  std::set<std::string> pipes;
  for (int descriptor = 0; descriptor <= 2; ++descriptor) {
    std::error_code ignored;
    const auto target = std::filesystem::read_symlink(
        absl::StrCat("/proc/", pid, "/fd/", descriptor), ignored);
    if (!target.empty()) pipes.insert(target.string());
  }
  return pipes;
}

// Looks at the jail again and again until told to stop, and says of the first
// limit that was passed which one it was.
class Watch {
 public:
  Watch(process::Subprocess& bubblewrap, const Limits& limits, int64_t first)
      : bubblewrap_(bubblewrap),
        limits_(limits),
        first_(first),
        outside_(PipesOf(first)),
        started_(absl::Now()),
        thread_([this] { Run(); }) {}

  ~Watch() {
    {
      absl::MutexLock lock(&mutex_);
      stopped_ = true;
    }
    thread_.join();
  }

  // Ends the program, for this reason if it is the first.
  void End(JailEnd end, std::string detail) {
    {
      absl::MutexLock lock(&mutex_);
      if (report_.end != JailEnd::kExited) return;
      report_.end = end;
      report_.detail = std::move(detail);
    }
    // The first process of the jail ends with bubblewrap, and takes all others
    // with it.
    bubblewrap_.KillTree().IgnoreError();
  }

  bool Ended() const {
    absl::MutexLock lock(&mutex_);
    return report_.end != JailEnd::kExited;
  }

  JailReport Report() const {
    absl::MutexLock lock(&mutex_);
    return report_;
  }

 private:
  void Run() {
    std::optional<Snapshot> still;  // since when nothing has moved
    absl::Time still_since = absl::InfinitePast();
    while (!Stopped()) {
      Snapshot now = TakeSnapshot(bubblewrap_.pid(), outside_, kOwnProcesses);
      Note(now);
      Judge(now);
      if (!still.has_value() || !IsDeadlock(*still, now)) {
        still = std::move(now);
        still_since = absl::Now();
      } else if (absl::Now() - still_since >= limits_.deadlock_grace) {
        End(JailEnd::kDeadlock,
            absl::StrCat("nothing can go on: ", DescribeWaits(now)));
      }
    }
  }

  bool Stopped() {
    absl::MutexLock lock(&mutex_);
    return mutex_.AwaitWithTimeout(absl::Condition(&stopped_), kGlance);
  }

  void Note(const Snapshot& now) {
    absl::MutexLock lock(&mutex_);
    report_.cpu = std::max(report_.cpu, now.cpu);
    report_.peak_memory = std::max(report_.peak_memory, now.memory);
    report_.peak_processes = std::max(report_.peak_processes,
                                      static_cast<int64_t>(now.tasks.size()));
  }

  void Judge(const Snapshot& now) {
    const auto tasks = static_cast<int64_t>(now.tasks.size());
    if (tasks > limits_.processes) {
      End(JailEnd::kProcessLimit,
          absl::StrCat("more than ", limits_.processes,
                       " processes and threads at a time"));
    } else if (now.memory > limits_.memory) {
      End(JailEnd::kMemoryLimit,
          absl::StrCat("more than ", Mebibytes(limits_.memory), " of memory"));
    } else if (now.cpu > limits_.cpu) {
      End(JailEnd::kCpuLimit, absl::StrCat("computed for more than ",
                                           absl::FormatDuration(limits_.cpu)));
    } else if (DiskIsFull("/tmp") || DiskIsFull("/dev/shm")) {
      End(JailEnd::kDiskLimit,
          absl::StrCat("wrote more than ", Mebibytes(limits_.disk),
                       " to files"));
    } else if (absl::Now() - started_ > limits_.wall) {
      End(JailEnd::kWallLimit,
          absl::StrCat("was not done after ",
                       absl::FormatDuration(limits_.wall)));
    }
  }

  bool DiskIsFull(const std::string& folder) const {
    return DiskUsed(first_, folder) >= limits_.disk - limits_.disk / 32;
  }

  process::Subprocess& bubblewrap_;
  const Limits limits_;
  const int64_t first_;
  const std::set<std::string> outside_;
  const absl::Time started_;
  mutable absl::Mutex mutex_;
  bool stopped_ ABSL_GUARDED_BY(mutex_) = false;
  JailReport report_ ABSL_GUARDED_BY(mutex_) = {.end = JailEnd::kExited};
  std::thread thread_;  // last: it uses the others
};

// ---- The run ----------------------------------------------------------------

// The first process of the jail, which waits for a word from us; its number is
// in what bubblewrap tells of itself.
absl::StatusOr<int64_t> AwaitWalls(process::PipeReader info) {
  std::string told;
  while (told.find('}') == std::string::npos) {
    const absl::StatusOr<std::string> piece = info.Read();
    if (!piece.ok()) return piece.status();
    if (piece->empty()) return absl::AbortedError("bubblewrap gave up");
    told += *piece;
  }
  const auto parsed = nlohmann::json::parse(told, nullptr, false);
  if (!parsed.is_object() || !parsed.contains("child-pid")) {
    return absl::InternalError(absl::StrCat("bubblewrap said: ", told));
  }
  return parsed["child-pid"].get<int64_t>();
}

absl::StatusOr<process::Subprocess> StartBubblewrap(
    const CommandLine& line, const JailOptions& options,
    absl::Span<const process::NativeHandle> more) {
  process::StartOptions start;
  start.in = options.in;
  start.out = process::Stdio::Pipe();
  start.err = process::Stdio::Pipe();
  start.cwd = std::string("/");
  start.env = process::Environment();
  start.group = process::Group::kNewGroup;
  start.die_with_parent = true;
  start.posix = User(options);
  for (const process::UniqueHandle& file : line.files) {
    start.pass_handles.push_back(file.get());
  }
  start.pass_handles.insert(start.pass_handles.end(), more.begin(), more.end());
  return process::Subprocess::Start(line.args, start);
}

void SetWord(CommandLine& line, absl::string_view after, int64_t value) {
  const auto found = std::find(line.args.begin(), line.args.end(), after);
  if (found != line.args.end()) *(found + 1) = absl::StrCat(value);
}

JailReport NotStarted(std::string why) {
  JailReport report;
  report.detail = std::move(why);
  return report;
}

// What the jail's first process used, and all below it whose end was waited
// for. bubblewrap ends without waiting for it, which makes it a child of ours
// (AdoptOrphans()). Nothing where bubblewrap did wait.
std::optional<rusage> AwaitEnd(int64_t first) {
  constexpr absl::Duration kPatience = absl::Seconds(5);
  const absl::Time deadline = absl::Now() + kPatience;
  rusage usage = {};
  for (;;) {
    const pid_t ended =
        wait4(static_cast<pid_t>(first), nullptr, WNOHANG, &usage);
    if (ended > 0) return usage;
    if (ended < 0 || absl::Now() > deadline) return std::nullopt;
    absl::SleepFor(absl::Milliseconds(1));
  }
}

void AddUsage(const rusage& usage, JailReport& report) {
  report.cpu =
      std::max(report.cpu, absl::DurationFromTimeval(usage.ru_utime) +
                               absl::DurationFromTimeval(usage.ru_stime));
  report.peak_memory =
      std::max(report.peak_memory, int64_t{usage.ru_maxrss} * 1024);
}

// Limits that ended the program without the watch.
void JudgeEnd(const Limits& limits, absl::string_view errors,
              JailReport& report) {
  const bool by_signal = report.end == JailEnd::kSignaled;
  const int signal = by_signal ? report.status.term_signal() : 0;
  if (signal == SIGXCPU || (by_signal && report.cpu > limits.cpu)) {
    report.end = JailEnd::kCpuLimit;
    report.detail = absl::StrCat("computed for more than ",
                                 absl::FormatDuration(limits.cpu));
  } else if (signal == SIGXFSZ) {
    report.end = JailEnd::kDiskLimit;
    report.detail = absl::StrCat("wrote more than ",
                                 Mebibytes(limits.file_size), " to one file");
  } else if (report.peak_memory > limits.memory ||
             (by_signal && absl::StrContains(errors, "std::bad_alloc"))) {
    report.end = JailEnd::kMemoryLimit;
    report.detail = absl::StrCat("wanted more than ", Mebibytes(limits.memory),
                                 " of memory");
  } else if (by_signal &&
             absl::StrContains(errors, "Resource temporarily unavailable")) {
    report.end = JailEnd::kProcessLimit;
    report.detail = absl::StrCat("wanted more than ", limits.processes,
                                 " processes and threads at a time");
  }
}

// bubblewrap ends with 128 and the signal, as shells do.
void SetEnd(const process::ExitStatus& status, JailReport& report) {
  constexpr int64_t kSignals = 64;
  report.status = status;
  if (!status.exited()) {
    report.end = JailEnd::kNotStarted;
    report.detail = absl::StrCat("bubblewrap was ended: ", status.ToString());
  } else if (status.exit_code() > 128 && status.exit_code() <= 128 + kSignals) {
    report.end = JailEnd::kSignaled;
    report.status = process::ExitStatus::FromSignal(
        static_cast<int>(status.exit_code() - 128));
  }
}

// The children of children that end are ours from now on, so that AwaitEnd()
// can wait for them.
absl::Status AdoptOrphans() {
  if (prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0) {
    return absl::ErrnoToStatus(errno, "prctl(PR_SET_CHILD_SUBREAPER)");
  }
  return absl::OkStatus();
}

// What init says in the end: see init.cc.
void AddInitsReport(absl::string_view line, JailReport& report) {
  const std::vector<absl::string_view> words =
      absl::StrSplit(line, absl::ByAnyChar(" \n"), absl::SkipEmpty());
  int64_t left = 0, cpu = 0, memory = 0;
  if (words.size() != 3 || !absl::SimpleAtoi(words[0], &left) ||
      !absl::SimpleAtoi(words[1], &cpu) ||
      !absl::SimpleAtoi(words[2], &memory)) {
    return;  // a limit came first
  }
  report.cpu = std::max(report.cpu, absl::Microseconds(cpu));
  report.peak_memory = std::max(report.peak_memory, memory * 1024);
  if (left != 0 && report.end == JailEnd::kExited && report.status.ok()) {
    report.end = JailEnd::kLeftBehind;
    report.detail = "a process that it started lived on after its end";
  }
}

// A byte that the jail waits for. If it is still there in the end, the walls
// could not be built.
struct Signal {
  process::PipeReader read;
  process::PipeWriter write;
};

// Runs the program to its end.
absl::StatusOr<JailReport> Run(process::Subprocess& bubblewrap, int64_t first,
                               Signal& go, process::PipeReader& init,
                               const JailOptions& options, JailSink sink) {
  const absl::Time started = absl::Now();
  int64_t output = 0;
  std::string errors;  // the last of it
  std::array<bool, 2> wanted = {true, true};
  std::array<int64_t, 2> written = {0, 0};
  Watch watch(bubblewrap, options.limits, first);
  // bubblewrap waits for one byte once the walls stand.
  if (absl::Status told = go.write.Write("!"); !told.ok()) return told;
  const absl::StatusOr<process::Output> streamed = bubblewrap.Stream(
      [&](process::OutputStream stream, absl::string_view bytes) {
        const size_t index = stream == process::OutputStream::kOut ? 0 : 1;
        output += static_cast<int64_t>(bytes.size());
        written[index] += static_cast<int64_t>(bytes.size());
        if (written[index] > options.limits.output) {
          watch.End(JailEnd::kOutputLimit,
                    absl::StrCat("printed more than ",
                                 Mebibytes(options.limits.output)));
          return false;
        }
        constexpr size_t kRemembered = 4096;
        if (index == 1) {
          errors += bytes;
          if (errors.size() > kRemembered) {
            errors.erase(0, errors.size() - kRemembered);
          }
        }
        wanted[index] = wanted[index] && sink(stream, bytes);
        return wanted[index];
      },
      {.drain_grace = absl::Milliseconds(500)});
  const absl::StatusOr<process::ExitStatus> status =
      bubblewrap.Wait(absl::Seconds(5));
  if (!streamed.ok()) return streamed.status();
  if (!status.ok()) return status.status();
  JailReport report = watch.Report();
  report.output = output;
  report.wall = absl::Now() - started;
  if (const auto usage = AwaitEnd(first)) AddUsage(*usage, report);
  if (report.end != JailEnd::kExited) return report;
  if (go.read.Waiting().value_or(0) > 0) return NotStarted(errors);
  SetEnd(*status, report);
  // Nobody writes any more: all processes of the jail have ended.
  AddInitsReport(init.Read().value_or(""), report);
  JudgeEnd(options.limits, errors, report);
  return report;
}

// Why the walls could not be built: bubblewrap's own words, or else
// `otherwise`. Kills it first: told nothing more, it would start the program.
JailReport NoWalls(process::Subprocess& bubblewrap,
                   const absl::Status& otherwise) {
  bubblewrap.Wait(absl::Seconds(1)).IgnoreError();
  bubblewrap.KillTree().IgnoreError();
  const absl::StatusOr<process::Output> output =
      bubblewrap.Communicate({.timeout = absl::Seconds(5), .max_output = 4096});
  if (output.ok() && !output->err.empty()) return NotStarted(output->err);
  return NotStarted(std::string(otherwise.message()));
}

}  // namespace

absl::StatusOr<JailReport> RunInJail(absl::Span<const std::string> args,
                                     const JailOptions& options,
                                     JailSink sink) {
  if (args.empty()) return absl::InvalidArgumentError("no program to run");
  absl::StatusOr<CommandLine> line = BuildCommandLine(args, options);
  if (!line.ok()) return line.status();
  if (absl::Status adopted = AdoptOrphans(); !adopted.ok()) return adopted;
  absl::StatusOr<process::Pipe> block = process::OpenPipe();
  absl::StatusOr<process::Pipe> info = process::OpenPipe();
  absl::StatusOr<process::Pipe> init = process::OpenPipe();
  if (!block.ok()) return block.status();
  if (!info.ok()) return info.status();
  if (!init.ok()) return init.status();
  SetWord(*line, "--block-fd", block->read.get());
  SetWord(*line, "--info-fd", info->write.get());
  SetWord(*line, "--report", init->write.get());
  std::vector<process::NativeHandle> passed = {block->read.get(),
                                               info->write.get()};
  if (!options.init.empty()) passed.push_back(init->write.get());
  absl::StatusOr<process::Subprocess> bubblewrap =
      StartBubblewrap(*line, options, passed);
  if (!bubblewrap.ok()) return NotStarted(bubblewrap.status().ToString());
  Signal go = {process::PipeReader(std::move(block->read)),
               process::PipeWriter(std::move(block->write))};
  info->write.Close();
  init->write.Close();
  process::PipeReader inits_report(std::move(init->read));
  line->files.clear();
  const absl::StatusOr<int64_t> first =
      AwaitWalls(process::PipeReader(std::move(info->read)));
  if (!first.ok()) return NoWalls(*bubblewrap, first.status());
  if (absl::Status bound = Bind(*first, options); !bound.ok()) {
    return NoWalls(*bubblewrap, bound);
  }
  return Run(*bubblewrap, *first, go, inits_report, options, sink);
}

}  // namespace grade
