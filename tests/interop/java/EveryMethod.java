import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CacheFlag;
import org.apache.hadoop.fs.ContentSummary;
import org.apache.hadoop.crypto.CryptoProtocolVersion;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StorageType;
import org.apache.hadoop.fs.XAttr;
import org.apache.hadoop.fs.XAttrSetFlag;
import org.apache.hadoop.fs.permission.AclEntry;
import org.apache.hadoop.fs.permission.FsAction;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.hdfs.DFSInotifyEventInputStream;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.client.HdfsDataOutputStream;
import org.apache.hadoop.hdfs.inotify.Event;
import org.apache.hadoop.hdfs.inotify.EventBatch;
import org.apache.hadoop.hdfs.protocol.CacheDirectiveInfo;
import org.apache.hadoop.hdfs.protocol.CachePoolInfo;
import org.apache.hadoop.hdfs.protocol.ClientProtocol;
import org.apache.hadoop.hdfs.protocol.DatanodeInfo;
import org.apache.hadoop.hdfs.protocol.ErasureCodingPolicy;
import org.apache.hadoop.hdfs.protocol.HdfsConstants;
import org.apache.hadoop.hdfs.protocol.HdfsFileStatus;
import org.apache.hadoop.hdfs.protocol.LocatedBlock;
import org.apache.hadoop.hdfs.protocol.OpenFilesIterator;
import org.apache.hadoop.hdfs.security.token.delegation.DelegationTokenIdentifier;
import org.apache.hadoop.hdfs.server.protocol.DatanodeStorageReport;
import org.apache.hadoop.io.EnumSetWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.ipc.RemoteException;
import org.apache.hadoop.security.token.Token;

/**
 * Every method of ClientProtocol, called on the NameNode of the configuration, with a look at what it answers. Prints a
 * line a method: its name, and "supported" or the refusal. Ends with an error where an answer is not as it should be, or
 * where a method was not called.
 */
public class EveryMethod {
  interface Call {
    void run() throws Exception;
  }

  private static final Map<String, String> REPORT = new TreeMap<>();
  private static final List<String> WRONG = new ArrayList<>();
  private static final long KEEP = HdfsConstants.QUOTA_DONT_SET;
  private static DistributedFileSystem dfs;
  private static ClientProtocol nn;

  static void check(boolean right, String what) {
    if (!right) throw new AssertionError(what);
  }

  static void same(Object expected, Object seen) {
    check(expected.equals(seen), "expected " + expected + ", was " + seen);
  }

  static void supported(String method, Call call) {
    try {
      call.run();
      REPORT.putIfAbsent(method, "supported");
    } catch (Throwable failure) {
      WRONG.add(method + ": " + failure);
      REPORT.put(method, "WRONG");
    }
  }

  /** One of these is what a server without the feature says, in Hadoop's words. */
  static void refused(String method, String words, Call call) {
    try {
      call.run();
      WRONG.add(method + ": was not refused");
    } catch (RemoteException refusal) {
      String text = refusal.getClassName().replaceAll(".*\\.", "") + ": " + refusal.getMessage().split("\n")[0];
      if (!text.contains(words)) WRONG.add(method + ": refused with " + text);
      REPORT.putIfAbsent(method, "refused: " + text);
    } catch (Throwable failure) {
      WRONG.add(method + ": " + failure);
    }
  }

  /** A snapshot method: there, or not yet. */
  static void perhaps(String method, Call call) {
    try {
      call.run();
      REPORT.putIfAbsent(method, "supported");
    } catch (RemoteException refusal) {
      if (refusal.getClassName().endsWith("UnsupportedOperationException"))
        REPORT.putIfAbsent(method, "refused: UnsupportedOperationException");
      else
        WRONG.add(method + ": " + refusal);
    } catch (Throwable failure) {
      WRONG.add(method + ": " + failure);
    }
  }

