"""Snapshots at the command line, to be answered alike by both shells on both clusters; the lines are those of
shell_commands.py, to whose sections these belong."""

SECTIONS = {
    "snapshot_reports": """
        ~ lsSnapshottableDir
        lsSnapshottableDir x
        ~ lsSnapshot
        lsSnapshot /missing
        -mkdir -p /t/a /t/b /other
        ~ lsSnapshot /t
        snapshotDiff /t s0 s1
        dfsadmin -allowSnapshot /t
        dfsadmin -allowSnapshot /other
        -chown alice /other
        ~ lsSnapshottableDir
        ~ @alice lsSnapshottableDir
        @bob lsSnapshottableDir
        ~ lsSnapshot /t
        lsSnapshot /t/a
        -createSnapshot /t s0
        -put hello.txt /t/a/f
        -createSnapshot /t s1
        ~ lsSnapshot /t
        ~ lsSnapshot /t/
        ~ @alice lsSnapshot /t
        ~ lsSnapshottableDir
        snapshotDiff
        snapshotDiff /t
        snapshotDiff /t s0 s1 s2
        snapshotDiff /t s0 s1
        snapshotDiff /t s1 s0
        snapshotDiff /t s0 .
        snapshotDiff /t . s0
        snapshotDiff /t . .
        snapshotDiff /t s0 s0
        snapshotDiff /t none s1
        snapshotDiff /t s0 none
        snapshotDiff /missing s0 s1
        snapshotDiff /t/a/f s0 s1
        snapshotDiff /t/a s0 s1
        snapshotDiff /t .snapshot/s0 .snapshot/s1
        @alice snapshotDiff /t s0 s1
        -mv /t/a/f /t/b/g
        -mv /t/b /t/c
        -appendToFile hello.txt /t/c/g
        -createSnapshot /t s2
        snapshotDiff /t s0 s2
        snapshotDiff /t s1 s2
        snapshotDiff /t s2 s1
        snapshotDiff /t s2 .
        -chmod 700 /t/a
        -setfattr -n user.k -v v /t/c
        -setfacl -m user:bob:r-- /t/c/g
        -touchz /t/c/new
        -mkdir /t/a/deep
        -mv /t/c/g /t/a/deep/h
        -createSnapshot /t s3
        snapshotDiff /t s2 s3
        snapshotDiff /t s0 s3
        snapshotDiff /t s1 s3
        snapshotDiff /t s3 s1
        snapshotDiff /t/c s1 s3
        -rm -r -skipTrash /t/a
        -mv /t/c /other/c
        snapshotDiff /t s3 .
        snapshotDiff /t s2 .
        snapshotDiff /t s0 .
        -deleteSnapshot /t s2
        snapshotDiff /t s1 s3
        snapshotDiff /t s1 .
        ~ lsSnapshot /t
        ~ fsck /t
        ~ fsck /t -includeSnapshots
        ~ fsck /t -files -includeSnapshots
        -deleteSnapshot /t s0
        -deleteSnapshot /t s1
        -deleteSnapshot /t s3
    """,
    "snapshot_count": """
        -mkdir -p /c/s/d /out
        -put hello.txt /c/s/d/f
        -put words.txt /c/s/g
        dfsadmin -allowSnapshot /c/s
        -createSnapshot /c/s s0
        -count /c
        -count -x /c
        -du /c /c/s
        -du -x /c /c/s
        -rm -skipTrash /c/s/g
        -count /c /c/s
        -count -x /c /c/s
        -du /c /c/s
        -du -s /c
        -du -x /c /c/s
        -du -s -x /c
        -count /c/s/.snapshot /c/s/.snapshot/s0 /c/s/.snapshot/s0/d
        -du /c/s/.snapshot /c/s/.snapshot/s0
        -du -s /c/s/.snapshot
        -mv /c/s/d /out/d
        -count /c /c/s /out
        -count -x /c /c/s /out
        -du -s /c /out
        -appendToFile hello.txt /out/d/f
        -count /c /c/s /out
        -du -s /c /out
        -createSnapshot /c/s s1
        -rm -r -skipTrash /out/d
        -count /c /c/s /out
        -count -x /c /c/s /out
        -mkdir -p /c/s/x/y/z
        -put hello.txt /c/s/x/y/f
        -createSnapshot /c/s s2
        -put hello.txt /c/s/x/y/g
        -rm -r -skipTrash /c/s/x
        -count /c /c/s
        -count -x /c /c/s
        -du -s -x /c
        -deleteSnapshot /c/s s1
        -count /c /c/s
        -deleteSnapshot /c/s s2
        -ls /c/s
        -count /c /c/s
        -deleteSnapshot /c/s s0
        -ls /c/s
        -count /c /c/s
    """,
    "snapshot_quotas": """
        -mkdir -p /q/s/d /out
        dfsadmin -setQuota 12 /q
        dfsadmin -setSpaceQuota 20m /q
        dfsadmin -setQuota 30 /out
        dfsadmin -allowSnapshot /q/s
        -Ddfs.blocksize=1048576 -Ddfs.replication=1 -put random.bin /q/s/d/r
        -Ddfs.blocksize=1048576 -Ddfs.replication=1 -put hello.txt /q/s/f
        -count -q /q
        -createSnapshot /q/s s0
        -count -q /q
        -rm -skipTrash /q/s/f
        -count -q /q
        -Ddfs.blocksize=1048576 -Ddfs.replication=1 -put hello.txt /q/s/f
        -count -q /q
        -rm -r -skipTrash /q/s/d
        -count -q /q
        -mkdir /q/1 /q/2 /q/3 /q/4 /q/5 /q/6 /q/7
        -count -q /q
        -rmdir /q/1 /q/2 /q/3 /q/4 /q/5 /q/6 /q/7
        -createSnapshot /q/s s1
        -mv /q/s/f /out/f
        -count -q /q /out
        -Ddfs.blocksize=1048576 -Ddfs.replication=1 -appendToFile random.bin /out/f
        -count -q /q /out
        -truncate -w 5 /out/f
        -count -q /q /out
        -mkdir -p /q/s/x/y
        -Ddfs.blocksize=1048576 -Ddfs.replication=1 -put words.txt /q/s/x/y/w
        -createSnapshot /q/s s2
        -Ddfs.blocksize=1048576 -Ddfs.replication=1 -put words.txt /q/s/x/y/v
        -count -q /q
        -mv /q/s/x /out/x
        -count -q /q /out
        -rm -r -skipTrash /out/x
        -count -q /q /out
        -setrep 2 /out/f
        -count -q /q /out
        -deleteSnapshot /q/s s1
        -ls /q/s
        -count -q /q /out
        -deleteSnapshot /q/s s0
        -ls /q/s
        -count -q /q /out
        -deleteSnapshot /q/s s2
        -ls /q/s
        -count -q /q /out
        dfsadmin -clrQuota /q
        dfsadmin -clrSpaceQuota /q
        -Ddfs.blocksize=1048576 -Ddfs.replication=1 -put words.txt /q/s/late
        -createSnapshot /q/s s3
        -rm -skipTrash /q/s/late
        dfsadmin -setQuota 40 /q
        -count -q /q
        -deleteSnapshot /q/s s3
    """,
    # What is read right after a truncation depends on the datanodes' reports: the bytes are looked at elsewhere.
    "snapshot_truncate": """
        -mkdir /tr
        -put words.txt /tr/f
        dfsadmin -allowSnapshot /tr
        -createSnapshot /tr s0
        -truncate -w 10 /tr/f
        -stat %b /tr/f /tr/.snapshot/s0/f
        -cat /tr/.snapshot/s0/f
        -count /tr
        ~ -du -s /tr
        ~ -du -s -x /tr
        -createSnapshot /tr s1
        -rm -skipTrash /tr/f
        -stat %b /tr/.snapshot/s0/f /tr/.snapshot/s1/f
        -cat /tr/.snapshot/s0/f
        -count /tr
        -count -x /tr
        -truncate 1 /tr/.snapshot/s1/f
        -deleteSnapshot /tr s0
        -deleteSnapshot /tr s1
        -ls /tr
        -count /tr
    """,
    "snapshot_trash": """
        -mkdir -p /z/a
        dfsadmin -provisionSnapshotTrash
        dfsadmin -provisionSnapshotTrash /z
        dfsadmin -provisionSnapshotTrash /missing
        dfsadmin -allowSnapshot /z
        dfsadmin -provisionSnapshotTrash /z
        -ls /z
        -ls -d /z/.Trash
        dfsadmin -provisionSnapshotTrash /z
        -chmod 700 /z/.Trash
        dfsadmin -provisionSnapshotTrash /z
        dfsadmin -provisionSnapshotTrash -all
        -mkdir /z/.Trash/x
        dfsadmin -disallowSnapshot /z
        -rmdir /z/.Trash/x
        dfsadmin -disallowSnapshot /z
        -ls /z
        -touchz /z/.Trash
        dfsadmin -allowSnapshot /z
        dfsadmin -provisionSnapshotTrash /z
        dfsadmin -disallowSnapshot /z
        -ls /z
    """,
}
