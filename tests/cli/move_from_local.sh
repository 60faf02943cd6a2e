#!/usr/bin/env bash
. "$(dirname "$0")/lib.sh"

echo text >a; echo text >b; mkdir dir; echo 1 >dir/one
t -moveFromLocal a "$D"
t -moveFromLocal b "$D/a"
ls
t -moveFromLocal nope "$D"
t -moveFromLocal -t 3 b "$D"
t -moveFromLocal dir "$D"
ls
t -ls -R -C "$D"
t -moveToLocal "$D/a" x
