#!/usr/bin/env bash
. "$(dirname "$0")/lib.sh"

t -D fs.defaultFS=file:/// -ls "$LOCAL/nope"
t -Dfs.defaultFS=file:/// -ls "$LOCAL/nope"
t -fs file:/// -test -d "$LOCAL"
t --fs file:/// -test -d "$LOCAL"
t -fs=file:/// -test -d "$LOCAL"
echo '<configuration><property><name>fs.defaultFS</name><value>file:///</value></property></configuration>' >c.xml
t -conf "$LOCAL/c.xml" -test -d "$LOCAL"
t -conf "$LOCAL/c.xml" -D fs.defaultFS=file:///x -test -d "$LOCAL"
t -D nonsense -test -d /
t -ls -D x=y /
t -D
t -fs
t -D -ls /
t -fs foo:/// -ls /
t -ls foo://bar/x
