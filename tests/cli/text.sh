#!/usr/bin/env bash
. "$(dirname "$0")/lib.sh"

seq 1 3 >plain; : >empty; printf x >one
gzip -nk plain; cat plain.gz plain.gz >twice.gz; head -c 20 plain.gz >cut.gz
bzip2 -k plain; cp plain not-really.gz; printf 'SE' >almost; printf 'Object' >object
quietly -put plain empty one plain.gz plain.bz2 twice.gz cut.gz not-really.gz object "$D"
quietly -mkdir "$D/dir"
t -text "$D/plain"
t -text "$D/empty" "$D/one"
t -text "$D/plain.gz" "$D/plain.bz2"
t -text "$D/twice.gz"
t -text "$D/object"
t -text "$D/dir"
t -text "$D/nope"
t -text
