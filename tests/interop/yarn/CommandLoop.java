import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.util.Arrays;
import org.apache.hadoop.util.Tool;
import org.apache.hadoop.util.ToolRunner;
import org.apache.hadoop.yarn.client.cli.YarnCLI;
import org.apache.hadoop.yarn.conf.YarnConfiguration;

/** Runs Apache's `yarn` commands in one process: a line of words with tabs between, the class first. Answers
 *  "code length" and so many bytes of standard output, then the same of standard error. */
public class CommandLoop {
  public static void main(String[] none) throws Exception {
    PrintStream out = System.out;
    PrintStream err = System.err;
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split("\t");
      ByteArrayOutputStream said = new ByteArrayOutputStream();
      ByteArrayOutputStream complained = new ByteArrayOutputStream();
      System.setOut(new PrintStream(said, true));
      System.setErr(new PrintStream(complained, true));
      int code;
      try {
        Tool tool = (Tool) Class.forName("org.apache.hadoop.yarn.client.cli." + words[0])
            .getDeclaredConstructor().newInstance();
        tool.setConf(new YarnConfiguration());
        if (tool instanceof YarnCLI) {
          ((YarnCLI) tool).setSysOutPrintStream(System.out);
          ((YarnCLI) tool).setSysErrPrintStream(System.err);
        }
        code = ToolRunner.run(tool, Arrays.copyOfRange(words, 1, words.length)) & 255;
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
