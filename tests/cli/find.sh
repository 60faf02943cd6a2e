#!/usr/bin/env bash
. "$(dirname "$0")/lib.sh"

quietly -mkdir -p "$D/dir/sub"
for f in a b.txt dir/c.txt dir/B.TXT dir/sub/d; do quietly -touchz "$D/$f"; done
t -find "$D"
t -find "$D" -print
t -find "$D" -name '*.txt'
t -find "$D" -iname '*.txt'
t -find "$D" -name 'sub'
t -find "$D/dir" "$D/a" -name '[a-c]*'
t -find "$D" -name '*.txt' -name 'c*'
t -find "$D" -name '*.txt' -a -name 'c*'
t -find "$D" -name '*.txt' -and -print
t -find "$D" -name 'a' -print -print
t -find "$D" -print0 | tr '\0' '|'
t -find "$D/*" -name 'd*'
t -find "$D/nope" -name x
t -find "$D" -name
t -find "$D" -type f
t -find "$D" -a
t -find
