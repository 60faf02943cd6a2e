#!/usr/bin/env bash
. "$(dirname "$0")/lib.sh"

quietly -touchz "$D/f"
quietly -mkdir -p "$D/dir/sub"
who() { echo "\$ who"; $HDFS_DFS -stat "%u %g" "$@"; }
for o in alice alice:staff :users bob: a-b_c.d/e@f:g+h; do
  t -chown "$o" "$D/f"
  who "$D/f"
done
for o in : 'a b' 'a!' 'a:b:c' ''; do t -chown "$o" "$D/f"; done
t -chown -R carol:crew "$D/dir"
who "$D/dir" "$D/dir/sub"
t -chown dave "$D/nope" "$D/f"
t -chown dave
