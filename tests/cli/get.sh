#!/usr/bin/env bash
. "$(dirname "$0")/lib.sh"

seq 1 2000 >b; echo text >a; mkdir -p dir/sub; echo 1 >dir/one; echo 2 >dir/sub/two
quietly -put a b dir "$D"
rm -r a b dir

files() { find . -mindepth 1 ! -name '.out' ! -name '.err' | sort; }
t -get "$D/a"
t -get "$D/a"
t -get -f "$D/a"
t -get "$D/b" renamed
t -get "$D/a" "$D/b" into
mkdir into
t -get "$D/a" "$D/b" into
t -get "$D/a" "$D/nope" into
t -get "$D/a" nope/a
t -get "$D/nope" .
t -get "$D/nope*" .
files
cat a; cmp renamed into/b && echo same
t -get "$D/dir" .
t -get "$D/dir" .
t -get "$D/dir" new
t -get "$D/dir" a
files
# Checksums beside the files.
t -get -crc "$D/b" checked
ls -A | grep checked
od -A n -t x1 .checked.crc
t -get -f "$D/a" checked
ls -A | grep checked
t -get -ignoreCrc "$D/a" ignored
# Times and rights.
quietly -touch -t 20200102:030405 "$D/a"
quietly -chmod 600 "$D/a"
t -get -p "$D/a" kept
stat -c '%a %y' kept
t -get -t 3 "$D/dir" threads
find threads | sort
t -get "$D/*" all
mkdir all
t -get "$D/*" all
find all | sort
t -get -x "$D/a"
t -get
