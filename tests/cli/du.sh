#!/usr/bin/env bash
. "$(dirname "$0")/lib.sh"

seq 1 1000 >a; head -c 3000000 /dev/zero >b
quietly -mkdir -p "$D/dir/sub" "$D/empty"
quietly -D dfs.replication=1 -put a "$D/dir/a"
quietly -D dfs.replication=1 -put b "$D/dir/sub/b"
t -du "$D"
t -du -h "$D"
t -du -s "$D"
t -du -s -h -v "$D" "$D/dir"
t -du "$D/dir" "$D/nope" "$D/dir/a"
t -du -x "$D"
t -du "$D/empty"
t -du -v "$D/empty"
t -dus "$D"
t -du -z "$D"
