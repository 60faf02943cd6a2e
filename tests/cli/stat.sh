#!/usr/bin/env bash
. "$(dirname "$0")/lib.sh"

printf 'twelve bytes' >a
quietly -mkdir "$D/dir"
quietly -D dfs.blocksize=1048576 -D dfs.replication=1 -put a "$D/a"
quietly -touch -t 20200102:030405 "$D/a"
quietly -chown somebody:others "$D/a"
t -stat "$D/a"
t -stat "%a %A %b %F %g %n %o %r %u %x %X %y %Y" "$D/a"
t -stat "%a %A %b %F %n %o %r" "$D/dir"
t -stat "100%% %q %" "$D/a"
t -stat %n "$D/a" "$D/nope" "$D/dir"
t -stat -R %n "$D"
t -stat %n "$D/*"
t -stat
t -stat %n
quietly -chmod 1700 "$D/dir"
t -stat "%a %A" "$D/dir"
