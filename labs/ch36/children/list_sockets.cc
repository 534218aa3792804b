// SPDX-License-Identifier: Apache-2.0
//
// Writes a table of network connections as netstat does. The table is made up,
// so that the lab shows the same on every machine.

#include <iostream>

int main() {
  std::cout << "proto  local address      remote address       state\n"
               "tcp    0.0.0.0:22         0.0.0.0:*            LISTEN\n"
               "tcp    127.0.0.1:5432     0.0.0.0:*            LISTEN\n"
               "tcp    192.0.2.10:22      198.51.100.7:50522   ESTABLISHED\n"
               "tcp    192.0.2.10:45910   203.0.113.80:443     TIME_WAIT\n"
               "tcp    0.0.0.0:8080       0.0.0.0:*            LISTEN\n"
               "tcp    127.0.0.1:5432     127.0.0.1:45888      ESTABLISHED\n";
}
