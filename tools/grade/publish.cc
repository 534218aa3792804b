// SPDX-License-Identifier: Apache-2.0

#include "tools/grade/publish.h"

#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <system_error>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/lab/replace_file.h"
#include "nlohmann/json.hpp"
#include "tools/grade/exports.h"
#include "tools/grade/record.h"
#include "tools/grade/repository.h"
#include "tools/grade/summary_page.h"

namespace grade {
namespace {

namespace fs = std::filesystem;

std::string Text(const nlohmann::json& value) {
  return absl::StrCat(
      value.dump(2, ' ', false, nlohmann::json::error_handler_t::replace),
      "\n");
}

constexpr char kCanvas[] = "canvas.csv";

// The output folder, and what is written into it.
class Folder {
 public:
  explicit Folder(fs::path out) : out_(std::move(out)) {}

  void Write(const std::string& name, const std::string& contents) {
    const fs::path path = out_ / name;
    std::error_code error;
    fs::create_directories(path.parent_path(), error);
    status_.Update(lab::ReplaceFile(path, contents));
    written_.insert(path);
  }

  absl::Status Finish() {
    for (const char* folder :
         {"feedback", "junit", "gradescope", "exercism", "classroom50"}) {
      std::error_code error;
      std::vector<fs::path> old;
      for (const auto& entry :
           fs::recursive_directory_iterator(out_ / folder, error)) {
        if (entry.is_regular_file() && !written_.contains(entry.path())) {
          old.push_back(entry.path());
        }
      }
      for (const fs::path& path : old) fs::remove(path, error);
    }
    // Yesterday's marks must not be taken for today's.
    std::error_code error;
    const fs::path canvas = out_ / kCanvas;
    if (!written_.contains(canvas)) fs::remove(canvas, error);
    return status_;
  }

 private:
  const fs::path out_;
  std::set<fs::path> written_;
  absl::Status status_;
};

void WriteStudent(const PublishOptions& options, const std::string& student,
                  const std::vector<Record>& of_one, Folder& folder) {
  const std::string name = SafeName(student);
  std::string feedback;
  for (const Record& record : of_one) {
    absl::StrAppend(&feedback, record.exercise, " ", record.title, ": ",
                    Points(record), "\n", Feedback(record), "\n");
    folder.Write(absl::StrCat("exercism/", name, "/", SafeName(record.exercise),
                              ".json"),
                 Text(Exercism(record)));
  }
  folder.Write(absl::StrCat("feedback/", name, ".txt"), feedback);
  folder.Write(absl::StrCat("junit/", name, ".xml"), JunitXml(of_one));
  folder.Write(absl::StrCat("gradescope/", name, ".json"),
               Text(Gradescope(of_one)));
  if (const std::optional<nlohmann::json> result = Classroom50(
          options.classroom, options.title, options.graded_at, of_one)) {
    folder.Write(absl::StrCat("classroom50/", name, ".json"), Text(*result));
  }
}

}  // namespace

absl::Status Publish(const PublishOptions& options,
                     const std::vector<Record>& records) {
  Folder folder(options.out);
  folder.Write("audit.jsonl", AuditText(records));
  folder.Write("summary.html", SummaryPage(records, options.title));
  folder.Write("summary.csv", SummaryCsv(records));
  folder.Write("nbgrader.csv", NbgraderCsv(options.title, records));
  for (const auto& [student, of_one] : GroupByStudent(records)) {
    WriteStudent(options, student, of_one, folder);
  }
  if (absl::Status written = folder.Finish(); !written.ok()) return written;
  if (options.roster.empty()) return absl::OkStatus();
  const absl::StatusOr<std::string> filled =
      FillCanvas(options.roster, options.canvas_column, records);
  if (!filled.ok()) return filled.status();
  folder.Write(kCanvas, *filled);
  return folder.Finish();
}

}  // namespace grade
