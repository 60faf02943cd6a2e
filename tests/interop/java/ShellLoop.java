import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.Constructor;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.PrivilegedExceptionAction;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FsShell;
import org.apache.hadoop.hdfs.HdfsConfiguration;
import org.apache.hadoop.hdfs.tools.CacheAdmin;
import org.apache.hadoop.hdfs.tools.CryptoAdmin;
import org.apache.hadoop.hdfs.tools.DFSAdmin;
import org.apache.hadoop.hdfs.tools.DFSck;
import org.apache.hadoop.hdfs.tools.DebugAdmin;
import org.apache.hadoop.hdfs.tools.ECAdmin;
import org.apache.hadoop.hdfs.tools.GetConf;
import org.apache.hadoop.hdfs.tools.GetGroups;
import org.apache.hadoop.hdfs.tools.StoragePolicyAdmin;
import org.apache.hadoop.hdfs.tools.snapshot.LsSnapshot;
import org.apache.hadoop.hdfs.tools.snapshot.LsSnapshottableDir;
import org.apache.hadoop.hdfs.tools.snapshot.SnapshotDiff;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.util.Tool;
import org.apache.hadoop.util.ToolRunner;

/**
 * Runs FsShell once for each line of standard input, as its main() would, without a new JVM each time; or
 * another tool of {@code hdfs}, where the line begins with its name.
 *
 * <p>A line is USER STDIN ARGUMENT…, each URL-encoded, an empty USER meaning whoever runs the JVM. The
 * answer is a line EXIT OUT ERR with the exit code and the lengths in bytes of what follows it: standard
 * output, then standard error.
 */
public final class ShellLoop {
  private ShellLoop() {}

  public static void main(String[] unused) throws Exception {
    PrintStream answers = System.out;
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line; (line = lines.readLine()) != null;) {
      String[] words = line.split(" ", -1);
      for (int i = 0; i < words.length; i++) words[i] = URLDecoder.decode(words[i], "UTF-8");
      answer(words, answers);
    }
  }

  private static void answer(String[] words, PrintStream answers) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    InputStream stdin = System.in;
    PrintStream stderr = System.err;
    int exit;
    System.setIn(new ByteArrayInputStream(words[1].getBytes(StandardCharsets.UTF_8)));
    System.setOut(new PrintStream(out, true, "UTF-8"));
    System.setErr(new PrintStream(err, true, "UTF-8"));
    try {
      exit = user(words[0]).doAs((PrivilegedExceptionAction<Integer>)
          () -> run(Arrays.copyOfRange(words, 2, words.length)));
    } finally {
      System.out.flush();
      System.err.flush();
      System.setIn(stdin);
      System.setOut(answers);
      System.setErr(stderr);
    }
    answers.print(exit + " " + out.size() + " " + err.size() + "\n");
    out.writeTo(answers);
    err.writeTo(answers);
    answers.flush();
  }

  private static UserGroupInformation user(String name) throws Exception {
    return name.isEmpty() ? UserGroupInformation.getLoginUser() : UserGroupInformation.createRemoteUser(name);
  }

  private static Tool tool(String name) throws Exception {
    Configuration conf = new HdfsConfiguration();
    switch (name) {
      case "cacheadmin": return new CacheAdmin(conf);
      case "crypto": return new CryptoAdmin(conf);
      case "debug": return new DebugAdmin(conf);
      case "ec": return new ECAdmin(conf);
      case "lsSnapshot": return with(conf, new LsSnapshot());
      case "lsSnapshottableDir": return with(conf, new LsSnapshottableDir());
      case "snapshotDiff": return with(conf, new SnapshotDiff());
      case "dfsadmin": return new DFSAdmin(conf);
      case "fsck": return new DFSck(conf);
      case "getconf": return getConf(conf);
      case "storagepolicies": return new StoragePolicyAdmin(conf);
      case "groups": return new GetGroups(conf);
      default: return null;
    }
  }

  private static Tool with(Configuration conf, Tool tool) {
    tool.setConf(conf);
    return tool;
  }

  // Its constructor is not for everybody.
  private static Tool getConf(Configuration conf) throws Exception {
    Constructor<GetConf> constructor = GetConf.class.getDeclaredConstructor(Configuration.class);
    constructor.setAccessible(true);
    return constructor.newInstance(conf);
  }

  private static int run(String[] arguments) throws Exception {
    Tool tool = arguments.length > 0 ? tool(arguments[0]) : null;
    if (tool != null) {
      try {
        return ToolRunner.run(tool, Arrays.copyOfRange(arguments, 1, arguments.length));
      } finally {
        FileSystem.closeAllForUGI(UserGroupInformation.getCurrentUser());
      }
    }
    FsShell shell = new FsShell();
    shell.setConf(new Configuration());
    try {
      return ToolRunner.run(shell, arguments);
    } finally {
      shell.close();
      FileSystem.closeAllForUGI(UserGroupInformation.getCurrentUser());
    }
  }
}
