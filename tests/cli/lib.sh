# What every script here begins with. A script calls `t ARGUMENTS…`, which runs one file system
# command and writes down what it did:
#
#   $ -ls /cli/ls/nope
#   ! ls: `/cli/ls/nope': No such file or directory
#   = 1
#
# Standard output comes first, then standard error behind "! ", then the exit code unless it is 0.
# What differs from cluster to cluster or from day to day is replaced: addresses, dates, the user, the
# local directory. Left out are the client's log and the long list of all commands after a mistake.
#
# The script has a directory of its own on the cluster, $D, and an empty local one, where it is.
#
# Environment: HADOOP_CONF_DIR says which cluster; HDFS_DFS is the command to run, `hdfs dfs` of the
# build by default, Apache's FsShell for comparison.

set -u
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
: "${HDFS_DFS:=$HERE/../../build/release/bin/hdfs dfs}"
NAME=$(basename "$0" .sh)
D=/cli/$NAME
LOCAL=$(mktemp -d)
trap 'rm -rf "$LOCAL"' EXIT
cd "$LOCAL"
export TZ=UTC

USER_NAME=$(id -un)
GROUP_NAME=$($HDFS_DFS -stat %g / 2>/dev/null)

normalize() {
  sed -E -e '/^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9:,]+ (DEBUG|INFO|WARN) /d' \
    -e '/^Usage: hadoop fs \[generic options\]$/,/^command \[genericOptions\]/d' -e '/^$/d' \
    -e "s#$LOCAL#LOCAL#g" -e 's#hdfs://[a-z0-9.:-]+#hdfs://NAMENODE#g' \
    -e 's/[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}(:[0-9]{2})?/DATE/g' \
    -e "s/\\b$USER_NAME +($GROUP_NAME|$USER_NAME)\\b/USER GROUP/g" -e "s#/user/$USER_NAME\\b#/user/USER#g" \
    -e 's/DFSClient_[A-Z]*_[-0-9_]*/CLIENT/g' -e 's/^(\t| )at .*//'
}

t() {
  local code
  echo "\$ $*" | normalize
  $HDFS_DFS "$@" >"$LOCAL/.out" 2>"$LOCAL/.err" </dev/stdin
  code=$?
  show $code
}

show() {
  normalize <"$LOCAL/.out"
  [ ! -s "$LOCAL/.out" ] || [ "$(tail -c1 "$LOCAL/.out" | od -A n -t x1)" = " 0a" ] || echo
  normalize <"$LOCAL/.err" | sed -e '/^$/d' -e 's/^/! /'
  [ "$1" = 0 ] || echo "= $1"
  rm -f "$LOCAL/.out" "$LOCAL/.err"
}

# Preparations, which have to succeed and leave no trace.
quietly() { $HDFS_DFS "$@" >/dev/null 2>"$LOCAL/.err" || { echo "FAILED: $*"; cat "$LOCAL/.err"; }; rm -f "$LOCAL/.err"; }

$HDFS_DFS -rm -r -f -skipTrash "$D" >/dev/null 2>&1
quietly -mkdir -p "$D"
exec </dev/null