  static void write(String path, int bytes) throws IOException {
    try (OutputStream out = dfs.create(new Path(path))) {
      out.write(new byte[bytes]);
    }
  }

  static FsPermission mode(int bits) {
    return new FsPermission((short) bits);
  }

  static EnumSetWritable<CreateFlag> flags(CreateFlag flag) {
    return new EnumSetWritable<>(EnumSet.of(flag), CreateFlag.class);
  }

  static void files() {
    String me = "DFSClient_every_method";
    supported("getServerDefaults", () -> check(nn.getServerDefaults().getBlockSize() > 0, "no block size"));
    supported("mkdirs", () -> check(nn.mkdirs("/m/d", mode(0755), true), "false"));
    supported("create", () -> {
      HdfsFileStatus made = nn.create("/m/f", mode(0644), me, flags(CreateFlag.CREATE), true, (short) 1, 1 << 20,
          CryptoProtocolVersion.supported(), null, null);
      same(1 << 20, (int) made.getBlockSize());
    });
    LocatedBlock[] block = new LocatedBlock[1];
    supported("addBlock", () -> {
      block[0] = nn.addBlock("/m/f", me, null, null, HdfsConstants.GRANDFATHER_INODE_ID, null, null);
      same(1, block[0].getLocations().length);
    });
    supported("updateBlockForPipeline", () -> check(
        nn.updateBlockForPipeline(block[0].getBlock(), me).getBlock().getGenerationStamp()
            > block[0].getBlock().getGenerationStamp(), "the generation stamp is not newer"));
    supported("abandonBlock", () -> nn.abandonBlock(block[0].getBlock(), HdfsConstants.GRANDFATHER_INODE_ID, "/m/f", me));
    supported("fsync", () -> nn.fsync("/m/f", HdfsConstants.GRANDFATHER_INODE_ID, me, -1));
    supported("renewLease", () -> nn.renewLease(me, null));
    supported("listOpenFiles", () -> same("/m/f", nn.listOpenFiles(0, EnumSet.of(
        OpenFilesIterator.OpenFilesType.ALL_OPEN_FILES), "/m").get(0).getFilePath()));
    supported("complete", () -> check(nn.complete("/m/f", me, null, HdfsConstants.GRANDFATHER_INODE_ID), "false"));
    supported("isFileClosed", () -> check(nn.isFileClosed("/m/f"), "still open"));
    supported("getPreferredBlockSize", () -> same(1L << 20, nn.getPreferredBlockSize("/m/f")));
    supported("getAdditionalDatanode", () -> {
      try (HdfsDataOutputStream out = (HdfsDataOutputStream) dfs.create(new Path("/m/piped"))) {
        out.write(new byte[10]);
        out.hsync(EnumSet.of(HdfsDataOutputStream.SyncFlag.UPDATE_LENGTH));
        LocatedBlock open = nn.getBlockLocations("/m/piped", 0, 10).getLastLocatedBlock();
        HdfsFileStatus file = nn.getFileInfo("/m/piped");
        LocatedBlock more = nn.getAdditionalDatanode("/m/piped", file.getFileId(), open.getBlock(), open.getLocations(),
            open.getStorageIDs(), new DatanodeInfo[0], 1, dfs.getClient().getClientName());
        same(open.getLocations().length + 1, more.getLocations().length);
        LocatedBlock newer = nn.updateBlockForPipeline(open.getBlock(), dfs.getClient().getClientName());
        supported("updatePipeline", () -> nn.updatePipeline(dfs.getClient().getClientName(), open.getBlock(),
            newer.getBlock(), open.getLocations(), open.getStorageIDs()));
        nn.abandonBlock(newer.getBlock(), file.getFileId(), "/m/piped", dfs.getClient().getClientName());
      } catch (IOException abandoned) {
        // the writer finds its block gone, as it must
      }
    });
    supported("recoverLease", () -> {
      nn.create("/m/left", mode(0644), me, flags(CreateFlag.CREATE), true, (short) 1, 1 << 20,
          CryptoProtocolVersion.supported(), null, null);
      check(nn.recoverLease("/m/left", "another"), "a file without blocks closes at once");
    });
    supported("getBlockLocations", () -> {
      write("/m/data", 3000);
      same(3000L, nn.getBlockLocations("/m/data", 0, 3000).getFileLength());
    });
    supported("append", () -> {
      try (OutputStream out = dfs.append(new Path("/m/data"))) {
        out.write(new byte[5]);
      }
      same(3005L, nn.getFileInfo("/m/data").getLen());
    });
    supported("concat", () -> {
      write("/m/d/a", 512);
      write("/m/d/b", 100);
      nn.concat("/m/d/a", new String[] {"/m/d/b"});
      same(612L, nn.getFileInfo("/m/d/a").getLen());
    });
    supported("truncate", () -> check(nn.truncate("/m/d/a", 512, me), "not at the end of a block"));
    supported("reportBadBlocks", () -> nn.reportBadBlocks(new LocatedBlock[0]));
    supported("setReplication", () -> check(nn.setReplication("/m/data", (short) 2), "false"));
    supported("rename", () -> check(nn.rename("/m/d/a", "/m/d/c"), "false"));
    supported("rename2", () -> {
      nn.rename2("/m/d/c", "/m/d/e");
      check(nn.getFileInfo("/m/d/e") != null, "nothing there");
    });
    supported("delete", () -> check(nn.delete("/m/d/e", false), "false"));
    supported("msync", () -> nn.msync());
    supported("getEnclosingRoot", () -> same(new Path("/"), nn.getEnclosingRoot("/m")));
  }

