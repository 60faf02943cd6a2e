#!/usr/bin/env bash
. "$(dirname "$0")/lib.sh"

seq 1 1000 >a
quietly -D dfs.blocksize=1048576 -put a "$D/a"
quietly -put a "$D/b"
quietly -touchz "$D/empty"
quietly -mkdir "$D/dir"
t -truncate -w 100 "$D/a"
t -stat %b "$D/a"
t -truncate 100 "$D/a"
t -truncate 0 "$D/b"
t -truncate 0 "$D/empty"
t -truncate 1000 "$D/a"
t -truncate 1 "$D/dir" "$D/nope"
t -truncate x "$D/a"
t -truncate 1
t -stat "%n %b" "$D/a" "$D/b"
