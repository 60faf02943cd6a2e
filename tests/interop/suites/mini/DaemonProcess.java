package org.apache.hadoop.hdfs;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** One daemon of ours below a folder with its conf/. It dies with this JVM. */
final class DaemonProcess {
  private static final Set<Integer> GIVEN_OUT = new HashSet<>();
  private static final Random RANDOM = new Random();

  private final File folder;
  private final List<String> command = new ArrayList<>();
  private final int port;
  private Process process;

  DaemonProcess(File folder, String program, int port, List<String> arguments) {
    this.folder = folder;
    this.port = port;
    // The shell kills its child when its standard input ends, as it does when this JVM does. (What it starts in the
    // background would have none: hence descriptor 3.)
    command.addAll(List.of("sh", "-c",
        "exec 3<&0; \"$@\" 3<&- & child=$!; (cat <&3 >/dev/null; kill -9 $child) & wait $child",
        "daemon", new File(System.getProperty("mammoth.bin"), program).getPath()));
    command.addAll(arguments);
  }

  void start() throws IOException {
    process = builder(folder, command).start();
    for (int i = 0; i < 3000; i++) {
      if (!process.isAlive()) {
        throw new IOException("the daemon ended at once, see the end of " + new File(folder, "log"));
      }
      try (Socket probe = new Socket()) {
        probe.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return;
      } catch (IOException notYet) {
        pause(10);
      }
    }
    throw new IOException("port " + port + " of " + command + " did not open");
  }

  int port() {
    return port;
  }

  boolean isRunning() {
    return process != null && process.isAlive();
  }

  /** As when the plug is pulled. */
  void kill() {
    if (process == null) {
      return;
    }
    try {
      process.getOutputStream().close();
      process.waitFor(20, TimeUnit.SECONDS);
    } catch (IOException | InterruptedException gone) {
      process.destroyForcibly();
    }
    process = null;
  }

  static void runToEnd(File folder, String program, String... arguments) throws IOException {
    List<String> line = new ArrayList<>(List.of(new File(System.getProperty("mammoth.bin"), program).getPath()));
    line.addAll(Arrays.asList(arguments));
    try {
      if (builder(folder, line).start().waitFor() != 0) {
        throw new IOException(line + " failed, see the end of " + new File(folder, "log"));
      }
    } catch (InterruptedException stopped) {
      throw new IOException(stopped);
    }
  }

  private static ProcessBuilder builder(File folder, List<String> line) {
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(new File(folder, "log")));
    builder.environment().put("HADOOP_CONF_DIR", new File(folder, "conf").getAbsolutePath());
    return builder;
  }

  /** Below the ports that the kernel gives to outgoing connections; each slot of the test runner has its own. */
  static synchronized int freePort() throws IOException {
    String slot = System.getenv().getOrDefault("MAMMOTH_TEST_SLOT", "0");
    while (true) {
      int candidate = 10_000 + Integer.parseInt(slot) % 4 * 5_500 + RANDOM.nextInt(5_500);
      if (!GIVEN_OUT.add(candidate)) {
        continue;
      }
      try (ServerSocket probe = new ServerSocket(candidate, 1, InetAddress.getLoopbackAddress())) {
        return candidate;
      } catch (IOException taken) {
        // the next one
      }
    }
  }

  static void pause(int milliseconds) throws IOException {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException stopped) {
      throw new IOException(stopped);
    }
  }
}
