// SPDX-License-Identifier: Apache-2.0
//
// A program that ends at once, where one without a C library is not worth it.

int main() { return 0; }
