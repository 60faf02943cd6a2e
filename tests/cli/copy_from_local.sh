#!/usr/bin/env bash
. "$(dirname "$0")/lib.sh"

echo text >a
t -copyFromLocal a "$D"
t -copyFromLocal a "$D"
t -copyFromLocal -f a "$D"
t -copyFromLocal nope "$D"
t -copyFromLocal
t -cat "$D/a"
