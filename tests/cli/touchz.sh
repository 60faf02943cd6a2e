#!/usr/bin/env bash
. "$(dirname "$0")/lib.sh"

printf x >full
quietly -put full "$D"
quietly -mkdir "$D/dir"
t -touchz "$D/a"
t -touchz "$D/a" "$D/b"
t -touchz "$D/full"
t -touchz "$D/dir"
t -touchz "$D/nope/a"
t -touchz
t -ls "$D"
