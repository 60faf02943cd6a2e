#!/usr/bin/env bash
. "$(dirname "$0")/lib.sh"

printf abc >small; head -c 3000000 /dev/zero >large; : >empty
quietly -D dfs.blocksize=1048576 -put small large empty "$D"
quietly -mkdir "$D/dir"
t -checksum "$D/small"
t -checksum "$D/large" "$D/empty"
t -checksum -v "$D/small"
t -checksum "$D/dir"
t -checksum "$D/nope"
t -checksum "file://$LOCAL/small"
t -D dfs.checksum.combine.mode=COMPOSITE_CRC -checksum "$D/large"
t -checksum
