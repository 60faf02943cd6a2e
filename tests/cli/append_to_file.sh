#!/usr/bin/env bash
. "$(dirname "$0")/lib.sh"

echo one >a; echo two >b
t -appendToFile a "$D/new"
t -appendToFile a b "$D/new"
t -cat "$D/new"
t -appendToFile nope "$D/empty"
t -ls "$D/empty"
quietly -mkdir "$D/dir"
t -appendToFile a "$D/dir"
t -appendToFile
t -appendToFile a
stdin() { echo "from standard input" >in; $HDFS_DFS -appendToFile "$@" <in >.out 2>.err; c=$?; echo "\$ -appendToFile $*"; show $c; }
stdin - "$D/new"
stdin - a "$D/new"
t -cat "$D/new"
