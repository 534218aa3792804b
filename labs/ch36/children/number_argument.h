// SPDX-License-Identifier: Apache-2.0
//
// The one argument of a child program that takes a number.
//
//   const int milliseconds = NumberArgument(argc, argv, "MILLISECONDS");

#ifndef LABS_CH36_CHILDREN_NUMBER_ARGUMENT_H_
#define LABS_CH36_CHILDREN_NUMBER_ARGUMENT_H_

// argv[1] as a number, 0 or more. If it is none, or not the only argument, ends
// the program with code 2 and a line on stderr that says how to call it, with
// `what` in place of the number.
int NumberArgument(int argc, char** argv, const char* what);

#endif  // LABS_CH36_CHILDREN_NUMBER_ARGUMENT_H_