  static void lookups() {
    supported("getListing", () -> same(4, nn.getListing("/m", HdfsFileStatus.EMPTY_NAME, false).getPartialListing().length
        - (nn.getFileInfo("/m/piped") == null ? 0 : 1)));
    supported("getBatchedListing", () -> same(2,
        nn.getBatchedListing(new String[] {"/m", "/m/d"}, new byte[0], false).getListings().length));
    supported("getFileInfo", () -> check(nn.getFileInfo("/none") == null, "something"));
    supported("getLocatedFileInfo", () -> same(3005L, nn.getLocatedFileInfo("/m/data", false).getLen()));
    supported("getFileLinkInfo", () -> check(nn.getFileLinkInfo("/m").isDirectory(), "not a directory"));
    supported("checkAccess", () -> nn.checkAccess("/m", FsAction.ALL));
    supported("setPermission", () -> {
      nn.setPermission("/m", mode(0711));
      same(mode(0711), nn.getFileInfo("/m").getPermission());
    });
    supported("setOwner", () -> {
      nn.setOwner("/m", "ann", "staff");
      same("ann", nn.getFileInfo("/m").getOwner());
    });
    supported("setTimes", () -> {
      nn.setTimes("/m/f", 5000, 6000);
      same(5000L, nn.getFileInfo("/m/f").getModificationTime());
    });
    supported("modifyAclEntries", () -> nn.modifyAclEntries("/m", AclEntry.parseAclSpec("user:bob:r-x", true)));
    supported("getAclStatus", () -> check(nn.getAclStatus("/m").toString().contains("bob"), "no bob"));
    supported("removeAclEntries", () -> nn.removeAclEntries("/m", AclEntry.parseAclSpec("user:bob", false)));
    supported("removeDefaultAcl", () -> nn.removeDefaultAcl("/m"));
    supported("setAcl", () -> nn.setAcl("/m", AclEntry.parseAclSpec("user::rwx,user:cleo:rw-,group::r-x,other::---", true)));
    supported("removeAcl", () -> {
      nn.removeAcl("/m");
      check(nn.getAclStatus("/m").getEntries().isEmpty(), "entries are left");
    });
    XAttr colour = new XAttr.Builder().setNameSpace(XAttr.NameSpace.USER).setName("colour").setValue("red".getBytes()).build();
    supported("setXAttr", () -> nn.setXAttr("/m", colour, EnumSet.of(XAttrSetFlag.CREATE)));
    supported("getXAttrs", () -> same("red", new String(nn.getXAttrs("/m", Arrays.asList(colour)).get(0).getValue())));
    supported("listXAttrs", () -> same(1, nn.listXAttrs("/m").size()));
    supported("removeXAttr", () -> {
      nn.removeXAttr("/m", colour);
      same(0, nn.listXAttrs("/m").size());
    });
  }

