import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Writes LENGTH bytes to PATH, syncs them to the disks, says so, and holds the file open until its input ends. */
public final class HoldOpen {
  private HoldOpen() {}

  static byte[] content(int length) {
    byte[] data = new byte[length];
    new Random(31).nextBytes(data);
    return data;
  }

  public static void main(String[] arguments) throws Exception {
    FileSystem fs = FileSystem.get(new Configuration());
    FSDataOutputStream out = fs.create(new Path(arguments[0]), (short) 3);
    out.write(content(Integer.parseInt(arguments[1])));
    out.hsync();
    System.out.println("synced");
    while (System.in.read() >= 0) {}
    out.close();
  }
}
