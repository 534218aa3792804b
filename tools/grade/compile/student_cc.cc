// SPDX-License-Identifier: Apache-2.0
//
// The compiler that Bazel is given while it grades (--repo_env=CC=...).
// Whatever is ours goes to the compiler of this machine as it is. What is a
// student's is compiled in the jail, within limits, if it does nothing that is
// forbidden; what comes of it if not is in outcome_file.h.
//
// Takes the place of itself: its name's ending tells the compiler, student_cc
// for gcc, student_cc-clang for clang.

#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <set>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/exercise/verdict.h"
#include "common/process/communicate.h"
#include "common/process/find_executable.h"
#include "common/process/run.h"
#include "tools/grade/compile/command.h"
#include "tools/grade/compile/compiler_errors.h"
#include "tools/grade/compile/outcome_file.h"
#include "tools/grade/compile/policy.h"
#include "tools/grade/jail/jail.h"
#include "tools/grade/jail/limits.h"
#include "tools/grade/read_file.h"

namespace grade {
namespace {

namespace fs = std::filesystem;
using exercise::Verdict;

constexpr int kFault = 120;  // ours, or this machine's: the action fails
constexpr size_t kShownBytes = 6000;
constexpr absl::Duration kCpu = absl::Seconds(60);
// Bytes that the compiler may write.
constexpr int64_t kDisk = int64_t{256} << 20;

int Fail(absl::string_view what) {
  std::cerr << "student_cc: " << what << "\n";
  return kFault;
}

// The file of this machine's compiler, links followed: in the jail there is no
// /etc/alternatives.
absl::StatusOr<std::string> RealCompiler(absl::string_view own_name) {
  const char* name = absl::EndsWith(own_name, "-clang") ? "clang" : "gcc";
  absl::StatusOr<std::string> found = process::FindExecutable(name);
  if (!found.ok()) return found.status();
  std::error_code error;
  const fs::path real = fs::canonical(*found, error);
  if (error) return absl::NotFoundError(*found);
  return real.string();
}

[[noreturn]] void Become(const std::string& compiler, int argc, char* argv[]) {
  std::vector<char*> args(argv, argv + argc);
  std::string name = compiler;
  args[0] = name.data();
  args.push_back(nullptr);
  execv(name.c_str(), args.data());
  std::exit(Fail(absl::StrCat("cannot run ", compiler)));
}

// ---- A folder with what Bazel lets the action see ---------------------------

// Headers and sources here, links followed: in the jail nothing leads out. They
// are in the action's own folder: should this be killed, Bazel removes them
// with that.
class Inputs {
 public:
  static absl::StatusOr<Inputs> Copy() {
    std::error_code error;
    std::string name = (fs::current_path(error) / "student_cc.XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) {
      return absl::ErrnoToStatus(errno, absl::StrCat("mkdtemp ", name));
    }
    Inputs inputs(name);
    fs::create_directories(inputs.sources());
    fs::create_directories(inputs.results());
    fs::recursive_directory_iterator files(
        ".", fs::directory_options::follow_directory_symlink, error);
    while (!error && files != fs::recursive_directory_iterator()) {
      if (files->path().filename() == inputs.folder_.filename()) {
        files.disable_recursion_pending();
      }
      if (files->is_regular_file() && IsSource(files->path())) {
        const fs::path to = inputs.sources() / files->path();
        fs::create_directories(to.parent_path(), error);
        if (!error) fs::copy_file(files->path(), to, error);
      }
      if (!error) files.increment(error);
    }
    if (error) {
      return absl::InternalError(
          absl::StrCat("copying the inputs: ", error.message()));
    }
    return inputs;
  }

  Inputs(Inputs&& other) noexcept : folder_(std::exchange(other.folder_, "")) {}
  Inputs& operator=(Inputs&&) = delete;
  ~Inputs() {
    std::error_code ignored;
    if (!folder_.empty()) fs::remove_all(folder_, ignored);
  }

  fs::path sources() const { return folder_ / "sources"; }
  fs::path results() const { return folder_ / "results"; }

 private:
  explicit Inputs(fs::path folder) : folder_(std::move(folder)) {}

  static bool IsSource(const fs::path& path) {
    static const auto* const kNot = new std::set<std::string>(
        {".o", ".a", ".so", ".d", ".params", ".py", ".sh"});
    return !kNot->contains(path.extension().string());
  }

