import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Paths;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Writes a file step by step as its input says: tests/support/step_writer.py with Apache's client. */
public final class StepWriter {
  private StepWriter() {}

  public static void main(String[] arguments) throws Exception {
    byte[] content = Files.readAllBytes(Paths.get(arguments[0]));
    Path path = new Path(arguments[1]);
    FileSystem fs = FileSystem.get(new Configuration());
    FSDataOutputStream out = arguments[2].equals("append") ? fs.append(path)
        : fs.create(path, Short.parseShort(arguments[3]));
    int position = 0;
    System.out.println("ok 0");
    BufferedReader input = new BufferedReader(new InputStreamReader(System.in));
    String line;
    while ((line = input.readLine()) != null) {
      String[] words = line.split(" ");
      try {
        switch (words[0]) {
          case "write":
            int length = Math.min(Integer.parseInt(words[1]), content.length - position);
            out.write(content, position, length);
            position += length;
            break;
          case "skip": position += Integer.parseInt(words[1]); break;
          case "hflush": out.hflush(); break;
          case "hsync": out.hsync(); break;
          case "close": out.close(); break;
          default: throw new IllegalArgumentException(line);
        }
        System.out.println("ok " + position);
      } catch (IOException e) {
        System.out.println("error " + e.toString().replace('\n', ' '));
      }
      if (words[0].equals("close")) break;
    }
    System.exit(0);
  }
}
