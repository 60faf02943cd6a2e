#!/usr/bin/env bash
. "$(dirname "$0")/lib.sh"

printf x >full
quietly -put full "$D"
quietly -touchz "$D/empty"
quietly -mkdir "$D/dir"
for flag in -e -d -f -s -z -r -w; do
  for path in full empty dir nope; do t -test $flag "$D/$path"; done
done
t -test "$D/full"
t -test -e -d "$D/full"
t -test -e
t -test -e "$D/full" "$D/empty"
t -test -x "$D/full"
t -test -e "$D/f*"
t -test -e "$D/q*"
t -test -d "$D/*"
