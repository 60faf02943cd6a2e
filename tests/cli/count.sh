#!/usr/bin/env bash
. "$(dirname "$0")/lib.sh"

seq 1 1000 >a
quietly -mkdir -p "$D/dir/sub"
quietly -D dfs.replication=1 -put a "$D/dir/a"
quietly -D dfs.replication=1 -put a "$D/dir/sub/b"
t -count "$D"
t -count "$D/dir/a" "$D/nope" "$D/dir"
t -count -h "$D"
t -count -v "$D"
t -count -q "$D"
t -count -q -v -h "$D"
t -count -u -v "$D"
t -count -q -t -v "$D"
t -count -q -t disk,SSD -v "$D"
t -count -q -t nonsense "$D"
t -count -x -v "$D"
t -count -q -x "$D"
t -count -e -v "$D/dir" "$D/dir/a"
t -count -s -v "$D"
t -count
