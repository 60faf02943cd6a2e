#!/usr/bin/env bash
. "$(dirname "$0")/lib.sh"

printf 'some text\n' >a
seq 1 2000 >b
: >empty
mkdir -p dir/sub; echo 1 >dir/one; echo 2 >dir/sub/two

t -put a "$D/a"
t -cat "$D/a"
t -put a "$D/a"
t -put -f b "$D/a"
t -stat %b "$D/a"
t -put a "$D"
t -put a b empty "$D/dir-that-is-missing"
quietly -mkdir "$D/into"
t -put a b empty "$D/into"
t -put a b nope "$D/into"
t -put -f a b empty "$D/a"
t -put a "$D/nope/a"
t -put a "$D/nope/"
t -put nope "$D"
t -put a "$D/a/below"
t -ls -R -C "$D"
# Directories, new and there already.
t -put dir "$D"
t -put dir "$D/new"
t -put dir/one "$D"
t -put dir/one dir "$D/into/"
t -put -f dir "$D/into"
t -ls -R -C "$D"
# Options.
t -put -d a "$D/direct"
t -put -d a "$D/direct"
t -put -l a "$D/lazy"
t -stat "%r %b" "$D/lazy"
touch -d '2020-01-02 03:04:05 UTC' a; chmod 640 a
t -put -p a "$D/kept"
t -stat "%a %y" "$D/kept"
t -put -t 4 dir "$D/threads"
t -put -t 4 -q 1 -f dir b a "$D/into"
t -put -t 4 -q 1 a "$D/into"
t -ls -R -C "$D/threads"
t -put -t x dir "$D/threads2"
t -put -x a "$D"
t -put
t -D dfs.blocksize=1048576 -D dfs.replication=1 -put b "$D/blocks"
t -stat "%o %r" "$D/blocks"
# Patterns of the destination have to be unique.
t -put a "$D/*"
t -put a "$D/q*"
t -put -f a "$D/into*"
# Names with percent signs, URIs.
cp a 'per cent'
t -put per%20cent "$D"
t -put "file://$LOCAL/a" "$D/from-uri"
t -ls -C "$D"
# Standard input.
stdin() { echo "from standard input" >in; $HDFS_DFS -put "$@" <in >.out 2>.err; c=$?; echo "\$ -put $*"; show $c; }
stdin - "$D/stdin"
stdin - "$D/stdin"
stdin - "$D/into"
t -cat "$D/stdin" "$D/into/-"
# Nothing is left of what failed.
t -find "$D" -name '*_COPYING_'
