import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.zip.CRC32;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.ReadOption;
import org.apache.hadoop.hdfs.HdfsConfiguration;
import org.apache.hadoop.hdfs.ReadStatistics;
import org.apache.hadoop.hdfs.client.HdfsDataInputStream;
import org.apache.hadoop.io.ElasticByteBufferPool;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.util.NativeCodeLoader;

/**
 * Reads past the DataNode: ShortCircuit PATH STEP…, each step a line of what was read and how. Steps: "read", "pread",
 * "mapped" (without checksums), "verified" (mapped, where the replica is in memory), "wait" (for a line of input).
 */
public final class ShortCircuit {
  private ShortCircuit() {}

  public static void main(String[] words) throws Exception {
    Configuration conf = new HdfsConfiguration();
    conf.set("hadoop.security.group.mapping", "org.apache.hadoop.security.ShellBasedUnixGroupsMapping");
    UserGroupInformation.setConfiguration(conf);
    if (!NativeCodeLoader.isNativeCodeLoaded()) throw new IllegalStateException("no native library");
    FileSystem files = FileSystem.get(conf);
    for (int i = 1; i < words.length; i++) {
      if (words[i].equals("wait")) {
        System.out.println("waiting");
        System.in.read();
        continue;
      }
      try (FSDataInputStream in = files.open(new Path(words[0]))) {
        CRC32 sum = new CRC32();
        long bytes = words[i].equals("read") ? read(in, sum) : words[i].equals("pread") ? pread(in, sum)
            : mapped(in, sum, words[i].equals("mapped"));
        ReadStatistics how = ((HdfsDataInputStream) in).getReadStatistics();
        System.out.println(words[i] + " " + bytes + " crc " + Long.toHexString(sum.getValue()) + " total "
            + how.getTotalBytesRead() + " short-circuit " + how.getTotalShortCircuitBytesRead() + " zero-copy "
            + how.getTotalZeroCopyBytesRead());
      }
    }
    files.close();
  }

  private static long read(FSDataInputStream in, CRC32 sum) throws Exception {
    byte[] buffer = new byte[100_001];
    long total = 0;
    for (int count; (count = in.read(buffer)) > 0; total += count) sum.update(buffer, 0, count);
    return total;
  }

  private static long pread(FSDataInputStream in, CRC32 sum) throws Exception {
    byte[] buffer = new byte[70_007];
    long total = 0;
    for (int count; (count = in.read(total, buffer, 0, buffer.length)) > 0; total += count) sum.update(buffer, 0, count);
    return total;
  }

  private static long mapped(FSDataInputStream in, CRC32 sum, boolean skipChecksums) throws Exception {
    ElasticByteBufferPool pool = new ElasticByteBufferPool();
    EnumSet<ReadOption> options =
        skipChecksums ? EnumSet.of(ReadOption.SKIP_CHECKSUMS) : EnumSet.noneOf(ReadOption.class);
    long total = 0;
    for (ByteBuffer part; (part = in.read(pool, 1 << 20, options)) != null;) {
      total += part.remaining();
      sum.update(part.duplicate());
      in.releaseBuffer(part);
    }
    return total;
  }
}
