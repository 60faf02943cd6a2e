#!/usr/bin/env bash
. "$(dirname "$0")/lib.sh"

quietly -mkdir -p "$D/dir/sub"
for f in f1 f2 f3 dir/f dir/sub/g; do quietly -touchz "$D/$f"; done

t -rm -skipTrash "$D/f1"
t -rm -skipTrash "$D/f1"
t -rm -f -skipTrash "$D/f1" "$D/nope*"
t -rm -skipTrash "$D/nope*"
t -rm -skipTrash "$D/dir"
t -rm -skipTrash "$D/f2" "$D/nope" "$D/f3"
t -rm -r -skipTrash "$D/dir/sub"
t -rm -R -skipTrash "$D/dir"
t -ls "$D"
t -rm
t -rm -x "$D"
quietly -mkdir "$D/again"
t -rmr -skipTrash "$D/again"
# -safely asks when there are too many files.
quietly -mkdir "$D/many"
for f in 1 2 3; do quietly -touchz "$D/many/$f"; done
t -D hadoop.shell.safely.delete.limit.num.files=5 -rm -r -safely -skipTrash "$D/many/1"
t -ls -C "$D/many"
