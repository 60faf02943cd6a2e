#!/usr/bin/env bash
. "$(dirname "$0")/lib.sh"

quietly -touchz "$D/f"
quietly -mkdir -p "$D/dir/sub"
who() { echo "\$ who"; $HDFS_DFS -stat "%g" "$@"; }
t -chgrp staff "$D/f"
who "$D/f"
t -chgrp -R crew "$D/dir"
who "$D/dir" "$D/dir/sub"
t -chgrp 'a b' "$D/f"
t -chgrp : "$D/f"
t -chgrp staff "$D/nope"
t -chgrp staff
