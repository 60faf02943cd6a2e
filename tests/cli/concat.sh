#!/usr/bin/env bash
. "$(dirname "$0")/lib.sh"

printf 1 >1; printf 2 >2; printf 3 >3
quietly -put 1 2 3 "$D"
quietly -mkdir "$D/dir"
t -concat
t -concat "$D/1"
t -concat "$D/1" "$D/2"
t -concat "$D/nope" "$D/2" "$D/3"
t -concat "$D/1" "$D/2" "$D/nope"
t -concat "$D/1" "$D/2" "$D/dir"
t -concat "file://$LOCAL/1" "file://$LOCAL/2" "file://$LOCAL/3"
t -concat "$D/1" "$D/2" "$D/3"
t -cat "$D/1"
t -ls -C "$D"
