// SPDX-License-Identifier: Apache-2.0

#include "labs/ch36/children/number_argument.h"

#include <cstdlib>
#include <iostream>

#include "absl/strings/numbers.h"

int NumberArgument(int argc, char** argv, const char* what) {
  int number = 0;
  if (argc == 2 && absl::SimpleAtoi(argv[1], &number) && number >= 0) {
    return number;
  }
  std::cerr << "usage: " << argv[0] << " " << what << "\n";
  std::exit(2);
}
