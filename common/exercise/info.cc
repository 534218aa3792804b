// SPDX-License-Identifier: Apache-2.0

#include "common/exercise/info.h"

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/exercise/internal/field_reader.h"
#include "nlohmann/json.hpp"

namespace exercise {

absl::StatusOr<Info> InfoFromJson(absl::string_view text) {
  const nlohmann::json json =
      nlohmann::json::parse(text, /*cb=*/nullptr, /*allow_exceptions=*/false);
  if (json.is_discarded()) {
    return absl::InvalidArgumentError("exercise: is no JSON");
  }
  internal::FieldReader reader(json, "exercise: ");
  Info info;
  reader.Text("id", info.id);
  reader.Text("title", info.title);
  reader.Text("package", info.package);
  reader.Number("minutes", info.minutes);
  reader.Number("points", info.points);
  reader.Texts("files", info.files);
  reader.Texts("hints", info.hints);
  if (!reader.status().ok()) return reader.status();
  if (info.files.empty()) {
    return absl::InvalidArgumentError("exercise: files: is empty");
  }
  return info;
}

}  // namespace exercise
