import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.HdfsConfiguration;

/** Makes symbolic links: MakeLinks LINK TARGET …, targets as they are written. */
public final class MakeLinks {
  private MakeLinks() {}

  public static void main(String[] words) throws Exception {
    Configuration conf = new HdfsConfiguration();
    FileSystem.enableSymlinks();
    DistributedFileSystem files = (DistributedFileSystem) FileSystem.get(conf);
    for (int i = 0; i + 1 < words.length; i += 2) {
      files.getClient().createSymlink(words[i + 1], new Path(words[i]).toUri().getPath(), true);
    }
    files.setPermission(new Path("/real"), new FsPermission((short) 0755));
  }
}