  static void links() {
    boolean enabled = dfs.getConf().getBoolean("dfs.namenode.symlinks.enabled", false);
    if (!enabled) {
      refused("createSymlink", "Symlinks not supported", () -> nn.createSymlink("/m/f", "/m/link", mode(0755), false));
      refused("getLinkTarget", "is not a symbolic link", () -> nn.getLinkTarget("/m"));
      return;
    }
    supported("createSymlink", () -> {
      nn.createSymlink("/m", "/link", mode(0755), false);
      check(nn.getFileLinkInfo("/link").isSymlink(), "no link");
    });
    supported("getLinkTarget", () -> {
      same("/m", nn.getLinkTarget("/link"));
      same("/m/data", nn.getLinkTarget("/link/data"));
      nn.createSymlink("m/d/../data", "/relative", mode(0755), false);
      same("m/d/../data", nn.getLinkTarget("/relative"));
      FileSystem.enableSymlinks();
      same(3005L, dfs.getFileStatus(new Path("/link/data")).getLen());
      same(3005L, dfs.getFileStatus(new Path("/relative")).getLen());
      write("/link/through", 7);
      same(7L, nn.getFileInfo("/m/through").getLen());
      check(dfs.getFileLinkStatus(new Path("/link")).isSymlink(), "no link");
      check(nn.rename("/link", "/link2") && nn.delete("/link2", false) && nn.delete("/relative", false), "still there");
      check(nn.getFileInfo("/m") != null, "the link's target is gone");
    });
  }

  static void usage() {
    supported("getStats", () -> check(nn.getStats()[0] > 0, "no capacity"));
    supported("getReplicatedBlockStats", () -> same(0L, nn.getReplicatedBlockStats().getCorruptBlocks()));
    supported("getECBlockGroupStats", () -> same(0L, nn.getECBlockGroupStats().getCorruptBlockGroups()));
    supported("getContentSummary", () -> check(nn.getContentSummary("/m").getFileCount() >= 3, "files are missing"));
    supported("setQuota", () -> {
      nn.mkdirs("/q", mode(0755), true);
      nn.setStoragePolicy("/q", "HOT");
      nn.setQuota("/q", 10, 1L << 40, null);
      nn.setQuota("/q", KEEP, 1L << 30, StorageType.DISK);
      write("/q/f", 1000);
      nn.setQuota("/q", KEEP, 1500, StorageType.SSD);
      try {
        nn.setStoragePolicy("/q", "ALL_SSD");
        write("/q/g", 10);
        check(false, "more than the quota of SSD");
      } catch (IOException full) {
        check(full.getMessage().contains("Quota by storage type : SSD on path : /q is exceeded. quota = 1.46 KB but "
            + "space consumed"), full.getMessage());
      } finally {
        nn.setStoragePolicy("/q", "HOT");
      }
    });
    supported("getQuotaUsage", () -> {
      same(10L, nn.getQuotaUsage("/q").getQuota());
      same(1L << 30, nn.getQuotaUsage("/q").getTypeQuota(StorageType.DISK));
      same(nn.getQuotaUsage("/q").getSpaceConsumed(), nn.getQuotaUsage("/q").getTypeConsumed(StorageType.DISK));
      ContentSummary sum = nn.getContentSummary("/q");
      same(1500L, sum.getTypeQuota(StorageType.SSD));
      nn.setQuota("/q", KEEP, HdfsConstants.QUOTA_RESET, StorageType.SSD);
      same(-1L, nn.getQuotaUsage("/q").getTypeQuota(StorageType.SSD));
    });
  }

