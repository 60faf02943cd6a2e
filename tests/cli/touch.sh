#!/usr/bin/env bash
. "$(dirname "$0")/lib.sh"

t -touch "$D/a"
t -ls "$D"
t -touch -t 20200102:030405 "$D/a" "$D/b"
t -stat "%x %y" "$D/a" "$D/b" | sed 's/DATE/-/'
show_times() { echo "\$ times"; $HDFS_DFS -stat "%X %Y" "$1"; }
show_times "$D/a"
t -touch -a -t 20210102:030405 "$D/a"
show_times "$D/a"
t -touch -m -t 20220102:030405 "$D/a"
show_times "$D/a"
t -touch -a -m -t 20230102:030405 "$D/a"
show_times "$D/a"
t -touch -c "$D/nope"
t -touch "$D/nope/a"
t -touch -t yesterday "$D/a"
t -touch -t
t -touch
quietly -mkdir "$D/dir"
t -touch -t 20200102:030405 "$D/dir"
t -ls -C "$D"
