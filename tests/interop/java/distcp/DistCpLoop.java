package org.apache.hadoop.tools;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.util.ToolRunner;

/**
 * Apache's distcp again and again, because a JVM takes longer to start than a copy: a line of arguments in, each
 * percent-encoded, and a line out: the exit code and what was said about the arguments.
 */
public class DistCpLoop {
  public static void main(String[] unused) throws Exception {
    PrintStream answers = System.out;
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line; (line = lines.readLine()) != null;) {
      String[] words = line.isEmpty() ? new String[0] : line.split(" ");
      for (int i = 0; i < words.length; i++) words[i] = URLDecoder.decode(words[i], "UTF-8");
      PrintStream stderr = System.err;
      ByteArrayOutputStream err = new ByteArrayOutputStream();
      System.setOut(new PrintStream(new ByteArrayOutputStream()));
      System.setErr(new PrintStream(err, true, "UTF-8"));
      int code = run(words);
      System.setOut(answers);
      System.setErr(stderr);
      String said = "";
      for (String text : err.toString("UTF-8").split("\n"))
        if (text.startsWith("Invalid arguments: ") && !text.endsWith(": ")) said = text;
      answers.println((code & 0xFF) + " " + said);
      answers.flush();
    }
  }

  private static int run(String[] arguments) throws Exception {
    Configuration conf = new Configuration();
    conf.addResource("distcp-default.xml");
    conf.set("mapreduce.framework.name", "local");
    conf.set("mapreduce.client.progressmonitor.pollinterval", "10");
    conf.set("mapreduce.client.completion.pollinterval", "10");
    return ToolRunner.run(conf, new DistCp(), arguments);
  }
}
