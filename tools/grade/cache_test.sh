#!/bin/bash
# --config=cache with a real server: nginx, as the staff guide sets it up. What
# one has built and tested, another need not; and without the server all goes on.
#
#   tools/grade/cache_test.sh
#
# Starts nginx on a port of 127.0.0.1 and stops it. About a minute; no part of
# bazel test.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

# A program and a test that need nothing else.
readonly TARGETS=(//tools/grade/jail:probe //tools:setup_test)
work=$(mktemp -d)
nginx_pid=

cleanup() {
  stop_nginx
  for base in "$work"/base_*; do
    [ -d "$base" ] || continue
    bazel --output_base="$base" shutdown >/dev/null 2>&1 || true
    # Bazel takes the right to write from folders that it has filled.
    chmod -R u+w "$base"
  done
  rm -rf "$work"
}
trap cleanup EXIT

die() {
  echo "cache_test: $*" >&2
  exit 1
}

# ---- The server --------------------------------------------------------------

free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

start_nginx() { # PORT
  local nginx
  nginx=$(PATH=$PATH:/usr/sbin command -v nginx) ||
    die "nginx is not installed (tools/setup --grading installs it)"
  mkdir -p "$work/cache" "$work/body"
  cat >"$work/nginx.conf" <<END
daemon off;
pid $work/nginx.pid;
error_log $work/error.log;
$([ "$(id -u)" != 0 ] || echo "user root;")
events {}
http {
  access_log $work/access.log;
  client_body_temp_path $work/body;
  proxy_temp_path $work/proxy;
  fastcgi_temp_path $work/fastcgi;
  uwsgi_temp_path $work/uwsgi;
  scgi_temp_path $work/scgi;
  server {
    listen 127.0.0.1:$1;
    root $work/cache;
    client_max_body_size 0;
    location / {
      dav_methods PUT;
      create_full_put_path on;
    }
  }
}
END
  "$nginx" -p "$work" -c "$work/nginx.conf" &
  nginx_pid=$!
  until [ -s "$work/nginx.pid" ]; do
    kill -0 $nginx_pid 2>/dev/null || die "nginx did not start: $(cat "$work/error.log")"
    sleep 0.1
  done
}

stop_nginx() {
  [ -n "$nginx_pid" ] || return 0
  kill "$nginx_pid"
  wait "$nginx_pid" || true
  nginx_pid=
}

# ---- Builds ------------------------------------------------------------------

build() { # NAME FLAG...: as somebody who has nothing yet, if NAME is new
  local name=$1
  shift
  # What a workspace's own user.bazelrc asks for comes first.
  bazel --output_base="$work/base_$name" test --config=cache --disk_cache= --cache_test_results=yes \
    --remote_cache="http://127.0.0.1:$port" --noshow_progress "$@" "${TARGETS[@]}" \
    >"$work/$name.log" 2>&1 || {
    cat "$work/$name.log"
    die "$name's build failed"
  }
}

hits() { # NAME
  sed -nE 's/^INFO: .* ([0-9]+) remote cache hit.*/\1/p' "$work/$1.log" | tail -n 1
}

port=$(free_port)
start_nginx "$port"
build first
[ -z "$(hits first)" ] || die "an empty cache gave something"
grep -q ' "PUT /cas/' "$work/access.log" || die "nothing was shared"
build second
[ "$(hits second)" -ge 2 ] || die "the second found nothing in the cache"
grep -qE '^//tools:setup_test +\(cached\) PASSED' "$work/second.log" ||
  die "the second ran the test again"
echo "the second build took $(hits second) results from nginx, the test's among them"
stop_nginx
build second --nocache_test_results
echo "without the server the build went on"
