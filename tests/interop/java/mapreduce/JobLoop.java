import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import org.apache.hadoop.mapred.JobClient;
import org.apache.hadoop.util.ToolRunner;

/** Runs Apache's `mapred job` in one process: a line of words with tabs between, or an empty one for none. Answers
 *  "code length length" and so many bytes of standard output and of standard error. */
public class JobLoop {
  public static void main(String[] none) throws Exception {
    PrintStream out = System.out;
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      ByteArrayOutputStream said = new ByteArrayOutputStream();
      ByteArrayOutputStream complained = new ByteArrayOutputStream();
      System.setOut(new PrintStream(said, true));
      System.setErr(new PrintStream(complained, true));
      int code;
      try {
        code = ToolRunner.run(new JobClient(), line.isEmpty() ? new String[0] : line.split("\t")) & 255;
      } catch (Exception e) {
        // As a Java process ends that nobody catches it in.
        System.err.println("Exception in thread \"main\" " + e);
        code = 1;
      }
      System.out.flush();
      out.println(code + " " + said.size() + " " + complained.size());
      out.write(said.toByteArray());
      out.write(complained.toByteArray());
      out.flush();
    }
  }
}
