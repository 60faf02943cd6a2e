"""The lines of shell_commands.py for the tools beside `hdfs dfs`: caches, erasure coding, encryption, leases,
snapshots and administration. DIRECTIVE1 is the first cache directive that the section added, and so on.

Files are replicated here and no policy is enabled, on Apache's cluster as on ours; what would enable one is left out.
"""

ADMIN_SECTIONS = {
    "cacheadmin": """
        cacheadmin
        cacheadmin -none
        cacheadmin none
        cacheadmin -help none
        cacheadmin -help addPool listPools
        ^ cacheadmin -help addPool
        ^ cacheadmin -help modifyDirective
        ^ cacheadmin -help help
        cacheadmin -listPools
        cacheadmin -listPools -stats
        cacheadmin -listDirectives
        cacheadmin -listDirectives -stats
        cacheadmin -addPool
        cacheadmin -addPool one
        cacheadmin -addPool one
        cacheadmin -addPool two -owner alice -group staff -mode 0700 -limit 100 -defaultReplication 2 -maxTtl 2d
        cacheadmin -addPool three -limit unlimited -maxTtl never
        cacheadmin -addPool x -mode 9
        cacheadmin -addPool x -mode 777777
        cacheadmin -addPool x -limit many
        cacheadmin -addPool x -limit -5
        cacheadmin -addPool x -maxTtl 5
        cacheadmin -addPool x -maxTtl 5y
        cacheadmin -addPool x -maxTtl ms
        cacheadmin -addPool x -maxTtl -5s
        cacheadmin -addPool x -defaultReplication -1
        cacheadmin -addPool x -defaultReplication 99999
        cacheadmin -addPool x -owner
        cacheadmin -addPool x y z
        cacheadmin -addPool ""
        cacheadmin -listPools
        cacheadmin -listPools two
        cacheadmin -listPools -stats two
        cacheadmin -listPools none
        cacheadmin -listPools two three
        @alice cacheadmin -listPools
        @alice cacheadmin -addPool mine
        cacheadmin -modifyPool
        cacheadmin -modifyPool two
        cacheadmin -modifyPool two -limit 200
        cacheadmin -modifyPool two -owner bob -group other -mode 0750 -limit 5000000
        cacheadmin -modifyPool two -defaultReplication 1 -maxTtl 3h
        cacheadmin -modifyPool two -defaultReplication 1
        cacheadmin -modifyPool two -maxTtl 90m
        cacheadmin -modifyPool two -mode rwx
        cacheadmin -modifyPool two extra -limit 1
        cacheadmin -modifyPool none -limit 1
        @alice cacheadmin -modifyPool two -limit 1
        cacheadmin -listPools
        -mkdir -p /cache/dir
        -put hello.txt /cache/f
        cacheadmin -addDirective
        cacheadmin -addDirective -path /cache/f
        cacheadmin -addDirective -pool one
        cacheadmin -addDirective -path /cache/f -pool none
        cacheadmin -addDirective -path /cache/f -pool one
        cacheadmin -addDirective -path /cache/f -pool two -replication 3 -ttl 1h
        cacheadmin -addDirective -path cache -pool three -ttl never
        cacheadmin -addDirective -path hdfs://NAMENODE/cache/dir -pool three
        cacheadmin -addDirective -path file:///tmp -pool three
        cacheadmin -addDirective -path /cache/none -pool three
        cacheadmin -addDirective -path /cache/f -pool one -replication 0
        cacheadmin -addDirective -path /cache/f -pool one -replication x
        cacheadmin -addDirective -path /cache/f -pool one -ttl x
        cacheadmin -addDirective -path /cache/f -pool two -ttl 4h
        cacheadmin -addDirective -path /cache/f -pool one more
        cacheadmin -addDirective -path "" -pool one
        @alice cacheadmin -addDirective -path /cache/f -pool two
        @bob cacheadmin -addDirective -path /cache/f -pool two -force -ttl 1m
        cacheadmin -listDirectives -pool one
        cacheadmin -listDirectives -pool three
        cacheadmin -listDirectives -path /cache/none
        cacheadmin -listDirectives -path /cache/none -pool one
        cacheadmin -listDirectives -pool one -stats
        cacheadmin -listDirectives -id DIRECTIVE3
        cacheadmin -listDirectives -id 999999
        cacheadmin -listDirectives -id x
        cacheadmin -listDirectives more
        @alice cacheadmin -listDirectives -path /cache/f
        cacheadmin -modifyDirective
        cacheadmin -modifyDirective -id DIRECTIVE1
        cacheadmin -modifyDirective -id DIRECTIVE1 -replication 2
        cacheadmin -modifyDirective -id DIRECTIVE1 -path /cache -pool three -ttl never
        cacheadmin -modifyDirective -id DIRECTIVE1 -force -replication 1
        cacheadmin -modifyDirective -id DIRECTIVE1 -pool none
        cacheadmin -modifyDirective -id DIRECTIVE1 -ttl 9
        cacheadmin -modifyDirective -id 999999 -replication 2
        cacheadmin -modifyDirective -id x -replication 2
        cacheadmin -modifyDirective -id DIRECTIVE1 -replication 2 more
        @alice cacheadmin -modifyDirective -id DIRECTIVE1 -replication 2
        cacheadmin -listDirectives -pool three
        cacheadmin -removeDirective
        cacheadmin -removeDirective x
        cacheadmin -removeDirective 0
        cacheadmin -removeDirective 999999
        cacheadmin -removeDirective DIRECTIVE1 more
        @alice cacheadmin -removeDirective DIRECTIVE1
        cacheadmin -removeDirective DIRECTIVE1
        cacheadmin -removeDirective DIRECTIVE1
        cacheadmin -removeDirectives
        cacheadmin -removeDirectives -path /cache/none
        cacheadmin -removeDirectives -path /cache/f more
        @alice cacheadmin -removeDirectives -path /cache/f
        cacheadmin -removeDirectives -path /cache/f
        cacheadmin -removeDirectives -path /nothing
        cacheadmin -listDirectives -path /cache/f
        cacheadmin -removePool
        cacheadmin -removePool one two
        cacheadmin -removePool none
        @alice cacheadmin -removePool one
        cacheadmin -removePool one
        cacheadmin -removePool two
        cacheadmin -removePool three
        cacheadmin -listDirectives
        cacheadmin -listPools
        dfsadmin -safemode enter
        cacheadmin -addPool late
        cacheadmin -listPools
        dfsadmin -safemode leave
    """,
    "ec": """
        ec
        ec -none
        ec none
        ec -help none
        ^ ec -help setPolicy
        ^ ec -help verifyClusterSetup
        ec -listPolicies
        ec -listPolicies more
        -mkdir -p /ec/full/dir
        -touchz /ec/f
        ^ ec -getPolicy
        ec -getPolicy -path /ec
        ec -getPolicy -path /ec/f
        ec -getPolicy -path /ec/none
        ec -getPolicy -path file:///tmp
        ec -getPolicy -path /ec more
        ec -getPolicy -path
        ^ ec -setPolicy
        ec -setPolicy -path /ec -policy RS-6-3-1024k
        ec -setPolicy -path /ec -policy NONE-1-1-1k
        ec -setPolicy -path /ec/none -policy RS-6-3-1024k
        ec -setPolicy -path /ec -policy RS-6-3-1024k -replicate
        ec -setPolicy -path /ec -policy RS-6-3-1024k more
        ec -setPolicy -path /ec/full -replicate
        ec -setPolicy -path /ec/full/dir -replicate
        ec -setPolicy -path /ec/f -replicate
        ec -setPolicy -path /ec/none -replicate
        @alice ec -setPolicy -path /ec/full -replicate
        ec -getPolicy -path /ec/full
        ^ ec -unsetPolicy
        ec -unsetPolicy -path /ec
        ec -unsetPolicy -path /ec/none
        ec -unsetPolicy -path /ec more
        ^ ec -removePolicy
        ec -removePolicy -policy NONE-1-1-1k
        ec -removePolicy -policy RS-6-3-1024k
        ec -removePolicy -policy RS-6-3-1024k more
        @alice ec -removePolicy -policy RS-6-3-1024k
        ^ ec -enablePolicy
        ec -enablePolicy -policy NONE-1-1-1k
        ec -enablePolicy -policy RS-6-3-1024k more
        @alice ec -enablePolicy -policy RS-6-3-1024k
        ^ ec -disablePolicy
        ec -disablePolicy -policy NONE-1-1-1k
        ec -disablePolicy -policy RS-3-2-1024k
        @alice ec -disablePolicy -policy RS-3-2-1024k
        ^ ec -addPolicies
        ec -addPolicies -policyFile /none/such.xml
        ec -addPolicies -policyFile LOCAL/policies.xml
        @alice ec -addPolicies -policyFile LOCAL/policies.xml
        ec -addPolicies -policyFile LOCAL/policies.xml more
        ec -verifyClusterSetup
        ec -verifyClusterSetup more
        ec -verifyClusterSetup -policy RS-3-2-1024k
        ec -verifyClusterSetup -policy RS-3-2-1024k XOR-2-1-1024k
        ec -verifyClusterSetup -policy NONE-1-1-1k
        ec -verifyClusterSetup -policy
    """,
    "crypto": """
        crypto
        crypto -none
        crypto none
        ^ crypto -help createZone
        -mkdir /zone
        -touchz /zone/f
        crypto -createZone
        crypto -createZone -path /zone
        crypto -createZone -keyName key -path /zone
        crypto -createZone -keyName key -path /zone more
        @alice crypto -createZone -keyName key -path /zone
        crypto -listZones
        crypto -listZones more
        @alice crypto -listZones
        crypto -provisionTrash -path /zone
        crypto -provisionTrash -path /none
        crypto -provisionTrash -path /zone more
        crypto -getFileEncryptionInfo -path /zone/f
        crypto -getFileEncryptionInfo -path /zone/none
        crypto -getFileEncryptionInfo -path /zone/f more
        crypto -reencryptZone
        crypto -reencryptZone -start
        crypto -reencryptZone -start -cancel -path /zone
        crypto -reencryptZone -start -path /zone
        crypto -reencryptZone -cancel -path /zone
        crypto -reencryptZone -start -path /zone more
        @alice crypto -reencryptZone -start -path /zone
        crypto -listReencryptionStatus
        @alice crypto -listReencryptionStatus
    """,
    "debug": """
        ^ debug
        ^ debug none
        ^ debug help
        ^ debug help verifyMeta
        ^ debug verifyMeta
        ^ debug computeMeta
        ^ debug -recoverLease
        debug computeMeta -block hello.txt
        debug computeMeta -block none.txt -out LOCAL/meta
        debug computeMeta -block tree -out LOCAL/meta
        debug computeMeta -out LOCAL/meta
        debug computeMeta -block LOCAL/hello.txt -out LOCAL/meta
        debug computeMeta -block LOCAL/hello.txt -out LOCAL/meta
        debug verifyMeta -meta LOCAL/meta
        debug verifyMeta -block LOCAL/hello.txt
        debug verifyMeta -meta LOCAL/meta -block LOCAL/hello.txt
        debug verifyMeta -meta LOCAL/meta -block LOCAL/empty.txt
        ^ debug verifyMeta -meta LOCAL/meta -block LOCAL/none.txt
        debug computeMeta -block LOCAL/random.bin -out LOCAL/random.meta
        debug verifyMeta -meta LOCAL/random.meta -block LOCAL/random.bin
        -put hello.txt /debug
        -mkdir /debug.d
        debug recoverLease -path /debug
        debug recoverLease -path /none
        debug recoverLease -path /debug.d
        debug recoverLease -path /debug -retries x
        debug recoverLease -path file:///tmp
        debug recoverLease -retries 2
        ^ debug verifyEC -file
        debug verifyEC -file /debug
        debug verifyEC -file /none
        debug verifyEC -file /debug.d
    """,
    "snapshot_tools": """
        -mkdir -p /st/a /su
        -put hello.txt /st/a/f
        lsSnapshottableDir
        lsSnapshottableDir more
        lsSnapshot
        lsSnapshot /st
        snapshotDiff
        snapshotDiff /st
        snapshotDiff /st . .
        dfsadmin -allowSnapshot /st
        dfsadmin -allowSnapshot /none
        dfsadmin -allowSnapshot
        dfsadmin -allowSnapshot /st /su
        lsSnapshottableDir
        lsSnapshot /st
        -createSnapshot /st one
        -mv /st/a/f /st/a/g
        -put words.txt /st/a/w
        -createSnapshot /st two
        -rm -skipTrash /st/a/g
        snapshotDiff /st one two
        snapshotDiff /st two one
        snapshotDiff /st two .
        snapshotDiff /st . two
        snapshotDiff /st one one
        snapshotDiff /st one none
        snapshotDiff /su one two
        snapshotDiff /none one two
        lsSnapshottableDir
        ~ lsSnapshot /st
        lsSnapshot /su
        lsSnapshot /none
        @alice lsSnapshottableDir
        dfsadmin -provisionSnapshotTrash
        dfsadmin -provisionSnapshotTrash /su
        dfsadmin -provisionSnapshotTrash /none
        dfsadmin -provisionSnapshotTrash /st
        dfsadmin -provisionSnapshotTrash /st
        dfsadmin -provisionSnapshotTrash -all
        -ls /st
        -chmod 755 /st/.Trash
        dfsadmin -provisionSnapshotTrash /st
        @alice dfsadmin -provisionSnapshotTrash /st
        dfsadmin -disallowSnapshot /st
        -deleteSnapshot /st one
        -deleteSnapshot /st two
        dfsadmin -disallowSnapshot /st
        lsSnapshottableDir
    """,
    "type_quota": """
        -mkdir -p /tq/in /tr
        storagepolicies -setStoragePolicy -path /tq -policy HOT
        dfsadmin -setSpaceQuota 1m -storageType DISK /tq
        dfsadmin -setSpaceQuota 10m -storageType ssd /tq
        -count -q -t -v /tq
        -count -q -t disk,ssd /tq
        -count -u -t -v /tq
        -put words.txt /tq/w
        -put random.bin /tq/r
        -Ddfs.blocksize=1048576 -Ddfs.replication=1 -put words.txt /tq/w
        -rm -f -skipTrash /tq/w /tq/r /tq/r._COPYING_ /tq/w._COPYING_
        dfsadmin -setSpaceQuota 1m -storageType RAM_DISK /tq
        dfsadmin -setSpaceQuota 1m -storageType FLOPPY /tq
        dfsadmin -setSpaceQuota 0 -storageType DISK /tq
        dfsadmin -setSpaceQuota -5 -storageType DISK /tq
        dfsadmin -setSpaceQuota 1m -storageType
        dfsadmin -setSpaceQuota 1m /tq -storageType ARCHIVE
        dfsadmin -setSpaceQuota 1m -storageType DISK /none /tr
        @alice dfsadmin -setSpaceQuota 1m -storageType DISK /tq
        -count -q -t -h -v /tq /tr
        dfsadmin -clrSpaceQuota -storageType DISK /tq
        -count -q -t -v /tq
        dfsadmin -clrSpaceQuota -storageType FLOPPY /tq
        dfsadmin -clrSpaceQuota -storageType RAM_DISK /tq
        dfsadmin -clrSpaceQuota -storageType
        dfsadmin -clrSpaceQuota
        @alice dfsadmin -clrSpaceQuota -storageType SSD /tq
        dfsadmin -clrSpaceQuota -storageType SSD /tq
        dfsadmin -clrSpaceQuota -storageType DISK /tr /none
        -count -q -t -v /tq
    """,
    "dfsadmin": """
        dfsadmin
        dfsadmin none
        dfsadmin -none
        dfsadmin -allowsnapshot /none
        dfsadmin -DISALLOWSNAPSHOT
        dfsadmin -GetBalancerBandwidth
        dfsadmin -REPORT
        dfsadmin -metasave
        dfsadmin -metasave a b
        dfsadmin -metasave saved.txt
        @alice dfsadmin -metasave saved.txt
        ~ dfsadmin -rollEdits
        dfsadmin -rollEdits more
        @alice dfsadmin -rollEdits
        dfsadmin -refreshServiceAcl more
        dfsadmin -refreshUserToGroupsMappings
        dfsadmin -refreshSuperUserGroupsConfiguration
        @alice dfsadmin -refreshNodes
        dfsadmin -refreshNodes
        dfsadmin -refreshNodes more
        dfsadmin -saveNamespace
        dfsadmin -saveNamespace a b
        dfsadmin -safemode enter
        -mkdir /safe
        dfsadmin -safemode leave
        dfsadmin -restoreFailedStorage
        dfsadmin -restoreFailedStorage maybe
        dfsadmin -fetchImage
        dfsadmin -reconfig
        dfsadmin -reconfig namenode DATANODE
        dfsadmin -refresh
        dfsadmin -refresh DATANODE
        dfsadmin -listOpenFiles -path /none
        @alice dfsadmin -listOpenFiles
        dfsadmin -setBalancerBandwidth x
        dfsadmin -setBalancerBandwidth 10m
        dfsadmin -setBalancerBandwidth -5
        dfsadmin -upgrade query
        dfsadmin -upgrade
        dfsadmin -upgrade more
        dfsadmin -rollingUpgrade query
        dfsadmin -rollingUpgrade later
        @alice dfsadmin -safemode enter
        @bob dfsadmin -saveNamespace
        @carol dfsadmin -printTopology
    """,
}

# what `hdfs ec -addPolicies` reads
POLICIES = """<?xml version="1.0"?>
<configuration>
  <layoutversion>1</layoutversion>
  <schemas><schema id="A"><codec>rs</codec><k>4</k><m>2</m></schema></schemas>
  <policies><policy><schema>A</schema><cellsize>131072</cellsize></policy></policies>
</configuration>
"""
