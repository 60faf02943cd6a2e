"""Requests that Apache's HttpFS and ours are asked one after the other, in this order."""

BYTES = "application/octet-stream"

# (method, path and query, body, its type); every path but those in OTHERS gets &user.name=root
CALLS = [(method, path, None, None) for method, path in (
    ("PUT", "/h/e?op=MKDIRS&permission=750"), ("GET", "/?op=FOO"), ("GET", "/?x=y"),
    ("PUT", "/h/f?op=CREATE"), ("PUT", "/h/f?op=CREATE&noredirect=true"))] + [
    ("PUT", "/h/f?op=CREATE&data=true", b"hello", None),
    ("PUT", "/h/f?op=CREATE&data=true", b"hello", "text/plain"),
    ("PUT", "/h/f?op=CREATE&data=true", b"hello", BYTES),
    ("PUT", "/h/f?op=CREATE&data=true&overwrite=false", b"hello", BYTES),
    ("POST", "/h/f?op=APPEND", None, None),
    ("POST", "/h/f?op=APPEND&data=true", b"more", BYTES),
    ("POST", "/h/f?op=APPEND&data=true", b"more", None)] + [(method, path, None, None) for method, path in (
    # reading
    ("GET", "/h/f?op=OPEN"), ("GET", "/h/f?op=OPEN&offset=2&length=3"), ("GET", "/h/f?op=OPEN&noredirect=true"),
    ("GET", "/h/none?op=OPEN"), ("GET", "/h/f?op=GETFILESTATUS"), ("GET", "/h/none?op=GETFILESTATUS"),
    ("GET", "/h?op=LISTSTATUS"), ("GET", "/h?op=LISTSTATUS&filter=f*"), ("GET", "/h/f?op=LISTSTATUS"),
    ("GET", "/h?op=LISTSTATUS_BATCH"), ("GET", "/h?op=GETCONTENTSUMMARY"), ("GET", "/h?op=GETQUOTAUSAGE"),
    ("GET", "/?op=GETHOMEDIRECTORY"), ("GET", "/h?op=GETHOMEDIRECTORY"), ("GET", "/h?op=GETTRASHROOT"),
    ("GET", "/h/f?op=GETFILECHECKSUM"), ("GET", "/h/f?op=GETFILEBLOCKLOCATIONS"), ("GET", "/h/f?op=GET_BLOCK_LOCATIONS"),
    ("GET", "/h/none?op=GET_BLOCK_LOCATIONS"), ("GET", "/h/f?op=GETFILELINKSTATUS"), ("GET", "/h?op=GETSTATUS"),
    ("GET", "/?op=GETSERVERDEFAULTS"), ("GET", "/h?op=CHECKACCESS&fsaction=r--"), ("GET", "/h?op=CHECKACCESS"),
    ("GET", "/h?op=CHECKACCESS&fsaction=rq-"),
    # access lists and attributes
    ("GET", "/h?op=GETACLSTATUS"), ("PUT", "/h?op=MODIFYACLENTRIES&aclspec=user:ann:rw-"),
    ("PUT", "/h?op=MODIFYACLENTRIES&aclspec=bad"),
    ("PUT", "/h?op=SETACL&aclspec=user::rwx,group::r-x,other::---,user:ann:rwx"), ("GET", "/h?op=GETACLSTATUS"),
    ("GET", "/h?op=GETFILESTATUS"), ("PUT", "/h?op=REMOVEACLENTRIES&aclspec=user:ann:"),
    ("PUT", "/h?op=REMOVEDEFAULTACL"), ("PUT", "/h?op=REMOVEACL"), ("GET", "/h/none?op=GETACLSTATUS"),
    ("PUT", "/h?op=SETXATTR&xattr.name=user.a&xattr.value=%22one%22&flag=CREATE"),
    ("PUT", "/h?op=SETXATTR&xattr.name=user.a&xattr.value=%22two%22&flag=CREATE"),
    ("PUT", "/h?op=SETXATTR&xattr.name=bad&xattr.value=%22one%22&flag=CREATE"),
    ("GET", "/h?op=GETXATTRS&encoding=TEXT"), ("GET", "/h?op=GETXATTRS&encoding=HEX&xattr.name=user.a"),
    ("GET", "/h?op=GETXATTRS&encoding=TEXT&xattr.name=user.none"), ("GET", "/h?op=LISTXATTRS"),
    ("PUT", "/h?op=REMOVEXATTR&xattr.name=user.a"), ("PUT", "/h?op=REMOVEXATTR&xattr.name=user.a"),
    # policies
    ("GET", "/?op=GETALLSTORAGEPOLICY"), ("GET", "/h?op=GETSTORAGEPOLICY"), ("PUT", "/h?op=SETSTORAGEPOLICY&storagepolicy=COLD"),
    ("GET", "/h?op=GETSTORAGEPOLICY"), ("PUT", "/h?op=SETSTORAGEPOLICY&storagepolicy=NOPE"),
    ("PUT", "/h?op=SATISFYSTORAGEPOLICY"), ("POST", "/h?op=UNSETSTORAGEPOLICY"),
    ("GET", "/h?op=GETECPOLICY"), ("GET", "/h/none?op=GETECPOLICY"), ("GET", "/?op=GETECPOLICIES"),
    ("PUT", "/h?op=SETECPOLICY&ecpolicy=NOPE"), ("POST", "/h?op=UNSETECPOLICY"),
    # snapshots
    ("PUT", "/h?op=CREATESNAPSHOT&snapshotname=s1"), ("PUT", "/h?op=ALLOWSNAPSHOT"), ("PUT", "/h/none?op=ALLOWSNAPSHOT"),
    ("GET", "/h?op=GETSNAPSHOTLIST"), ("PUT", "/h?op=CREATESNAPSHOT&snapshotname=s1"),
    ("PUT", "/h?op=CREATESNAPSHOT&snapshotname=s1"), ("PUT", "/h?op=CREATESNAPSHOT&snapshotname=.x%2Fy"),
    ("PUT", "/h/new?op=MKDIRS"), ("PUT", "/h/e?op=RENAME&destination=/h/renamed"), ("DELETE", "/h/f?op=DELETE"),
    ("PUT", "/h?op=CREATESNAPSHOT&snapshotname=s2"), ("GET", "/h?op=GETSNAPSHOTLIST"),
    ("GET", "/?op=GETSNAPSHOTTABLEDIRECTORYLIST"),
    ("GET", "/h?op=GETSNAPSHOTDIFF&oldsnapshotname=s1&snapshotname=s2"),
    ("GET", "/h?op=GETSNAPSHOTDIFF&oldsnapshotname=s1&snapshotname=none"),
    ("GET", "/h?op=GETSNAPSHOTDIFFLISTING&oldsnapshotname=s1&snapshotname=s2&snapshotdiffstartpath=&snapshotdiffindex=-1"),
    ("PUT", "/h?op=RENAMESNAPSHOT&oldsnapshotname=s1&snapshotname=s3"),
    ("PUT", "/h?op=RENAMESNAPSHOT&oldsnapshotname=s1&snapshotname=s3"), ("GET", "/h/.snapshot?op=LISTSTATUS"),
    ("PUT", "/h?op=DISALLOWSNAPSHOT"), ("DELETE", "/h?op=DELETESNAPSHOT&snapshotname=s3"),
    ("DELETE", "/h?op=DELETESNAPSHOT&snapshotname=s3"), ("DELETE", "/h?op=DELETESNAPSHOT&snapshotname=s2"),
    ("PUT", "/h?op=DISALLOWSNAPSHOT"), ("PUT", "/h/f?op=MKDIRS"))] + [
    # changes
    ("PUT", "/h/f2?op=CREATE&data=true", b"hello", BYTES)] + [(method, path, None, None) for method, path in (
    ("PUT", "/h/f2?op=SETREPLICATION&replication=1"), ("PUT", "/h/f2?op=SETREPLICATION&replication=abc"),
    ("PUT", "/h/f2?op=SETOWNER&owner=ann&group=staff"), ("PUT", "/h/f2?op=SETOWNER"),
    ("PUT", "/h/f2?op=SETPERMISSION&permission=600"), ("PUT", "/h/f2?op=SETPERMISSION&permission=99"),
    ("PUT", "/h/f2?op=SETTIMES&modificationtime=1000&accesstime=2000"), ("GET", "/h/f2?op=GETFILESTATUS"),
    ("POST", "/h/f2?op=TRUNCATE&newlength=5"), ("POST", "/h/f2?op=CONCAT&sources=/h/none"),
    ("PUT", "/h/f2?op=RENAME&destination=/h/g"), ("PUT", "/h/f2?op=RENAME&destination=/h/g"),
    ("DELETE", "/h?op=DELETE"), ("DELETE", "/h/none?op=DELETE"), ("DELETE", "/h?op=DELETE&recursive=zz"),
    ("GET", "/?op=INSTRUMENTATION"), ("GET", "/h?op=INSTRUMENTATION"), ("GET", "/?op=CREATE"), ("PUT", "/?op=GETFILESTATUS"),
    ("PUT", "/?op=GETDELEGATIONTOKEN"), ("PUT", "/?op=RENEWDELEGATIONTOKEN"))]

# Those who say otherwise, or not at all, who they are.
OTHERS = [("GET", "/?op=LISTSTATUS"), ("GET", "/"), ("PUT", "/h/e2?op=MKDIRS&user.name=bob"),
          ("GET", "/?op=GETHOMEDIRECTORY&user.name=1bad"), ("GET", "/?op=LISTSTATUS&delegation=AAAAAA"),
          ("GET", "/?op=LISTSTATUS&delegation=HAAEcm9vdARyb290AIoBogb8RZuKAaIrCMmbAQIUQ3TVIvCY5TlnwzTbS86vqzWTVQ4SV0VCSERGUyBkZWxlZ2F0aW9uAA"),
          ("PUT", "/?op=CANCELDELEGATIONTOKEN&token=AAAAAA&user.name=root"), ("GET", "/?op=GETDELEGATIONTOKEN")]
CALLS += [(method, path, None, None) for method, path in OTHERS]
