#!/usr/bin/env bash
. "$(dirname "$0")/lib.sh"

printf 'no line end' >a
seq 1 3 >b
: >empty
quietly -put a b empty "$D"
quietly -mkdir "$D/dir"
t -cat "$D/a"
t -cat "$D/b" "$D/empty" "$D/b"
t -cat "$D/b" "$D/nope" "$D/b"
t -cat "$D/dir"
t -cat "$D/[ab]"
t -cat -ignoreCrc "$D/b"
t -cat
t -cat -x "$D/b"
