#!/usr/bin/env bash
. "$(dirname "$0")/lib.sh"

t -mkdir "$D/one"
t -mkdir "$D/one"
t -mkdir "$D/two/deep"
t -mkdir -p "$D/two/deep"
t -mkdir -p "$D/two/deep"
t -mkdir "$D/three/" "$D/four"
quietly -touchz "$D/file"
t -mkdir "$D/file"
t -mkdir -p "$D/file"
t -mkdir "$D/file/below"
t -mkdir -p "$D/file/below"
t -mkdir /
t -mkdir
t -mkdir "$D/with:colon"
t -ls -R "$D"
