import java.util.EnumSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.BlockLocation;
import org.apache.hadoop.fs.CacheFlag;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.HdfsConfiguration;
import org.apache.hadoop.hdfs.protocol.CacheDirectiveEntry;
import org.apache.hadoop.hdfs.protocol.CacheDirectiveInfo;
import org.apache.hadoop.hdfs.protocol.CacheDirectiveStats;
import org.apache.hadoop.hdfs.protocol.CachePoolEntry;
import org.apache.hadoop.hdfs.protocol.CachePoolInfo;
import org.apache.hadoop.hdfs.protocol.DatanodeInfo;

/** A file is cached by a directive, its locations say so, and leaves memory again: CacheProgram PATH BYTES_LOCKED. */
public final class CacheProgram {
  private CacheProgram() {}

  public static void main(String[] words) throws Exception {
    Configuration conf = new HdfsConfiguration();
    DistributedFileSystem files = (DistributedFileSystem) FileSystem.get(conf);
    Path path = new Path(words[0]);
    long length = files.getFileStatus(path).getLen();
    files.addCachePool(new CachePoolInfo("p"));
    long id = files.addCacheDirective(
        new CacheDirectiveInfo.Builder().setPath(path).setPool("p").setReplication((short) 1).build(),
        EnumSet.noneOf(CacheFlag.class));
    CacheDirectiveStats stats = await(files, id, length);
    System.out.println("needed " + stats.getBytesNeeded() + " cached " + stats.getBytesCached() + " files "
        + stats.getFilesNeeded() + " " + stats.getFilesCached());
    CachePoolEntry pool = files.listCachePools().next();
    System.out.println("pool cached " + pool.getStats().getBytesCached() + " " + pool.getStats().getFilesCached());
    BlockLocation[] blocks = files.getFileBlockLocations(path, 0, length);
    int hosts = 0;
    for (BlockLocation block : blocks) hosts += block.getCachedHosts().length;
    System.out.println("blocks " + blocks.length + " cached on " + hosts);
    System.out.println("used " + awaitUsed(files, Long.parseLong(words[1])));
    files.removeCacheDirective(id);
    System.out.println("then " + awaitUsed(files, 0));
  }

  /** Bytes of memory in use: a heartbeat tells them, some time after the cache report has told the blocks. */
  private static long awaitUsed(DistributedFileSystem files, long expected) throws Exception {
    for (int i = 0;; i++) {
      long used = 0;
      for (DatanodeInfo node : files.getDataNodeStats()) used += node.getCacheUsed();
      if (used == expected || i == 300) return used;
      Thread.sleep(100);
    }
  }

  private static CacheDirectiveStats await(DistributedFileSystem files, long id, long length) throws Exception {
    for (int i = 0;; i++) {
      RemoteIterator<CacheDirectiveEntry> entries =
          files.listCacheDirectives(new CacheDirectiveInfo.Builder().setId(id).build());
      CacheDirectiveStats stats = entries.next().getStats();
      if (stats.getBytesCached() >= length || i == 300) return stats;
      Thread.sleep(100);
    }
  }
}