  fs::path folder_;
};

// ---- Compiling --------------------------------------------------------------

struct Ran {
  JailReport report;
  std::string out;
  std::string err;
};

absl::StatusOr<Ran> RunCompiler(const std::string& compiler,
                                std::vector<std::string> args,
                                const Inputs& inputs) {
  JailOptions options;
  options.limits.cpu = kCpu;
  options.limits.wall = absl::Seconds(240);
  options.limits.memory = int64_t{3} << 30;
  options.limits.file_size = int64_t{128} << 20;
  options.limits.disk = kDisk;
  options.limits.output = int64_t{64} << 20;
  options.limits.processes = 32;
  options.keep_user = true;
  options.env = {{"PATH", "/usr/bin"}, {"LC_ALL", "C"}, {"TMPDIR", "/tmp"}};
  options.folders = {{"/usr", "/usr"}, {inputs.sources().string(), "/sources"}};
  options.writable_folders = {{inputs.results().string(), "/results"}};
  options.cwd = "/sources";
  args.insert(args.begin(), absl::StrCat("in:", compiler));
  Ran ran;
  absl::StatusOr<JailReport> report =
      RunInJail(args, options,
                [&](process::OutputStream stream, absl::string_view piece) {
                  (stream == process::OutputStream::kOut ? ran.out : ran.err)
                      .append(piece);
                  return true;
                });
  if (!report.ok()) return report.status();
  if (report->end == JailEnd::kNotStarted) {
    return absl::UnavailableError(report->detail);
  }
  ran.report = *std::move(report);
  return ran;
}

// "external/submissions/alice/ch38_1/" is nothing to a student.
std::string Scrub(std::string text, const std::string& folder) {
  text = absl::StrReplaceAll(text, {{folder, ""}});
  if (text.size() > kShownBytes) {
    text.resize(kShownBytes);
    text += "\n... (cut)\n";
  }
  return text;
}

// The submission's folder: "external/submissions/alice/ch38_1/".
std::string FolderOf(const Command& command) {
  const size_t begin = command.output.find(kSubmissions);
  std::vector<std::string> parts =
      absl::StrSplit(command.output.substr(begin), '/');
  if (parts.size() > 4) parts.resize(4);
  std::string folder;
  for (const std::string& part : parts) absl::StrAppend(&folder, part, "/");
  return folder;
}

// Whether this machine has no room left, nor would have for the compiler.
bool IsDiskFull() {
  std::error_code error;
  const fs::space_info disk = fs::space(".", error);
  return error || disk.available < uintmax_t{2} * kDisk;
}

Outcome OfFailure(const Ran& ran, const std::string& folder) {
  if (ran.report.end == JailEnd::kSignaled) {
    return {Verdict::kCompileError,
            absl::StrCat("the compiler crashed: ", ran.report.status.ToString(),
                         "\n")};
  }
  if (ran.report.end != JailEnd::kExited) {
    return {
        Verdict::kCompileError,
        absl::StrCat("the compiler was stopped: it ", ran.report.detail, "\n")};
  }
  if (FirstErrorIsIn(kSubmissions, ran.err)) {
    return {Verdict::kCompileError, Scrub(ran.err, folder)};
  }
  return {Verdict::kSignature,
          absl::StrCat("your code does not have the form that was asked for; "
                       "code of ours that uses it does not compile:\n",
                       Scrub(ran.err, folder))};
}

Outcome OfFindings(const std::vector<Finding>& findings,
                   const std::string& folder) {
  std::string text;
  constexpr size_t kShown = 20;
  for (size_t i = 0; i < findings.size() && i < kShown; ++i) {
    absl::StrAppend(&text, findings[i].where, ": ", findings[i].what, "\n");
  }
  return {Verdict::kPolicy, Scrub(text, folder)};
}

// In the students' own files, which are all in the submission's folder.
// `ours`: the source of ours that may include them, if it is one.
std::vector<Finding> ScanSources(const std::string& folder,
                                 const std::string& source) {
  const std::string ours =
      absl::StrContains(source, kSubmissions) ? "" : ReadFile(source);
  std::vector<Finding> findings;
  std::error_code error;
  if (!fs::exists(folder, error)) return findings;
  for (const auto& entry : fs::recursive_directory_iterator(
           folder, fs::directory_options::follow_directory_symlink, error)) {
    const std::string extension = entry.path().extension().string();
    if (extension != ".h" && extension != ".cc") continue;
    const std::string text = ReadFile(entry.path());
    const std::string name = entry.path().lexically_relative(folder).string();
    absl::c_move(ScanSource(text, name), std::back_inserter(findings));
    absl::c_move(ScanMacros(text, name, ours), std::back_inserter(findings));
  }
  return findings;
}

// Bazel wants both files; what the compiler made, or the reason it did not.
int Leave(const Command& command, const Outcome& outcome) {
  if (!command.dependencies.empty()) {
    std::ofstream(command.dependencies)
        << command.output << ": " << command.source << "\n";
  }
  return WriteOutcome(command.output, outcome)
             ? 0
             : Fail(absl::StrCat("cannot write ", command.output));
}

// The end of an action that made nothing.
int FailOrLeave(const Command& command, const Ran& ran,
                const std::string& folder) {
  if (IsMachinesFault(ran.report, ran.err, kCpu, IsDiskFull())) {
    return Fail(absl::StrCat("the compiler ", ran.report.status.ToString(),
                             "\n", Scrub(ran.err, folder)));
  }
  return Leave(command, OfFailure(ran, folder));
}

int Take(const fs::path& from, const std::string& to) {
  std::error_code error;
  fs::copy_file(from, to, fs::copy_options::overwrite_existing, error);
  return error ? Fail(absl::StrCat("cannot write ", to)) : 0;
}

int Compile(const Command& command, const std::string& compiler) {
  const std::string folder = FolderOf(command);
  std::vector<Finding> findings = ScanSources(folder, command.source);
  if (!findings.empty()) return Leave(command, OfFindings(findings, folder));
  const absl::StatusOr<Inputs> inputs = Inputs::Copy();
  if (!inputs.ok()) return Fail(inputs.status().message());
  const absl::StatusOr<Ran> preprocessed =
      RunCompiler(compiler, PreprocessingArgs(command), *inputs);
  if (!preprocessed.ok()) return Fail(preprocessed.status().message());
  if (!preprocessed->report.status.ok() ||
      preprocessed->report.end != JailEnd::kExited) {
    return FailOrLeave(command, *preprocessed, folder);
  }
  findings = ScanPreprocessed(preprocessed->out, kSubmissions);
  if (!findings.empty()) return Leave(command, OfFindings(findings, folder));
  std::vector<std::string> args = command.args;
  for (std::string& arg : args) {
    if (arg == command.output) arg = "/results/object";
    if (arg == command.dependencies) arg = "/results/dependencies";
  }
  const absl::StatusOr<Ran> compiled = RunCompiler(compiler, args, *inputs);
  if (!compiled.ok()) return Fail(compiled.status().message());
  if (!compiled->report.status.ok() ||
      compiled->report.end != JailEnd::kExited) {
    return FailOrLeave(command, *compiled, folder);
  }
  std::cerr << compiled->err;
  if (!command.dependencies.empty()) {
    const std::string text = ReadFile(inputs->results() / "dependencies");
    std::ofstream(command.dependencies)
        << absl::StrReplaceAll(text, {{"/results/object", command.output}});
  }
  return Take(inputs->results() / "object", command.output);
}

// ---- Linking ----------------------------------------------------------------

absl::StatusOr<std::string> ListSymbols(const std::vector<std::string>& files,
                                        std::vector<std::string> which) {
  if (files.empty()) return "";  // nm would look at "a.out"
  std::vector<std::string> args = {"nm", "--format=posix", "--no-sort"};
  args.insert(args.end(), which.begin(), which.end());
  args.insert(args.end(), files.begin(), files.end());
  process::RunOptions options;
  options.io.timeout = absl::Seconds(60);
  options.io.max_output = size_t{64} << 20;
  const absl::StatusOr<process::CompletedProcess> listed =
      process::Run(args, options);
  if (!listed.ok()) return listed.status();
  // Half a list would hide the other half.
  if (!listed->status.ok()) return listed->ToStatus();
  if (listed->truncated) {
    return absl::ResourceExhaustedError("nm lists more than 64 MiB of symbols");
  }
  return listed->out;
}

// Those of the C++ library: an object's own comes before it, even an inline
// one.
absl::StatusOr<std::string> LibrarySymbols(const std::string& compiler) {
  const absl::StatusOr<std::string> file =
      process::CheckOutput({compiler, "-print-file-name=libstdc++.so.6"});
  if (!file.ok()) return file.status();
  return ListSymbols({std::string(absl::StripTrailingAsciiWhitespace(*file))},
                     {"--defined-only", "--dynamic"});
}

bool IsStudents(const std::string& file) {
  return absl::StrContains(file, kSubmissions);
}

absl::StatusOr<std::vector<Finding>> ScanObjects(
    const std::vector<std::string>& files, const std::string& compiler) {
  std::vector<std::string> theirs, ours;
  for (const std::string& file : files) {
    (IsStudents(file) ? theirs : ours).push_back(file);
  }
  if (theirs.empty()) return std::vector<Finding>();
  const std::vector<std::string> kDefined = {"--defined-only", "--extern-only"};
  const absl::StatusOr<std::string> their_symbols =
      ListSymbols(theirs, kDefined);
  const absl::StatusOr<std::string> our_symbols = ListSymbols(ours, kDefined);
  if (!their_symbols.ok()) return their_symbols.status();
  if (!our_symbols.ok()) return our_symbols.status();
  const absl::StatusOr<std::string> library = LibrarySymbols(compiler);
  if (!library.ok()) return library.status();
  std::vector<Finding> findings = ScanSymbols(
      *their_symbols, StrongSymbols(absl::StrCat(*our_symbols, *library)));
  const absl::StatusOr<std::string> calls =
      ListSymbols(theirs, {"--undefined-only"});
  if (!calls.ok()) return calls.status();
  // Compiled to be watched, by ThreadSanitizer or the explorer.
  if (absl::StrContains(*calls, "__tsan_")) {
    absl::c_move(ScanCalls(*calls), std::back_inserter(findings));
  }
  return findings;
}

int Link(const Command& command, const std::string& compiler) {
  const std::string folder = FolderOf(command);
  const std::vector<std::string> files = LinkedFiles(command);
  // A student's own error says more than one that follows from it.
  std::vector<Outcome> outcomes;
  for (const std::string& file : files) {
    if (!IsStudents(file)) continue;
    for (Outcome& outcome : OutcomesIn(ReadFile(file))) {
      if (outcome.verdict == Verdict::kSignature) {
        outcomes.push_back(std::move(outcome));
      } else {
        outcomes.insert(outcomes.begin(), std::move(outcome));
      }
    }
  }
  if (!outcomes.empty()) return Leave(command, outcomes.front());
  const absl::StatusOr<std::vector<Finding>> findings =
      ScanObjects(files, compiler);
  if (!findings.ok()) return Fail(findings.status().message());
  if (!findings->empty()) return Leave(command, OfFindings(*findings, folder));
  std::vector<std::string> args = command.args;
  args.insert(args.begin(), compiler);
  process::RunOptions options;
  options.io.timeout = absl::Seconds(240);
  options.io.max_output = size_t{1} << 20;
  const absl::StatusOr<process::CompletedProcess> linked =
      process::Run(args, options);
  if (!linked.ok()) return Fail(linked.status().message());
  if (linked->status.ok()) return 0;
  const std::string errors = Scrub(linked->out + linked->err, folder);
  const bool no_room = DiskWasFull(linked->err) && IsDiskFull();
  if (linked->timed_out || !linked->status.exited() || no_room ||
      ToolDied(linked->err)) {
    return Fail(
        absl::StrCat("the linker ", linked->status.ToString(), "\n", errors));
  }
  if (absl::StrContains(errors, "undefined reference")) {
    return Leave(command, {Verdict::kSignature,
                           absl::StrCat("something that was asked for is not "
                                        "there:\n",
                                        errors)});
  }
  return Leave(command, {Verdict::kCompileError, errors});
}

int Main(int argc, char* argv[]) {
  const absl::StatusOr<std::string> compiler = RealCompiler(argv[0]);
  if (!compiler.ok()) return Fail(compiler.status().message());
  const Command command =
      ParseCommand(std::vector<std::string>(argv + 1, argv + argc));
  if (!command.is_students || !(command.compiles || command.links)) {
    Become(*compiler, argc, argv);
  }
  return command.compiles ? Compile(command, *compiler)
                          : Link(command, *compiler);
}

}  // namespace
}  // namespace grade

int main(int argc, char* argv[]) { return grade::Main(argc, argv); }