  static void caches() {
    supported("addCachePool", () -> nn.addCachePool(new CachePoolInfo("p").setLimit(100L).setMode(mode(0750))));
    supported("modifyCachePool", () -> nn.modifyCachePool(new CachePoolInfo("p").setLimit(1L << 30)));
    supported("listCachePools", () -> same(1L << 30, nn.listCachePools("").get(0).getInfo().getLimit()));
    long[] id = new long[1];
    supported("addCacheDirective", () -> id[0] = nn.addCacheDirective(
        new CacheDirectiveInfo.Builder().setPath(new Path("/m/data")).setPool("p").build(), EnumSet.noneOf(CacheFlag.class)));
    supported("modifyCacheDirective", () -> nn.modifyCacheDirective(
        new CacheDirectiveInfo.Builder().setId(id[0]).setReplication((short) 2).build(), EnumSet.of(CacheFlag.FORCE)));
    supported("listCacheDirectives", () -> {
      same(6010L, nn.listCacheDirectives(0, new CacheDirectiveInfo.Builder().build()).get(0).getStats().getBytesNeeded());
      same((short) 2, nn.listCacheDirectives(0, new CacheDirectiveInfo.Builder().setPool("p").build()).get(0).getInfo()
          .getReplication());
    });
    supported("removeCacheDirective", () -> {
      nn.removeCacheDirective(id[0]);
      same(0, nn.listCacheDirectives(0, new CacheDirectiveInfo.Builder().build()).size());
    });
    supported("removeCachePool", () -> {
      nn.removeCachePool("p");
      same(0, nn.listCachePools("").size());
    });
  }

  static void policies() {
    supported("getStoragePolicies", () -> check(nn.getStoragePolicies().length >= 6, "few"));
    supported("setStoragePolicy", () -> nn.setStoragePolicy("/m/d", "COLD"));
    supported("getStoragePolicy", () -> same("COLD", nn.getStoragePolicy("/m/d").getName()));
    supported("unsetStoragePolicy", () -> {
      nn.unsetStoragePolicy("/m/d");
      same("HOT", nn.getStoragePolicy("/m/d").getName());
    });
    refused("satisfyStoragePolicy", "storage policy satisfier feature has been disabled", () -> nn.satisfyStoragePolicy("/m"));
    supported("getErasureCodingPolicies", () -> same(5, nn.getErasureCodingPolicies().length));
    supported("getErasureCodingPolicy", () -> check(nn.getErasureCodingPolicy("/m") == null, "a policy"));
    supported("getErasureCodingCodecs", () -> nn.getErasureCodingCodecs());
    supported("getECTopologyResultForPolicies", () -> check(
        nn.getECTopologyResultForPolicies("RS-6-3-1024k").getResultMessage().startsWith("9 DataNodes are required"),
        "enough"));
    refused("setErasureCodingPolicy", "does not match any enabled erasure coding policies",
        () -> nn.setErasureCodingPolicy("/m", "XOR-2-1-1024k"));
    refused("unsetErasureCodingPolicy", "No erasure coding policy explicitly set on /m",
        () -> nn.unsetErasureCodingPolicy("/m"));
    supported("addErasureCodingPolicies", () -> check(
        !nn.addErasureCodingPolicies(new ErasureCodingPolicy[0]).toString().isEmpty(), "nothing"));
    refused("removeErasureCodingPolicy", "System erasure coding policy RS-3-2-1024k cannot be removed",
        () -> nn.removeErasureCodingPolicy("RS-3-2-1024k"));
    refused("enableErasureCodingPolicy", "The policy name NONE does not exist", () -> nn.enableErasureCodingPolicy("NONE"));
    supported("disableErasureCodingPolicy", () -> nn.disableErasureCodingPolicy("XOR-2-1-1024k"));
    refused("createEncryptionZone", "since no key provider is available", () -> nn.createEncryptionZone("/m/d", "key"));
    supported("getEZForPath", () -> check(nn.getEZForPath("/m") == null, "a zone"));
    supported("listEncryptionZones", () -> same(0, nn.listEncryptionZones(0).size()));
    refused("reencryptEncryptionZone", "No key provider configured",
        () -> nn.reencryptEncryptionZone("/m", HdfsConstants.ReencryptAction.START));
    supported("listReencryptionStatus", () -> same(0, nn.listReencryptionStatus(0).size()));
    supported("getDataEncryptionKey", () -> check(nn.getDataEncryptionKey() == null, "a key"));
    supported("getDelegationToken", () -> check(nn.getDelegationToken(new Text("root")) == null, "a token"));
    Token<DelegationTokenIdentifier> none = new Token<>(new DelegationTokenIdentifier(new Text("a"), new Text("b"),
        new Text("c")).getBytes(), new byte[0], DelegationTokenIdentifier.HDFS_DELEGATION_KIND, new Text());
    refused("renewDelegationToken", "", () -> nn.renewDelegationToken(none));
    refused("cancelDelegationToken", "", () -> nn.cancelDelegationToken(none));
  }

