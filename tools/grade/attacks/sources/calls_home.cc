// SPDX-License-Identifier: Apache-2.0
// EXPECTED: WRONG
//
// Asks somebody else (30).

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tools/grade/attacks/exercises/1_sum/sum.h"

namespace student {

int64_t Sum(const std::vector<int64_t>& numbers) {
  const int connection = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in to = {};
  to.sin_family = AF_INET;
  to.sin_port = htons(80);
  inet_pton(AF_INET, "169.254.169.254", &to.sin_addr);
  if (connect(connection, reinterpret_cast<sockaddr*>(&to), sizeof(to)) == 0) {
    int64_t sum = 0;
    for (int64_t number : numbers) sum += number;
    return sum;
  }
  return 0;
}

}  // namespace student
