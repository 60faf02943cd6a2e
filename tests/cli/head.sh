#!/usr/bin/env bash
. "$(dirname "$0")/lib.sh"

seq 1 1000 >long; seq 1 3 >short
quietly -put long short "$D"
quietly -mkdir "$D/dir"
t -head "$D/short"
t -head "$D/long"
t -head "$D/dir"
t -head "$D/nope"
t -head "$D/lo*"
t -head
t -head "$D/short" "$D/long"
