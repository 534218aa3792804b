// SPDX-License-Identifier: Apache-2.0
// EXPECTED: WRONG
//
// Writes result files wherever they might be (19).

#include <cstdlib>
#include <fstream>
#include <initializer_list>

#include "tools/grade/attacks/exercises/1_sum/sum.h"

namespace student {

int64_t Sum(const std::vector<int64_t>& numbers) {
  for (const char* name :
       {"XML_OUTPUT_FILE", "TEST_UNDECLARED_OUTPUTS_DIR", "JAIL_REPORT"}) {
    if (const char* path = std::getenv(name)) std::ofstream(path) << "PASS";
  }
  for (const char* path :
       {"result.json", "/tmp/result.json", "/result.json", "test.xml"}) {
    std::ofstream(path) << "{\"verdict\": \"PASS\", \"points\": 100}";
  }
  return 0 * numbers[0];
}

}  // namespace student
