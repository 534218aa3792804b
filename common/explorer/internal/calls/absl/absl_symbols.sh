#!/bin/sh
# Finds how the compiler and this Abseil spell the functions of Abseil that the
# explorer takes over (absl_*_calls.cc), from an object that uses them all.
#
# usage: absl_symbols.sh NM HEADER LINKER_OPTIONS OBJECT_OR_ARCHIVE...
#
# HEADER gets a line such as
#   #define SYMBOL_MutexLock "_ZN4absl12lts_202407225Mutex4LockEv"
# and LINKER_OPTIONS one such as
#   --wrap=_ZN4absl12lts_202407225Mutex4LockEv
set -eu

nm=$1
header=$2
linker_options=$3
shift 3

functions="
  Mutex::Lock Mutex::Unlock Mutex::TryLock
  Mutex::ReaderLock Mutex::ReaderUnlock Mutex::ReaderTryLock
  Mutex::LockWhenCommon Mutex::AwaitCommon
  Mutex::AssertHeld Mutex::AssertReaderHeld Mutex::AssertNotHeld
  Mutex::Dtor ReleasableMutexLock::Release
  CondVar::WaitCommon CondVar::Signal CondVar::SignalAll
  Notification::Notify Notification::WaitForNotification
  Notification::WaitForNotificationWithTimeout
  Notification::WaitForNotificationWithDeadline
  BlockingCounter::DecrementCount
  base_internal::SpinLockWait
  AbslInternalSpinLockDelay AbslInternalSpinLockWake
"

# "SYMBOL NAME(...)" a line: nm lists the same symbols twice in the same order.
symbols=$("$nm" --no-sort --undefined-only "$@" | awk 'NF == 2 { print $2 }')
names=$("$nm" --no-sort --undefined-only --demangle "$@" | awk '$1 == "U" { $1 = ""; print }')
table=$(echo "$symbols" | { echo "$names" >"$header.names"; paste -d ' ' - "$header.names"; })
rm "$header.names"

: >"$linker_options"
echo "// How Abseil's functions are called in object files; see absl_symbols.sh." >"$header"
for function in $functions; do
  symbol=$(echo "$table" | awk -v wanted="$function" '{
    symbol = $1
    sub(/^[^ ]* +/, "")
    sub(/^absl::(lts_[0-9]+::)?/, "")
    sub(/_lts_[0-9]+$/, "")
    sub(/\(.*/, "")
    if ($0 == wanted) print symbol
  }' | sort -u)
  if [ -z "$symbol" ]; then
    echo "absl_symbols.sh: this Abseil does not call absl::$function: look for what" >&2
    echo "does its work now, and mend absl_*_calls.cc and the list in this file" >&2
    exit 1
  fi
  name=$(echo "$function" | sed 's/^base_internal:://; s/:://g')
  echo "#define SYMBOL_$name \"$symbol\"" >>"$header"
  echo "--wrap=$symbol" >>"$linker_options"
done
