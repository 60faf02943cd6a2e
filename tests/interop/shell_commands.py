"""What users type at `hdfs dfs`, to be answered alike by both shells on both clusters.

A section starts from an empty file system with the local files of `make_local_files`, in which the
commands run. A line is one command:

    -put hello.txt /put/f       arguments as a shell splits them
    @alice -ls /put             as another user
    dfsadmin -safemode get      another tool than `hdfs dfs`
    -put - /put/f < hello.txt   with standard input
    ~ -df /                     numbers are not compared, nor the spaces around them
    % -put tree /put            lines may come in any order: a local folder has none
    ^ -help ls                  only the first line is compared; our descriptions have words of their own
    !read out.txt               not a command: what lies there now, locally
    !list out

Blank lines and lines that begin with # are skipped.
"""
import bz2
import dataclasses
import gzip
import os
import pathlib
import random
import shlex
import struct

from shell_admin_commands import ADMIN_SECTIONS, POLICIES
from snapshot_commands import SECTIONS as SNAPSHOT_SECTIONS

SECTIONS = {
    "mkdir": """
        -mkdir /mkdir
        -mkdir /mkdir
        -mkdir -p /mkdir
        -mkdir /mkdir/a /mkdir/b
        -mkdir /mkdir/x/y
        -mkdir -p /mkdir/x/y /mkdir/x/z
        -touchz /mkdir/f
        -mkdir /mkdir/f
        -mkdir -p /mkdir/f
        -mkdir /mkdir/f/below
        -mkdir -p /mkdir/f/below
        -mkdir
        -mkdir -z /mkdir/q
        -mkdir /mkdir/../mkdir/c /mkdir//d /mkdir/./e /mkdir/g/
        -mkdir "/mkdir/with space" /mkdir/grün /mkdir/日本
        -mkdir /mkdir/a:b
        -mkdir /mkdir/NAME255
        -mkdir /mkdir/NAME256
        -Dfs.permissions.umask-mode=077 -mkdir /mkdir/private
        -ls /mkdir
        -ls -R /mkdir/x
    """,
    "quota": """
        -mkdir -p /q/dir /free/tree/deep
        -count -q -v /q
        -count -u -v /q
        dfsadmin -setQuota 4 /q
        -count -q -v /q
        -count -u -v /q
        -count -q -h -v -e /q
        -count -q -t -v /q
        -count -q -t ssd,disk /q
        -mkdir /q/b
        -mkdir /q/c
        -mkdir /q/d
        -mkdir -p /q/d
        -touchz /q/f
        -put hello.txt /q/f
        -mv /q/b /q/dir/b
        -mv /free/tree /q
        -rm -r -skipTrash /q/c
        -mv /free/tree /q
        -mkdir -p /free/one
        -mv /free/one /q
        -count -q /q /
        dfsadmin -setQuota 2 /q
        -count -q /q
        -touchz /q/g
        -rm -r -skipTrash /q/one /q/b
        -count -q /q
        dfsadmin -clrQuota /q
        -mkdir /q/again /q/and
        -count -q -v /q
        dfsadmin -setSpaceQuota 1k /q
        -put hello.txt /q/f
        -count -q /q
        -rm -f -skipTrash /q/f /q/f._COPYING_
        dfsadmin -setSpaceQuota 130m /q
        -put hello.txt /q/f
        -setrep 10 /q/f
        -count -q /q
        -put words.txt /q/w
        -count -q -h /q
        -setrep 3 /q/f
        -count -q -h /q
        -appendToFile words.txt /q/f
        -setrep 1 /q/f
        -rm -skipTrash /q/w
        -count -q /q
        -Ddfs.blocksize=1048576 -put random.bin /q/r
        -count -q /q
        -mkdir /q/inner
        dfsadmin -setSpaceQuota 2m /q/inner
        -mv /q/r /q/inner
        -cp /q/r /free/copy
        -mv /free/copy /q/inner
        -mv /q/f /q/inner
        -count -q /q /q/inner
        dfsadmin -clrSpaceQuota /q /q/inner
        -count -q /q /q/inner
        dfsadmin -setQuota 3 /q /q/none /q/inner
        dfsadmin -setQuota 3 /q/inner/f
        dfsadmin -setSpaceQuota 3 /q/inner/f
        dfsadmin -clrQuota /q/none
        dfsadmin -setQuota 0 /q
        dfsadmin -setQuota -5 /q
        dfsadmin -setQuota
        dfsadmin -setSpaceQuota 1x /q
        @alice dfsadmin -setQuota 3 /q
        @alice dfsadmin -clrSpaceQuota /q
        @alice -count -q /q
        dfsadmin -setQuota 1000000 /
        -count -q -v /
        dfsadmin -clrQuota /
        -count -q -v /
        dfsadmin -clrQuota /q /q/inner
    """,
    "fsck": """
        -mkdir -p /fsck/dir/deep /fsck/closed
        -put hello.txt words.txt /fsck/dir
        -touchz /fsck/dir/empty
        -put hello.txt /fsck/few
        -setrep 3 /fsck/few
        -chmod 700 /fsck/closed
        ~ fsck /fsck/dir
        ~ fsck /fsck/dir -files
        ~ fsck /fsck/dir/hello.txt -files -blocks
        ~ fsck /fsck/few
        ~ fsck /fsck/few -files -blocks
        ~ fsck /fsck/few -maintenance
        ~ fsck /fsck -storagepolicies
        ~ fsck /fsck/dir -openforwrite
        ~ fsck /fsck/dir -showprogress
        fsck /fsck -list-corruptfileblocks
        ~ fsck /fsck/dir -blocks -locations
        fsck /fsck/none
        ^ fsck /fsck -nonsense
        ^ fsck /fsck /fsck
        ^ fsck
        ~ fsck -blockId nonsense
        ~ fsck -blockId blk_1
        ~ @alice fsck /fsck/dir
        ~ @alice fsck /fsck/closed -files
        ~ @alice fsck -blockId blk_1
        @alice fsck /fsck -list-corruptfileblocks
        -rm -r -skipTrash /fsck
    """,
    "admin": """
        dfsadmin -safemode get
        @alice dfsadmin -safemode enter
        dfsadmin -safemode enter
        -mkdir /safe
        dfsadmin -saveNamespace
        dfsadmin -safemode leave
        dfsadmin -saveNamespace
        @alice dfsadmin -saveNamespace
        dfsadmin -refreshNodes
        @alice dfsadmin -refreshNodes
        dfsadmin -upgrade query
        dfsadmin -upgrade other
        dfsadmin -upgrade
        dfsadmin -rollingUpgrade query
        dfsadmin -rollingUpgrade
        dfsadmin -rollingUpgrade nonsense
        @alice dfsadmin -rollingUpgrade query
        dfsadmin -refreshServiceAcl extra
        dfsadmin -restoreFailedStorage
        dfsadmin -restoreFailedStorage sometimes
        ~ dfsadmin -getDatanodeInfo DATANODE
        dfsadmin -getDatanodeInfo
        ~ dfsadmin -getBalancerBandwidth DATANODE
        dfsadmin -getBalancerBandwidth
        dfsadmin -setBalancerBandwidth 1m
        dfsadmin -setBalancerBandwidth -1
        dfsadmin -setBalancerBandwidth
        dfsadmin -triggerBlockReport DATANODE
        dfsadmin -triggerBlockReport -incremental DATANODE
        dfsadmin -triggerBlockReport
        dfsadmin -triggerBlockReport DATANODE extra
        dfsadmin -evictWriters DATANODE
        dfsadmin -evictWriters
        dfsadmin -getVolumeReport
        dfsadmin -refreshNamenodes
        dfsadmin -deleteBlockPool DATANODE
        dfsadmin -shutdownDatanode
        dfsadmin -shutdownDatanode DATANODE sometimes
        dfsadmin -fetchImage
        dfsadmin -reconfig
        dfsadmin -refresh
        dfsadmin -listOpenFiles -path
        dfsadmin -printTopology extra
    """,
    "getconf": """
        getconf -namenodes
        getconf -secondaryNameNodes
        getconf -backupNodes
        getconf -journalNodes
        getconf -includeFile
        getconf -excludeFile
        getconf -nnRpcAddresses
        getconf -confKey fs.defaultFS
        getconf -confKey no.such.key
        getconf -confKey
        getconf -namenodes extra
        getconf -Dx.y=z -confKey x.y
    """,
    "users": """
        -mkdir -p /user/alice /user/bob /shared /drop
        -chown alice:staff /user/alice
        -chown bob:staff /user/bob
        -chmod 700 /user/alice
        -chmod 750 /user/bob
        -chmod 1777 /shared
        -chmod 733 /drop
        @alice -put hello.txt mine
        @alice -ls
        @bob -ls /user/alice
        @bob -cat /user/alice/mine
        @alice -put hello.txt /shared/alices
        @bob -put words.txt /shared/bobs
        @bob -rm -skipTrash /shared/alices
        @bob -mv /shared/alices /shared/taken
        @alice -mv /shared/bobs /user/alice/taken
        @bob -appendToFile hello.txt /shared/alices
        @bob -chmod 777 /shared/alices
        @bob -chown bob /shared/alices
        @alice -chown bob /shared/alices
        @alice -chgrp staff /shared/alices
        @alice -chmod 600 /shared/alices
        @bob -cat /shared/alices
        @bob -cp /shared/alices /user/bob/copy
        @alice -cat /shared/alices
        @carol -ls /shared
        @carol -touchz /shared/carols
        @carol -mkdir /user/carol
        @carol -ls /user/bob
        @carol -put hello.txt /drop/letter
        @carol -ls /drop
        @carol -cat /drop/letter
        @carol -rm -skipTrash /drop/letter
        @alice -rm mine
        @alice -ls -R .Trash
        @bob -ls /user/alice/.Trash
        @alice -setrep 2 /shared/bobs
        @alice -touch /shared/bobs
        @alice -truncate 1 /shared/bobs
        @alice -setfattr -n user.a -v b /shared/bobs
        @alice -getfattr -d /shared/bobs
        @alice -setfacl -m user:bob:rw- /shared/alices
        @bob -cat /shared/alices
        @carol -cat /shared/alices
        @bob -test -w /shared/alices
        @carol -test -r /shared/alices
        @alice -count -q /user/bob
        @carol -du /user/alice
        @carol -find /user -name mine
        @carol -rm -r -skipTrash /shared
        -rm -r -skipTrash /shared /drop /user
    """,
    "xattr": """
        -mkdir -p /x/dir
        -put hello.txt /x/f
        -getfattr -d /x/f
        -getfattr -n user.a /x/f
        -setfattr -n user.a -v one /x/f
        -setfattr -n user.b -v 0x74776f /x/f
        -setfattr -n user.c -v 0sdGhyZWU= /x/f
        -setfattr -n user.quoted -v '"in quotes"' /x/f
        -setfattr -n user.empty /x/f
        -setfattr -n trusted.t -v secret /x/f
        -setfattr -n USER.upper -v case /x/f
        -getfattr -d /x/f
        -getfattr -d -e hex /x/f
        -getfattr -d -e base64 /x/f
        -getfattr -d -e TEXT /x/f
        -getfattr -n user.a /x/f
        -getfattr -n user.empty /x/f
        -getfattr -n user.none /x/f
        -getfattr -n trusted.t -e hex /x/f
        @alice -getfattr -d /x/f
        @alice -getfattr -n trusted.t /x/f
        @alice -setfattr -n user.d -v no /x/f
        @alice -setfattr -x user.a /x/f
        -setfattr -n user.a -v again /x/f
        -getfattr -n user.a /x/f
        -setfattr -x user.a /x/f
        -setfattr -x user.a /x/f
        -getfattr -d /x/f
        -setfattr -n user. -v x /x/f
        -setfattr -n nothing -v x /x/f
        -setfattr -n other.a -v x /x/f
        -setfattr -n system.a -v x /x/f
        -setfattr -n security.a -v x /x/f
        -setfattr -n raw.a -v x /x/f
        -setfattr -n raw.a -v x /.reserved/raw/x/f
        -getfattr -d /.reserved/raw/x/f
        -getfattr -n raw.a /x/f
        -setfattr -n user.bad -v 0x1 /x/f
        -setfattr -n user.bad -v 0xzz /x/f
        -setfattr -n user.a /x/none
        -getfattr -d /x/none
        -setfattr -n user.a -x user.b /x/f
        -setfattr -v only /x/f
        -setfattr -n user.a
        -setfattr -n user.a /x/f /x/dir
        -getfattr /x/f
        -getfattr -d
        -getfattr -d /x/f /x/dir
        -getfattr -d -e octal /x/f
        -setfattr -n user.on -v directory /x/dir
        -put words.txt /x/dir/deep
        -setfattr -n user.grün -v ä /x/dir/deep
        -getfattr -R -d /x
        -cp -px /x/f /x/copy
        -getfattr -d /x/copy
        -cp -p /x/f /x/plain
        -getfattr -d /x/plain
        -cp -ptopax /x/f /x/whole
        -getfattr -d /x/whole
        -cp -px /x/dir /x/tree
        -getfattr -R -d /x/tree
        -mv /x/f /x/moved
        -getfattr -n user.b /x/moved
        -put -f words.txt /x/moved
        -getfattr -d /x/moved
        -chmod 1777 /x/dir
        @alice -setfattr -n user.sticky -v no /x/dir
        -chmod 666 /x/copy
        @alice -setfattr -n user.mine -v yes /x/copy
        @alice -getfattr -n user.mine /x/copy
        -chmod 600 /x/copy
        @alice -getfattr -d /x/copy
        -setfattr -n security.hdfs.unreadable.by.superuser -v x /x/plain
        -setfattr -n security.hdfs.unreadable.by.superuser /x/dir
        -setfattr -n security.hdfs.unreadable.by.superuser /x/plain
        -cat /x/plain
        -setfattr -x security.hdfs.unreadable.by.superuser /x/plain
        -getfattr -d /x/plain
        ^ -help getfattr
        ^ -help setfattr
    """,
    "acl": """
        -mkdir -p /acl/dir
        -put hello.txt /acl/f
        -getfacl /acl/f
        -getfacl /acl /acl/f
        -getfacl
        -getfacl /acl/none
        -setfacl -m user:bob:rw- /acl/f
        -ls /acl
        -getfacl /acl/f
        -setfacl -m user:carol:r--,group:staff:rwx,group::r-x /acl/f
        -getfacl /acl/f
        -chmod 640 /acl/f
        -getfacl /acl/f
        -setfacl -m mask::rwx /acl/f
        -getfacl /acl/f
        -setfacl -x user:bob /acl/f
        -getfacl /acl/f
        -setfacl -x mask /acl/f
        -setfacl -x user: /acl/f
        -setfacl -x user:bob,user:carol,group:staff /acl/f
        -getfacl /acl/f
        -setfacl -x mask /acl/f
        -getfacl /acl/f
        -setfacl --set user::rw-,user:bob:r--,group::r--,other::--- /acl/f
        -getfacl /acl/f
        -setfacl --set user:bob:r-- /acl/f
        -setfacl --set user::rw-,user::r--,group::r--,other::--- /acl/f
        -setfacl --set user::rw-,group::r--,other::---,mask:x:rwx /acl/f
        -setfacl -b /acl/f
        -getfacl /acl/f
        -ls /acl/f
        -setfacl -m default:user:bob:rwx /acl/f
        -setfacl -m default:user:bob:rwx,default:group:staff:r-x /acl/dir
        -getfacl /acl/dir
        -ls -d /acl/dir
        -mkdir -p /acl/dir/below/deeper
        -touchz /acl/dir/file
        -put hello.txt /acl/dir/put
        -getfacl -R /acl/dir
        -Dfs.permissions.umask-mode=077 -mkdir /acl/dir/masked
        -Dfs.permissions.umask-mode=077 -touchz /acl/dir/maskedfile
        -getfacl /acl/dir/masked
        -getfacl /acl/dir/maskedfile
        -ls -R /acl
        -setfacl -k /acl/dir
        -getfacl /acl/dir
        -setfacl -R -m user:alice:r-x,default:user:alice:r-x /acl/dir
        -getfacl -R /acl/dir
        -setfacl -R -x user:alice /acl/dir
        -setfacl -R -b /acl/dir
        -getfacl -R /acl/dir
        -setfacl -m user:bob:rwx,user:bob:r-- /acl/f
        -setfacl -m user:bob:abc /acl/f
        -setfacl -m user:bob /acl/f
        -setfacl -m nobody:bob:rwx /acl/f
        -setfacl -m user:bob:rwx:more /acl/f
        -setfacl -m : /acl/f
        -setfacl -m "" /acl/f
        -setfacl -x user:bob:rwx /acl/f
        -setfacl -b -k /acl/f
        -setfacl -b -m user:bob:rwx /acl/f
        -setfacl -m user:bob:rwx
        -setfacl -m
        -setfacl /acl/f
        -setfacl -b
        -setfacl -b /acl/f /acl/dir
        -setfacl -m user:bob:rwx /acl/none
        @alice -setfacl -m user:alice:rwx /acl/f
        @alice -setfacl -b /acl/f
        -chmod 600 /acl/f
        @alice -cat /acl/f
        -setfacl -m user:alice:r-- /acl/f
        @alice -cat /acl/f
        @alice -appendToFile hello.txt /acl/f
        @bob -cat /acl/f
        -chmod 700 /acl/dir
        @alice -ls /acl/dir
        -setfacl -m user:alice:rwx /acl/dir
        @alice -ls -C /acl/dir
        @alice -touchz /acl/dir/alices
        -setfacl -m mask::r-x /acl/dir
        @alice -touchz /acl/dir/alices2
        -getfacl /acl/dir
        @alice -getfacl /acl/dir/alices
        -setfacl -m user:carol:r-- /acl/dir/alices
        -cp -pa /acl/f /acl/copy
        -getfacl /acl/copy
        -cp -p /acl/f /acl/plain
        -getfacl /acl/plain
        -chmod 1755 /acl/dir
        -getfacl /acl/dir
        -stat "%A %a" /acl/dir
        -setfacl -m user:LONG:rwx /acl/f
        -setfacl -m user:a1:r--,user:a2:r--,user:a3:r--,user:a4:r--,user:a5:r--,user:a6:r--,user:a7:r--,user:a8:r--,user:a9:r--,user:b1:r--,user:b2:r--,user:b3:r--,user:b4:r--,user:b5:r--,user:b6:r--,user:b7:r--,user:b8:r--,user:b9:r--,user:c1:r--,user:c2:r--,user:c3:r--,user:c4:r--,user:c5:r--,user:c6:r--,user:c7:r--,user:c8:r--,user:c9:r--,user:d1:r--,user:d2:r--,user:d3:r-- /acl/f
        ^ -help getfacl
        ^ -help setfacl
    """,
    "policies": """
        -mkdir -p /sp/dir/sub
        -put hello.txt /sp/f
        storagepolicies -listPolicies
        storagepolicies -getStoragePolicy -path /sp/f
        storagepolicies -getStoragePolicy -path /sp/none
        ^ storagepolicies -getStoragePolicy
        storagepolicies -setStoragePolicy -path /sp/dir -policy COLD
        storagepolicies -getStoragePolicy -path /sp/dir
        storagepolicies -getStoragePolicy -path /sp/dir/sub
        storagepolicies -setStoragePolicy -path /sp/dir/sub -policy ALL_SSD
        storagepolicies -getStoragePolicy -path /sp/dir/sub
        storagepolicies -unsetStoragePolicy -path /sp/dir/sub
        storagepolicies -getStoragePolicy -path /sp/dir/sub
        storagepolicies -unsetStoragePolicy -path /sp/dir
        storagepolicies -getStoragePolicy -path /sp/dir/sub
        storagepolicies -setStoragePolicy -path /sp/f -policy WARM
        storagepolicies -getStoragePolicy -path /sp/f
        storagepolicies -setStoragePolicy -path /sp/f -policy LAZY_PERSIST
        storagepolicies -setStoragePolicy -path /sp/f -policy NONE_SUCH
        storagepolicies -setStoragePolicy -path /sp/none -policy HOT
        ^ storagepolicies -setStoragePolicy -path /sp/f
        ^ storagepolicies -setStoragePolicy -policy HOT
        storagepolicies -unsetStoragePolicy -path /sp/none
        @alice storagepolicies -setStoragePolicy -path /sp/f -policy HOT
        @alice storagepolicies -getStoragePolicy -path /sp/f
        storagepolicies -setStoragePolicy -path /sp/dir -policy ONE_SSD
        -put hello.txt /sp/dir/new
        storagepolicies -getStoragePolicy -path /sp/dir/new
        -cat /sp/dir/new
        ^ storagepolicies -nonsense
        ^ storagepolicies nonsense
        groups nobody_such
        dfsadmin -listOpenFiles
        dfsadmin -listOpenFiles -path /sp
        @alice dfsadmin -listOpenFiles
        dfsadmin -refreshUserToGroupsMappings
        dfsadmin -refreshSuperUserGroupsConfiguration
        @alice dfsadmin -refreshUserToGroupsMappings
    """,
    "home": """
        -ls
        -mkdir relative
        -mkdir -p /user/ROOT
        -ls
        -mkdir relative
        -put hello.txt relative
        -ls relative
        -cat relative/hello.txt
        -ls -R .
    """,
    "ls": """
        -mkdir -p /ls/dir/sub /ls/empty
        -put hello.txt words.txt /ls
        -put hello.txt /ls/dir/one
        -put words.txt /ls/dir/two
        -touch -t 20200101:000000 /ls/hello.txt
        -touch -t 20210101:000000 /ls/words.txt
        -touch -t 20220101:000000 /ls/dir/one
        -touch -t 20190101:000000 /ls/dir/two
        -touch -a -t 20300101:000000 /ls/hello.txt
        -ls /
        -ls /ls
        -ls /ls/dir
        -ls /ls/empty
        -ls /ls/hello.txt
        -ls -d /ls
        -ls -d /ls/dir /ls/hello.txt
        -ls -h /ls/dir
        -ls -C /ls
        -ls -C -d /ls/dir
        -ls -q /ls
        -ls -R /ls
        -ls -R -C /ls
        -ls -t /ls/dir
        -ls -t -r /ls/dir
        -ls -S /ls/dir
        -ls -S -r /ls/dir
        -ls -t -u /ls/dir
        -ls -u /ls/hello.txt
        -ls -e /ls/dir
        -ls /ls/missing
        -ls /ls/missing /ls/hello.txt
        -ls /ls/dir /ls/empty /ls/hello.txt
        -ls /ls/*
        -ls -d /ls/*
        -ls -d /ls/d*
        -ls -d "/ls/{dir,empty}"
        -ls -d "/ls/[dw]*"
        -ls -d "/ls/[^dw]*"
        -ls -d "/ls/?????"
        -ls /ls/*/one
        -ls /ls/zz*
        -ls /ls/hello.txt/below
        -ls hdfs://NAMENODE/ls
        -ls hdfs:///ls
        -ls /ls/../ls//dir/
        -ls -z /ls
        -ls file:///nowhere
    """,
    "put": """
        -mkdir /put
        -put hello.txt /put
        -put hello.txt /put
        -put -f words.txt /put/hello.txt
        -cat /put/hello.txt
        -put hello.txt words.txt /put/missing
        -put hello.txt words.txt /put/hello.txt
        -put nothing.txt /put
        -put nothing.txt hello.txt /put/sub
        -put hello.txt /put/no/such/parent
        -put hello.txt /put/hello.txt/below
        -put tree /put
        -put tree /put/renamed
        -put tree /put/renamed
        % -put tree /put
        -put -f tree /put
        -ls -R /put
        -put - /put/stdin < hello.txt
        -cat /put/stdin
        -put empty.txt /put/empty
        -put *.txt /put/glob
        -mkdir /put/glob
        -put *.txt /put/glob
        -ls -C /put/glob
        -put -p hello.txt /put/preserved
        -stat "%a %Y" /put/preserved
        -put -d hello.txt /put/direct
        -put -l hello.txt /put/lazy
        -stat "%r" /put/lazy
        -Ddfs.replication=2 -put hello.txt /put/two
        -Ddfs.blocksize=1048576 -put random.bin /put/blocks
        -stat "%o %r %b %n" /put/two /put/blocks
        -put -t 3 -q 4 hello.txt words.txt tree /put/threads
        -mkdir /put/threads
        -put -t 3 -q 4 hello.txt words.txt tree /put/threads
        -ls -R -C /put/threads
        -put
        -put -x hello.txt /put
        -ls /put
        -copyFromLocal hello.txt /put/copied
        -copyFromLocal hello.txt /put/copied
        -copyFromLocal -f words.txt /put/copied
        -copyFromLocal nothing /put/copied2
        -cat /put/copied
        -moveFromLocal moved.txt /put/moved
        -moveFromLocal nothing.txt /put/moved2
        -cat /put/moved
        !list .
    """,
    "get": """
        -mkdir -p /get/tree/deep
        -put hello.txt /get
        -put words.txt /get/tree
        -put hello.txt /get/tree/deep
        -get /get/hello.txt out.txt
        !read out.txt
        -get /get/hello.txt out.txt
        -get -f /get/tree/words.txt out.txt
        !read out.txt
        -get /get/missing out2.txt
        -get /get/hello.txt no/such/out.txt
        -get /get/tree
        !list tree
        -get /get/tree fresh
        !list fresh
        -get -crc /get/hello.txt checked.txt
        !list .
        -get -ignoreCrc /get/hello.txt unchecked.txt
        !read unchecked.txt
        -get /get/hello.txt /get/tree/words.txt both
        -get /get/hello.txt -
        -get "/get/tree/*" into
        -chown ROOT:GROUP /get/hello.txt
        -get -p /get/hello.txt kept.txt
        !read kept.txt
        -get -t 2 /get/tree threads
        !list threads
        -get
        -copyToLocal /get/hello.txt local.txt
        -copyToLocal /get/hello.txt local.txt
        -copyToLocal /get/missing local2.txt
        !read local.txt
        -getmerge /get/tree merged.txt
        !read merged.txt
        -mkdir /get/parts
        -put hello.txt /get/parts/a
        -touchz /get/parts/b
        -put hello.txt /get/parts/c
        -getmerge /get/parts m1.txt
        !read m1.txt
        -getmerge -nl /get/parts m2.txt
        !read m2.txt
        -getmerge -nl -skip-empty-file /get/parts m3.txt
        !read m3.txt
        -getmerge /get/parts/a /get/parts/c m4.txt
        !read m4.txt
        -getmerge "/get/parts/*" m5.txt
        !read m5.txt
        -getmerge /get/missing m6.txt
        -getmerge /get
    """,
    "cat": """
        -mkdir /cat
        -put hello.txt words.txt long.txt empty.txt hello.txt.gz hello.txt.bz2 sequence.seq /cat
        -cat /cat/hello.txt
        -cat /cat/hello.txt /cat/words.txt
        -cat -ignoreCrc /cat/hello.txt
        -cat /cat/missing
        -cat /cat/missing /cat/hello.txt
        -cat /cat
        -cat "/cat/h*.txt"
        -cat file:LOCAL/hello.txt
        -cat /cat/empty.txt
        -cat
        -cat /cat/long.txt
        -text /cat/hello.txt
        -text /cat/hello.txt.gz
        -text /cat/hello.txt.bz2
        -text /cat/sequence.seq
        -text /cat/missing
        -text /cat
        -head /cat/hello.txt
        -head /cat/long.txt
        -head /cat/missing
        -head /cat
        -tail /cat/hello.txt
        -tail /cat/long.txt
        -tail /cat/empty.txt
        -tail /cat/missing
        -tail /cat
        -tail /cat/hello.txt /cat/words.txt
    """,
    "touch": """
        -mkdir /touch
        -touchz /touch/a
        -touchz /touch/a
        -put hello.txt /touch/hello
        -touchz /touch/hello
        -touchz /touch
        -touchz /touch/no/parent
        -touchz /touch/b /touch/c
        -touch /touch/d
        -touch -c /touch/e
        -touch -t 20010203:040506 /touch/d
        -stat "%Y %X" /touch/d
        -touch -m -t 20020304:050607 /touch/d
        -stat "%Y %X" /touch/d
        -touch -a -t 20030405:060708 /touch/d
        -stat "%Y %X" /touch/d
        -touch -t nonsense /touch/d
        -touch -c -t 20010203:040506 /touch/no
        -touch /touch/no/parent
        -touch -a -m -t 20040506:070809 /touch/f
        -stat "%Y" /touch/f
        -ls -C /touch
    """,
    "rm": """
        -mkdir -p /rm/full/deep /rm/empty
        -put hello.txt /rm/one
        -put hello.txt /rm/two
        -put hello.txt /rm/full/deep/three
        -rm -skipTrash /rm/one
        -rm /rm/one
        -rm -f /rm/one
        -rm /rm/two
        -ls -R -C /user/ROOT/.Trash/Current
        -put hello.txt /rm/two
        -rm /rm/full
        -rm -r /rm/full
        -ls -R -C /user/ROOT/.Trash/Current
        -rm -r /user/ROOT/.Trash/Current/rm/full
        -rm -r /user/ROOT/.Trash
        -rm -r -skipTrash /user/ROOT/.Trash/Current
        -rm /rm/missing /rm/two
        -mkdir -p /rm/g/h
        -rmdir /rm/g
        -rmdir --ignore-fail-on-non-empty /rm/g
        -rmdir /rm/g/h
        -rmdir /rm/g
        -rmdir /rm/g
        -put hello.txt /rm/file
        -rmdir /rm/file
        -rm -R -skipTrash /rm/empty /rm/file
        -touchz /rm/a1 /rm/a2 /rm/b1
        -rm -skipTrash "/rm/a*"
        -rm -skipTrash "/rm/z*"
        -rm -f -skipTrash "/rm/z*"
        -rmr -skipTrash /rm/b1
        -rm
        -rm -x /rm
        -rm -r -skipTrash /
        -ls -R -C /rm
        -expunge -immediate
        -ls -R -C /user/ROOT
    """,
    "mv": """
        -mkdir -p /mv/dir /mv/other
        -put hello.txt /mv/a
        -put words.txt /mv/b
        -mv /mv/a /mv/c
        -mv /mv/a /mv/d
        -mv /mv/c /mv/b
        -mv /mv/c /mv/dir
        -mv /mv/dir/c /mv/b /mv/other
        -ls -R -C /mv
        -mv /mv/other/c /mv/other/b /mv/missing
        -mv /mv/other/c /mv/other/b /mv/other/b
        -mv /mv/dir /mv/dir/below
        -mv /mv/dir /mv/dir
        -mv /mv/other/b /mv/other/b
        -mv /mv/other /mv/no/such
        -mv /mv/other /mv/dir
        -mv /mv/dir/other /mv/renamed
        -mv "/mv/renamed/*" /mv
        -mv / /mv/root
        -mv /mv/b file:///tmp/mammoth-absent
        -mv /mv/b
        -ls -R -C /mv
    """,
    "cp": """
        -mkdir -p /cp/dir/sub /cp/to
        -put hello.txt /cp/a
        -put words.txt /cp/dir/b
        -put hello.txt /cp/dir/sub/c
        -cp /cp/a /cp/a2
        -cp /cp/a /cp/a2
        -cp -f /cp/dir/b /cp/a2
        -cat /cp/a2
        -cp /cp/missing /cp/x
        -cp /cp/dir /cp/copy
        -cp /cp/dir /cp/to
        -cp /cp/a /cp/dir/b /cp/to
        -cp /cp/a /cp/dir/b /cp/nowhere
        -cp /cp/dir /cp/dir/sub
        -cp /cp/dir /cp/dir
        -cp /cp/a /cp/a
        -cp /cp/a /cp/no/parent
        -chmod 640 /cp/a
        -touch -t 20200202:020202 /cp/a
        -cp -p /cp/a /cp/kept
        -stat "%a %u %g %Y" /cp/kept
        -cp -ptop /cp/a /cp/kept2
        -stat "%a %u %g %Y" /cp/kept2
        -cp -d /cp/a /cp/direct
        -cp file:LOCAL/hello.txt /cp/local
        -cp -t 2 /cp/dir /cp/threads
        -cp /cp/a
        -ls -R -C /cp
    """,
    "count": """
        -mkdir -p /count/d/e
        -put hello.txt words.txt /count
        -put random.bin /count/d
        -touchz /count/d/e/z
        -count /count
        -count /count /count/d /count/hello.txt
        -count /count/missing
        -count -h /count
        -count -q /count
        -count -q -h /count
        -count -u /count
        -count -v /count
        -count -q -v /count
        -count -u -v -h /count
        -count -x /count
        -count -e /count
        -count -s /count
        -count "/count/*"
        -count
        -du /count
        -du -s /count
        -du -h /count
        -du -s -h /count
        -du -v /count
        -du -s -v /count /count/d
        -du -x /count
        -du /count/hello.txt
        -du /count/missing
        -du "/count/*"
        -dus /count
        ~ -df /
        ~ -df -h /
        ~ -df /count/missing
        ~ -df
    """,
    "stat": """
        -mkdir /stat
        -put hello.txt /stat/f
        -touch -t 20200202:020202 /stat/f
        -stat /stat/f
        -stat "%a %A %b %F %g %n %o %r %u" /stat/f
        -stat "%a %A %b %F %g %n %o %r %u" /stat
        -stat "%x %X %y %Y" /stat/f
        -stat "%q %%" /stat/f
        -stat "%n" /stat/f /stat
        -stat /stat/missing
        -stat
        -test -d /stat
        -test -d /stat/f
        -test -e /stat/f
        -test -e /stat/missing
        -test -f /stat/f
        -test -f /stat
        -test -s /stat/f
        -test -s /stat
        -test -z /stat/f
        -touchz /stat/z
        -test -z /stat/z
        -test -s /stat/z
        -test -r /stat/f
        -test -w /stat/f
        @alice -test -r /stat/f
        @alice -test -w /stat/f
        -test -e
        -test /stat
        -test -q /stat
    """,
    "chmod": """
        -mkdir -p /chmod/d/e
        -put hello.txt /chmod/f
        -put hello.txt /chmod/d/g
        -chmod 600 /chmod/f
        -stat %A /chmod/f
        -chmod u+x /chmod/f
        -stat %A /chmod/f
        -chmod go=r /chmod/f
        -stat %A /chmod/f
        -chmod a-r,u+rw /chmod/f
        -stat %A /chmod/f
        -chmod +X /chmod/f
        -stat %A /chmod/f
        -chmod 1777 /chmod/d
        -ls -d /chmod/d
        -chmod +t /chmod/f
        -chmod -t /chmod/d
        -ls -d /chmod/d
        -chmod 0755 /chmod/d
        -chmod -R 700 /chmod/d
        -chmod -R a+rX /chmod/d
        -ls -R /chmod
        -chmod 999 /chmod/f
        -chmod u+q /chmod/f
        -chmod 600 /chmod/missing
        -chmod 600
        @alice -chmod 777 /chmod/f
        -chown alice /chmod/f
        -stat "%u:%g" /chmod/f
        -chown bob:users /chmod/f
        -stat "%u:%g" /chmod/f
        -chown :staff /chmod/f
        -stat "%u:%g" /chmod/f
        -chown -R carol:crew /chmod/d
        -ls -R /chmod
        -chown "a b" /chmod/f
        -chown alice /chmod/missing
        -chown alice
        @bob -chown alice /chmod/f
        @bob -chmod 640 /chmod/f
        @alice -chown alice /chmod/f
        -chgrp crew /chmod/f
        -stat "%u:%g" /chmod/f
        -chgrp -R users /chmod/d
        @alice -chgrp users /chmod/f
        @bob -chgrp strangers /chmod/f
        -chgrp users /chmod/missing
        -ls -R /chmod
    """,
    "permission": """
        -mkdir -p /permission/private /permission/shared /permission/sticky
        -put hello.txt /permission/private/f
        -put hello.txt /permission/secret
        -chmod 700 /permission/private
        -chmod 600 /permission/secret
        -chmod 777 /permission/shared
        -chmod 1777 /permission/sticky
        -put hello.txt /permission/sticky/root
        @alice -ls /permission/private
        @alice -ls /permission/private/f
        @alice -cat /permission/private/f
        @alice -cat /permission/secret
        @alice -put hello.txt /permission/mine
        @alice -put hello.txt /permission/shared/mine
        @alice -mkdir /permission/d
        @alice -rm -skipTrash /permission/secret
        @alice -rm -skipTrash /permission/sticky/root
        @alice -mv /permission/sticky/root /permission/sticky/x
        @alice -put hello.txt /permission/sticky/mine
        @bob -rm -skipTrash /permission/sticky/mine
        @alice -rm -skipTrash /permission/sticky/mine
        @alice -appendToFile hello.txt /permission/secret
        @alice -truncate 1 /permission/secret
        @alice -setrep 1 /permission/secret
        @alice -touch /permission/secret
        @alice -count /permission/private
        @alice -du /permission
        @alice -test -e /permission/private/f
        @alice -ls /user/alice
        @alice -rm /permission/shared/mine
        -ls -R /permission
    """,
    "setrep": """
        -mkdir -p /setrep/d
        -put hello.txt /setrep/f
        -put hello.txt /setrep/d/g
        -setrep 2 /setrep/f
        -stat %r /setrep/f
        -setrep -R 3 /setrep
        -stat %r /setrep/f /setrep/d/g
        -setrep -w 1 /setrep/f
        -setrep 1 /setrep/d
        -stat %r /setrep/d/g
        -setrep 0 /setrep/f
        -setrep 1000 /setrep/f
        -setrep x /setrep/f
        -setrep 2 /setrep/missing
        -setrep 2
    """,
    "checksum": """
        -mkdir /checksum
        -put hello.txt /checksum/f
        -put empty.txt /checksum/empty
        -put random.bin /checksum/random
        -Ddfs.blocksize=1048576 -put random.bin /checksum/blocks
        -Ddfs.checksum.type=CRC32 -put random.bin /checksum/crc32
        -Ddfs.bytes-per-checksum=1024 -put random.bin /checksum/wide
        -checksum /checksum/f
        -checksum /checksum/empty
        -checksum /checksum/random /checksum/blocks
        -checksum /checksum/crc32
        -checksum /checksum/wide
        -checksum -v /checksum/blocks
        -Ddfs.checksum.combine.mode=COMPOSITE_CRC -checksum /checksum/blocks /checksum/random
        -checksum /checksum/missing
        -checksum /checksum
        -checksum file:LOCAL/hello.txt
        -checksum
    """,
    "append": """
        -mkdir /append
        -put hello.txt /append/f
        -appendToFile hello.txt /append/f
        -cat /append/f
        -appendToFile hello.txt words.txt /append/f
        -cat /append/f
        -appendToFile - /append/f < hello.txt
        -cat /append/f
        -appendToFile hello.txt /append/new
        -cat /append/new
        -appendToFile nothing.txt /append/f
        -appendToFile hello.txt /append
        -appendToFile hello.txt /append/no/parent
        -Ddfs.blocksize=1048576 -put random.bin /append/blocks
        -appendToFile random.bin /append/blocks
        -checksum /append/blocks
        -appendToFile hello.txt
        -ls /append
    """,
    "truncate": """
        -mkdir /truncate
        -put words.txt /truncate/f
        -truncate -w 10 /truncate/f
        -cat /truncate/f
        -truncate -w 10 /truncate/f
        -truncate -w 11 /truncate/f
        -truncate -w -1 /truncate/f
        -truncate x /truncate/f
        -truncate -w 0 /truncate/f
        -ls /truncate
        -Ddfs.blocksize=1048576 -put random.bin /truncate/blocks
        -truncate -w 1048576 /truncate/blocks
        -truncate -w 1000000 /truncate/blocks
        -checksum /truncate/blocks
        -truncate 1 /truncate/missing
        -truncate 1 /truncate
        -truncate 1
        -appendToFile hello.txt /truncate/blocks
        -stat %b /truncate/blocks
    """,
    "concat": """
        -mkdir /concat
        -put words.txt /concat/target
        -put hello.txt /concat/a
        -put words.txt /concat/b
        -concat /concat/target /concat/a /concat/b
        -cat /concat/target
        -checksum /concat/target
        -ls -C /concat
        -put hello.txt /concat/a
        -put hello.txt /concat/b
        -concat /concat/missing /concat/a /concat/b
        -concat /concat/target /concat/a /concat/missing
        -concat /concat/target /concat/target /concat/a
        -concat /concat/target /concat/a /concat
        -concat /concat /concat/a /concat/b
        -touchz /concat/z
        -concat /concat/target /concat/a /concat/z
        -concat /concat/z /concat/a /concat/b
        -concat /concat/target /concat/a /concat/a
        -mkdir /concat/d
        -put hello.txt /concat/d/x
        -concat /concat/target /concat/a /concat/d/x
        -Ddfs.replication=2 -put hello.txt /concat/two
        -concat /concat/target /concat/a /concat/two
        -Ddfs.blocksize=1048576 -put hello.txt /concat/small
        -concat /concat/target /concat/a /concat/small
        -concat /concat/target /concat/a
        -concat /concat/target
        @alice -concat /concat/target /concat/a /concat/b
        -ls -R -C /concat
    """,
    "find": """
        -mkdir -p /find/a/b /find/c
        -put hello.txt /find/a/Hello
        -put hello.txt /find/a/b/hello
        -touchz /find/c/help
        -find /find
        -find /find -name hello
        -find /find -iname hello
        -find /find -name "hel*"
        -find /find -name "hel*" -print
        -find /find -name "hel*" -print0
        -find /find -name "h*" -a -name "*p"
        -find /find -name "h*" -and -iname "*O"
        -find /find -name nothing
        -find /find/a /find/c -name "hel*"
        -find /find/missing
        -find "/find/*" -name b
        -find /find/a/Hello
        -find / -name b
        -find /find -nonsense x
    """,
    "unreachable": """
        -Dipc.client.connect.max.retries=0 -ls hdfs://127.0.0.1:1/
        -Dipc.client.connect.max.retries=0 -cat hdfs://127.0.0.1:1/f
        -Dipc.client.connect.max.retries=0 -fs hdfs://127.0.0.1:1 -put hello.txt /f
        -ls nonsense://127.0.0.1:1/
        -ls hdfs:/nowhere
    """,
    "arguments": """
        -nonsense /
        nonsense
        -usage ls
        -usage rm put
        -usage nonsense
        -help nonsense
        -ls -R -x -y /
        -cat -x /
        -touch
        -touchz
        -mv
        -cp
        -chmod
        -chown
        -chgrp x
        -setrep
        -head
        -tail
        -text
        -du -z /
        -getmerge
        -appendToFile
        -truncate
        -concat
        -find
        -rmdir
        -stat %n
        -checksum -x
        -copyFromLocal
        -copyToLocal
    """,
    "snapshots": """
        -mkdir -p /s/a/b /s/q /other
        -put hello.txt /s/a/f
        -put hello.txt /s/a/g
        -createSnapshot /s s0
        -ls /s/.snapshot
        -mkdir /s/.snapshot
        -mkdir /s/a/.snapshot
        dfsadmin -allowSnapshot
        dfsadmin -allowSnapshot /missing
        dfsadmin -allowSnapshot /s
        dfsadmin -allowSnapshot /s
        dfsadmin -allowSnapshot /s/a
        dfsadmin -allowSnapshot /
        -ls /s/.snapshot
        -ls -d /s
        -createSnapshot
        -createSnapshot /s a b
        -createSnapshot /missing s0
        -createSnapshot /s/a/f s0
        -createSnapshot /s a/b
        -createSnapshot /s .snapshot
        -createSnapshot /s a:b
        -createSnapshot /s NAME256
        @alice -createSnapshot /s s0
        -createSnapshot /s s0
        -createSnapshot /s s0
        -ls -R /s/.snapshot
        -cat /s/.snapshot/s0/a/f
        -stat %n /s/.snapshot /s/.snapshot/s0 /s/.snapshot/s0/a/f
        -ls /s/.snapshot/none
        -ls /s/.snapshot/*/a/*
        -mkdir /s/.snapshot/s0/x
        -mkdir /s/.snapshot/x
        -rm -skipTrash /s/.snapshot/s0/a/f
        -rm -r -skipTrash /s/.snapshot/s0
        -chmod 700 /s/.snapshot/s0/a
        -put hello.txt /s/.snapshot/s0/new
        -mv /s/.snapshot/s0/a /s/c
        -mv /s/a/f /s/.snapshot/s0/g
        -appendToFile hello.txt /s/.snapshot/s0/a/f
        -rm -skipTrash /s/a/f
        -appendToFile hello.txt /s/a/g
        -chmod 640 /s/a/g
        -setfacl -m user:bob:rw- /s/a/b
        -setfattr -n user.k -v v /s/a/b
        -mv /s/a/b /s/q/moved
        -put hello.txt /s/q/new
        -createSnapshot /s s1
        -ls -R /s
        -ls -R /s/.snapshot/s0
        -ls -R /s/.snapshot/s1
        -cat /s/.snapshot/s0/a/f
        -cat /s/.snapshot/s0/a/g
        -cat /s/.snapshot/s1/a/g
        -getfacl /s/.snapshot/s0/a/b
        -getfattr -d /s/.snapshot/s0/a/b
        -getfacl /s/.snapshot/s1/q/moved
        -getfattr -d /s/.snapshot/s1/q/moved
        -count /s
        -count -x /s
        -count /s/.snapshot/s0
        -du -s /s
        -du -s -x /s
        -mv /s/q /other/q
        -rm -r -skipTrash /s/a
        -ls -R /s
        -ls -R /s/.snapshot
        -cat /s/.snapshot/s1/q/new
        -rm -r -skipTrash /s
        -mv /s /t
        -renameSnapshot /s s0
        -renameSnapshot /s none x
        -renameSnapshot /s s0 s1
        -renameSnapshot /s s0 s0
        -renameSnapshot /s s0 zero
        -ls /s/.snapshot
        dfsadmin -disallowSnapshot /s
        -deleteSnapshot /s
        -deleteSnapshot /s s0
        @alice -deleteSnapshot /s zero
        -deleteSnapshot /s zero
        -ls -R /s/.snapshot
        -cp /s/.snapshot/s1/a/g /s/back
        -cat /s/back
        -concat /s/back /other/q/new /s/back
        -deleteSnapshot /s s1
        -ls /s/.snapshot
        dfsadmin -disallowSnapshot /s
        dfsadmin -disallowSnapshot /s
        dfsadmin -disallowSnapshot /missing
        -ls /s/.snapshot
        -createSnapshot / r
        @alice -mkdir /s/x
        dfsadmin -allowSnapshot /other
        -mv /other /s/other
        -rm -r -skipTrash /other
    """,
}
# what is offered; each has its own usage, and other verbs that Apache's lists name are not compared
VERBS = ("appendToFile cat checksum chgrp chmod chown concat copyFromLocal copyToLocal count cp createSnapshot "
             "deleteSnapshot df du expunge "
             "find get getfacl getfattr getmerge head help ls mkdir moveFromLocal mv put renameSnapshot rm rmdir setfacl setfattr setrep stat tail test text touch "
             "touchz truncate usage").split()
