#!/usr/bin/env bash
. "$(dirname "$0")/lib.sh"

# The same with `hdfs dfsadmin`; HDFS_DFSADMIN is the command to run.
: "${HDFS_DFSADMIN:=$HERE/../../build/release/bin/hdfs dfsadmin}"
admin() {
  local code
  echo "\$ dfsadmin $*"
  $HDFS_DFSADMIN "$@" >"$LOCAL/.out" 2>"$LOCAL/.err"
  code=$?
  sed -i -E -e '/^Usage: hdfs dfsadmin$/,/^command \[genericOptions\]/d' -e 's/ The fs class is: .*//' "$LOCAL/.err"
  sed -i -E -e 's/[0-9]+ \([0-9.]+ [KMGT]?B\)/BYTES/' -e 's/[0-9]+\.[0-9]{2}%/PERCENT/' \
    -e 's/[A-Z][a-z]{2} [A-Z][a-z]{2} [0-9]+ [0-9:]+ [A-Z]+ [0-9]{4}/DATE/' \
    -e 's/127.0.0.1:[0-9]+/DATANODE/' -e 's/^Hostname: .*/Hostname: HOST/' \
    -e 's/^(\t(Under replicated blocks|Low redundancy blocks with highest priority to recover|Pending deletion blocks)): [0-9]+/\1: N/' -e 's/^(Num of Blocks|Xceivers): [0-9]+/\1: N/' \
    -e 's/txid [0-9]+/txid N/' "$LOCAL/.out"
  show $code
}

admin -report
admin -report -live
admin -report -dead
admin -report -live -dead -slownodes
admin -safemode get
admin -safemode enter
admin -safemode get
admin -report -dead
t -mkdir "$D/in-safe-mode"
admin -safemode leave
admin -safemode WAIT
admin -safemode
admin -safemode nonsense
admin
admin -nonsense
admin -printTopology
admin -refreshNodes
admin -fs file:/// -safemode get
quietly -mkdir "$D/limited"
admin -setQuota 2 "$D/limited"
admin -setSpaceQuota 1m "$D/limited"
t -count -q "$D/limited"
t -mkdir "$D/limited/one"
t -mkdir "$D/limited/two"
admin -clrQuota "$D/limited"
admin -clrSpaceQuota "$D/limited"
t -count -q "$D/limited"
admin -setQuota 0 "$D/limited"
admin -setQuota x "$D/limited"
admin -setQuota
admin -clrQuota "$D/nope"
admin -setBalancerBandwidth 1m
admin -setBalancerBandwidth x
