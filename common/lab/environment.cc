// SPDX-License-Identifier: Apache-2.0

#include "common/lab/environment.h"

#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/base/config.h"
#include "absl/strings/str_cat.h"

namespace lab {
namespace {

std::string Compiler() {
#if defined(__clang__)
  return absl::StrCat("Clang ", __clang_version__);
#elif defined(__GNUC__)
  return absl::StrCat("GCC ", __VERSION__);
#elif defined(_MSC_VER)
  return absl::StrCat("MSVC ", _MSC_VER);
#else
  return "unknown";
#endif
}

std::string Abseil() {
#if ABSL_LTS_RELEASE_VERSION
  return absl::StrCat(ABSL_LTS_RELEASE_VERSION, ".",
                      ABSL_LTS_RELEASE_PATCH_LEVEL);
#else
  return "head";
#endif
}

std::string Sanitizer() {
#if defined(ABSL_HAVE_ADDRESS_SANITIZER)
  return "AddressSanitizer";
#elif defined(ABSL_HAVE_THREAD_SANITIZER)
  return "ThreadSanitizer";
#elif defined(ABSL_HAVE_MEMORY_SANITIZER)
  return "MemorySanitizer";
#elif defined(UNDEFINED_BEHAVIOR_SANITIZER)  // see .bazelrc
  return "UndefinedBehaviorSanitizer";
#else
  return "";
#endif
}

bool Optimised() {
#if defined(__OPTIMIZE__) || (defined(_MSC_VER) && defined(NDEBUG))
  return true;
#else
  return false;
#endif
}

std::string Build() {
  std::string build = Optimised() ? "optimised" : "not optimised";
  if (!Sanitizer().empty()) absl::StrAppend(&build, ", ", Sanitizer());
  return build;
}

std::string Cpus() {
  unsigned cpus = std::thread::hardware_concurrency();
  return cpus == 0 ? "unknown" : absl::StrCat(cpus);
}

}  // namespace

std::vector<std::pair<std::string, std::string>> Environment() {
  return {{"system", OperatingSystem()},
          {"cpus", Cpus()},
          {"compiler", Compiler()},
          {"build", Build()},
          {"abseil", Abseil()}};
}

std::string BuildWarning() {
  if (!Sanitizer().empty()) {
    return absl::StrCat("built with ", Sanitizer(),
                        ": these times say nothing about a normal build");
  }
  if (!Optimised()) {
    return "built without optimisation: compare nothing with these times; "
           "run again without -c dbg or -c fastbuild";
  }
  return "";
}

}  // namespace lab