SECTIONS["arguments"] += "".join(f"\n        -usage {verb}\n        ^ -help {verb}" for verb in VERBS)
SECTIONS |= ADMIN_SECTIONS | SNAPSHOT_SECTIONS


@dataclasses.dataclass(frozen=True)
class Step:
    """One line of a section. `kind` is a command, or a look at a local file or folder."""
    text: str
    kind: str
    arguments: tuple
    user: str = ""
    stdin: str = ""
    numbers: bool = True
    ordered: bool = True
    whole: bool = True


def parse(line):
    if line.startswith("!"):
        kind, path = line[1:].split(maxsplit=1)
        return Step(line, kind, (path,))
    words, user, stdin = shlex.split(line), "", ""
    mark, words = (words[0], words[1:]) if words[0] in "~%^" else ("", words)
    if words[0].startswith("@"):
        user, words = words[0][1:], words[1:]
    if "<" in words:
        stdin, words = words[words.index("<") + 1], words[:words.index("<")]
    return Step(line, "command", tuple(words), user, stdin, mark != "~", mark != "%", mark != "^")


def steps(section):
    lines = (line.strip() for line in SECTIONS[section].splitlines())
    return [parse(line) for line in lines if line and not line.startswith("#")]


def sequence_file(records):
    """An uncompressed SequenceFile of Text and IntWritable."""
    def text(value):
        return struct.pack("b", len(value)) + value.encode()
    sync = bytes(range(16))
    out = b"SEQ\x06" + text("org.apache.hadoop.io.Text") + text("org.apache.hadoop.io.IntWritable")
    out += b"\0\0" + struct.pack(">i", 0) + sync
    for key, value in records:
        key = text(key)
        out += struct.pack(">ii", len(key) + 4, len(key)) + key + struct.pack(">i", value)
    return out


def make_local_files(folder):
    folder = pathlib.Path(folder)
    (folder / "tree/deep").mkdir(parents=True)
    hello = b"hello, world\n"
    files = {
        "hello.txt": hello, "moved.txt": hello, "empty.txt": b"",
        "words.txt": b"".join(b"word %d\n" % i for i in range(40)),
        "long.txt": b"".join(b"this is line %d of a longer text\n" % i for i in range(400)),
        "random.bin": random.Random(42).randbytes(3_000_001),
        "hello.txt.gz": gzip.compress(hello, mtime=0), "hello.txt.bz2": bz2.compress(hello),
        "sequence.seq": sequence_file([("one", 1), ("two", 2)]),
        "policies.xml": POLICIES.encode(),
        "tree/leaf.txt": hello, "tree/deep/leaf.txt": b"deep\n", "tree/deep/empty": b"",
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)
        (folder / name).chmod(0o644)
        os.utime(folder / name, (1_600_000_000, 1_600_000_000))
