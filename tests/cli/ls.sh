#!/usr/bin/env bash
. "$(dirname "$0")/lib.sh"

quietly -mkdir -p "$D/dir/sub" "$D/empty"
printf 'twelve bytes' >small
head -c 2500000 /dev/zero >large
quietly -put small "$D/dir/b"
quietly -put large "$D/dir/a"
quietly -touchz "$D/dir/sub/deep"
quietly -touch -m -t 20200102:030405 "$D/dir/a"
quietly -touch -m -t 20210102:030405 "$D/dir/b"
quietly -touch -m -t 20220102:030405 "$D/dir/sub"

# One directory, one file, nothing.
t -ls "$D/dir"
t -ls "$D/dir/b"
t -ls "$D/empty"
t -ls "$D/nope"
t -ls "$D/dir/b/below"
# Several, one of them missing: the others are shown.
t -ls "$D/dir/b" "$D/nope" "$D/dir/sub"
# Every option.
t -ls -d "$D/dir"
t -ls -C "$D/dir"
t -ls -h "$D/dir"
t -ls -R "$D"
t -ls -R -C "$D"
t -ls -t "$D/dir"
t -ls -t -r "$D/dir"
t -ls -S "$D/dir"
t -ls -S -r -h "$D/dir"
t -ls -r "$D/dir"
t -ls -q "$D/dir"
t -ls -e "$D/dir"
t -ls -z "$D"
t -lsr "$D/dir"
# How paths are shown: as they were given.
t -ls "$D//dir/../dir/"
t -ls file:///nope
t -ls "a:b"
t -ls ""
t -ls /..
# Columns are as wide as the longest entry.
quietly -chown somebody:and-a-long-group "$D/dir/b"
t -ls "$D/dir"
t -ls -R "$D"
# Rights.
quietly -chmod 1777 "$D/dir/sub"
quietly -chmod 000 "$D/dir/b"
t -ls "$D/dir"
