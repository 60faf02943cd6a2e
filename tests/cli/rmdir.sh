#!/usr/bin/env bash
. "$(dirname "$0")/lib.sh"

quietly -mkdir -p "$D/empty" "$D/full/sub" "$D/more"
quietly -touchz "$D/file"
t -rmdir "$D/empty"
t -rmdir "$D/empty"
t -rmdir "$D/full"
t -rmdir --ignore-fail-on-non-empty "$D/full"
t -rmdir "$D/file" "$D/more"
t -rmdir
t -ls -C "$D"
