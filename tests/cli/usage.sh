#!/usr/bin/env bash
. "$(dirname "$0")/lib.sh"

t -usage ls put chmod touch find lsr
t -usage nope
t -help nope
for c in appendToFile cat checksum chgrp chmod chown concat copyFromLocal copyToLocal count cp df du \
  expunge find get getmerge head help ls mkdir moveFromLocal moveToLocal mv put rm rmdir setrep stat tail \
  test text touch touchz truncate usage dus rmr; do
  t -usage $c
done
t nope
t -nope
t ls