  static void snapshots() {
    perhaps("allowSnapshot", () -> nn.allowSnapshot("/m/d"));
    perhaps("createSnapshot", () -> same("/m/d/.snapshot/s", nn.createSnapshot("/m/d", "s")));
    perhaps("renameSnapshot", () -> nn.renameSnapshot("/m/d", "s", "t"));
    perhaps("getSnapshotListing", () -> same(1, nn.getSnapshotListing("/m/d").length));
    perhaps("getSnapshotDiffReport", () -> same(0, nn.getSnapshotDiffReport("/m/d", "t", "").getDiffList().size()));
    perhaps("getSnapshotDiffReportListing",
        () -> nn.getSnapshotDiffReportListing("/m/d", "t", "", new byte[0], -1));
    supported("getSnapshottableDirListing", () -> nn.getSnapshottableDirListing());
    perhaps("deleteSnapshot", () -> nn.deleteSnapshot("/m/d", "t"));
    perhaps("disallowSnapshot", () -> nn.disallowSnapshot("/m/d"));
  }

  static void administration() {
    supported("setSafeMode", () -> check(nn.setSafeMode(HdfsConstants.SafeModeAction.SAFEMODE_ENTER, false), "off"));
    supported("saveNamespace", () -> check(nn.saveNamespace(0, 0), "not saved"));
    supported("setSafeMode", () -> check(!nn.setSafeMode(HdfsConstants.SafeModeAction.SAFEMODE_LEAVE, false), "on"));
    supported("rollEdits", () -> check(nn.rollEdits() > 0, "no transaction"));
    supported("restoreFailedStorage", () -> {
      check(nn.restoreFailedStorage("true") && nn.restoreFailedStorage("check"), "off");
      check(!nn.restoreFailedStorage("false"), "on");
    });
    supported("refreshNodes", () -> nn.refreshNodes());
    supported("finalizeUpgrade", () -> nn.finalizeUpgrade());
    supported("upgradeStatus", () -> check(nn.upgradeStatus(), "an upgrade goes on"));
    supported("rollingUpgrade", () -> check(nn.rollingUpgrade(HdfsConstants.RollingUpgradeAction.QUERY) == null, "one"));
    supported("listCorruptFileBlocks", () -> same(0, nn.listCorruptFileBlocks("/", null).getFiles().length));
    supported("metaSave", () -> nn.metaSave("every-method.txt"));
    supported("getHAServiceState", () -> same("active", nn.getHAServiceState().toString()));
    supported("getDatanodeReport", () -> check(nn.getDatanodeReport(HdfsConstants.DatanodeReportType.LIVE).length > 0, "none"));
    supported("getDatanodeStorageReport", () -> {
      DatanodeStorageReport[] reports = nn.getDatanodeStorageReport(HdfsConstants.DatanodeReportType.LIVE);
      check(reports[0].getStorageReports().length > 0, "none");
    });
    supported("setBalancerBandwidth", () -> nn.setBalancerBandwidth(1 << 20));
    supported("getSlowDatanodeReport", () -> same(0, nn.getSlowDatanodeReport().length));
  }

