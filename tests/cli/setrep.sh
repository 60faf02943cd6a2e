#!/usr/bin/env bash
. "$(dirname "$0")/lib.sh"

echo text >a
quietly -D dfs.replication=1 -put a "$D/a"
quietly -mkdir -p "$D/dir/sub"
quietly -put a "$D/dir/b"
quietly -put a "$D/dir/sub/c"
t -setrep 2 "$D/a"
t -stat %r "$D/a"
t -setrep 2 "$D/dir"
t -setrep -R 1 "$D/dir"
t -setrep -w 1 "$D/a"
t -setrep 0 "$D/a"
t -setrep x "$D/a"
t -setrep 40000 "$D/a"
t -setrep 99999999999 "$D/a"
t -setrep 600 "$D/a"
t -setrep 1 "$D/nope"
t -setrep 1
