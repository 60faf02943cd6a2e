#!/usr/bin/env bash
. "$(dirname "$0")/lib.sh"

seq 1 1000 >long; seq 1 3 >short
quietly -put long short "$D"
quietly -mkdir "$D/dir"
t -tail "$D/short"
t -tail "$D/long"
t -tail "$D/dir"
t -tail "$D/nope"
t -tail "$D/lo*"
t -tail
t -tail -f -s x "$D/short"
