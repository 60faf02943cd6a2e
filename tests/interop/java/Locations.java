import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.BlockLocation;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Prints for each block of a file how many DataNodes have it, one number a line. */
public final class Locations {
  private Locations() {}

  public static void main(String[] arguments) throws Exception {
    FileSystem fs = FileSystem.get(new Configuration());
    FileStatus status = fs.getFileStatus(new Path(arguments[0]));
    for (BlockLocation block : fs.getFileBlockLocations(status, 0, status.getLen())) {
      System.out.println(block.getNames().length);
    }
    fs.close();
  }
}
