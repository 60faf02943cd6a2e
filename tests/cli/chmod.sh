#!/usr/bin/env bash
. "$(dirname "$0")/lib.sh"

quietly -touchz "$D/f"
quietly -mkdir -p "$D/dir/sub"
quietly -touchz "$D/dir/g"
mode() { echo "\$ mode"; $HDFS_DFS -stat "%A %a" "$@"; }
for m in 640 0755 1700 +644 u+x g-r,o=w a+rX +t -t u=rwx,go=rx g=u -w o+rwxt =r +X; do
  t -chmod "$m" "$D/f"
  mode "$D/f"
done
for m in 4755 75 8 q u=r+w 'u+r g+w' 'u=rwx,o=' '' u; do t -chmod "$m" "$D/f"; done
t -chmod -R 700 "$D/dir"
mode "$D/dir" "$D/dir/sub" "$D/dir/g"
t -chmod -R a+rX "$D/dir"
mode "$D/dir" "$D/dir/sub" "$D/dir/g"
t -chmod 1777 "$D/dir"
t -ls -d "$D/dir"
t -chmod 644 "$D/nope" "$D/f"
t -chmod 644
