#!/usr/bin/env bash
. "$(dirname "$0")/lib.sh"

echo text >a
quietly -put a "$D"
t -copyToLocal "$D/a" b
t -copyToLocal "$D/a" b
t -copyToLocal -f "$D/a" b
t -copyToLocal "$D/nope" c
cat b