  static void events() {
    supported("getCurrentEditLogTxid", () -> check(nn.getCurrentEditLogTxid() > 0, "none"));
    supported("getEditsFromTxid", () -> {
      DFSInotifyEventInputStream stream = dfs.getInotifyEventStream();
      dfs.mkdirs(new Path("/events/a"));
      write("/events/f", 11);
      try (OutputStream out = dfs.append(new Path("/events/f"))) {
        out.write(1);
      }
      dfs.setReplication(new Path("/events/f"), (short) 1);
      dfs.setReplication(new Path("/events/f"), (short) 2);
      dfs.setPermission(new Path("/events/f"), mode(0600));
      dfs.setOwner(new Path("/events/f"), "ann", null);
      dfs.setTimes(new Path("/events/f"), 1, 2);
      dfs.rename(new Path("/events/f"), new Path("/events/a"));
      dfs.delete(new Path("/events"), true);
      List<String> seen = new ArrayList<>();
      for (EventBatch batch = stream.poll(); batch != null; batch = stream.poll())
        for (Event event : batch.getEvents()) seen.add(shown(event));
      List<String> expected = Arrays.asList("CREATE /events DIRECTORY", "CREATE /events/a DIRECTORY",
          "CREATE /events/f FILE", "CLOSE /events/f 11", "APPEND /events/f", "CLOSE /events/f 12",
          "METADATA /events/f REPLICATION", "METADATA /events/f REPLICATION", "METADATA /events/f PERMS",
          "METADATA /events/f OWNER", "METADATA /events/f TIMES", "RENAME /events/f /events/a/f", "UNLINK /events");
      same(expected, seen);
    });
  }

  static String shown(Event event) {
    switch (event.getEventType()) {
      case CREATE:
        Event.CreateEvent create = (Event.CreateEvent) event;
        return "CREATE " + create.getPath() + " " + create.getiNodeType();
      case CLOSE:
        return "CLOSE " + ((Event.CloseEvent) event).getPath() + " " + ((Event.CloseEvent) event).getFileSize();
      case APPEND:
        return "APPEND " + ((Event.AppendEvent) event).getPath();
      case RENAME:
        return "RENAME " + ((Event.RenameEvent) event).getSrcPath() + " " + ((Event.RenameEvent) event).getDstPath();
      case METADATA:
        Event.MetadataUpdateEvent update = (Event.MetadataUpdateEvent) event;
        return "METADATA " + update.getPath() + " " + update.getMetadataType();
      case UNLINK:
        return "UNLINK " + ((Event.UnlinkEvent) event).getPath();
      default:
        return event.toString();
    }
  }

  public static void main(String[] arguments) throws Exception {
    Configuration conf = new Configuration();
    dfs = (DistributedFileSystem) FileSystem.get(conf);
    nn = dfs.getClient().getNamenode();
    files();
    lookups();
    links();
    usage();
    caches();
    policies();
    snapshots();
    administration();
    events();
    Set<String> missing = new TreeSet<>();
    for (Method method : ClientProtocol.class.getDeclaredMethods())
      if (!method.isSynthetic() && !REPORT.containsKey(method.getName())) missing.add(method.getName());
    REPORT.forEach((method, outcome) -> System.out.println(method + "\t" + outcome));
    for (String name : missing) System.err.println("not called: " + name);
    for (String wrong : WRONG) System.err.println("wrong: " + wrong);
    System.exit(missing.isEmpty() && WRONG.isEmpty() ? 0 : 1);
  }
}
