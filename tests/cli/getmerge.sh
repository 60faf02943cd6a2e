#!/usr/bin/env bash
. "$(dirname "$0")/lib.sh"

printf 'first' >1; printf 'second' >2; : >3
quietly -mkdir -p "$D/dir/sub"
quietly -put 1 2 3 "$D/dir"
quietly -put 1 "$D/dir/sub"
t -getmerge "$D/dir" merged
cat merged; echo
t -getmerge -nl "$D/dir" merged
cat merged
t -getmerge -nl -skip-empty-file "$D/dir" merged
cat merged
t -getmerge "$D/dir/2" "$D/dir/1" merged
cat merged; echo
t -getmerge -nl "$D/dir/[12]" merged
cat merged
ls -A
t -getmerge "$D/nope" other
mkdir local
t -getmerge "$D/dir" local
t -getmerge "$D/dir"
ls
