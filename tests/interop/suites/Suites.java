import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.Timer;
import java.util.TimerTask;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.security.UserGroupInformation;
import org.junit.runner.Description;
import org.junit.runner.JUnitCore;
import org.junit.runner.Request;
import org.junit.runner.manipulation.Filter;
import org.junit.runner.notification.Failure;
import org.junit.runner.notification.RunListener;

/**
 * Runs JUnit classes one after the other in one JVM: Suites RESULTS CLASSES LEFT_OUT.
 * CLASSES names a class a line, LEFT_OUT a test (Class.method) that is not to run. RESULTS gets a line for each test:
 * passed, failed or skipped, its name, seconds, and why. What ran without a result line has not ended.
 */
public final class Suites {
  private static final int MOST_SECONDS = 90;  // a test that takes longer is interrupted

  private static PrintStream results;

  public static void main(String[] arguments) throws Exception {
    results = new PrintStream(Files.newOutputStream(Paths.get(arguments[0])), true, "UTF-8");
    Set<String> leftOut = new HashSet<>(Files.readAllLines(Paths.get(arguments[2])));
    JUnitCore core = new JUnitCore();
    core.addListener(new Writer());
    for (String line : Files.readAllLines(Paths.get(arguments[1]))) {
      // each class has a JVM of its own where it comes from
      FileSystem.closeAll();
      UserGroupInformation.setLoginUser(null);
      Class<?> type = Class.forName(line.trim());
      Thread runs = new Thread(() -> core.run(Request.aClass(type).filterWith(new Without(leftOut))));
      runs.start();  // one of its own, for what tests leave with their thread
      runs.join();
    }
    results.println("end");
    System.exit(0);  // their clients leave threads behind
  }

  static String name(Description test) {
    String method = test.getMethodName();
    return test.getTestClass() == null ? test.getDisplayName()
        : test.getTestClass().getSimpleName() + "." + (method == null ? "class" : method.replace(' ', '_'));
  }

  private static final class Without extends Filter {
    private final Set<String> names;

    Without(Set<String> names) {
      this.names = names;
    }

    @Override
    public boolean shouldRun(Description test) {
      return !names.contains(name(test));
    }

    @Override
    public String describe() {
      return "without " + names.size() + " tests";
    }
  }

  private static final class Writer extends RunListener {
    private final Map<Description, Long> started = new HashMap<>();
    private final Set<Description> told = new HashSet<>();
    private final Timer timer = new Timer(true);
    private TimerTask interruption;

    @Override
    public void testStarted(Description test) {
      started.put(test, System.nanoTime());
      Thread runs = Thread.currentThread();
      interruption = new TimerTask() {
        @Override
        public void run() {
          runs.interrupt();
        }
      };
      timer.schedule(interruption, MOST_SECONDS * 1000L);
      System.err.println("=== " + name(test));
    }

    @Override
    public void testFailure(Failure failure) {
      tell("failed", failure.getDescription(), failure.getException());
      System.err.println("--- failed: " + name(failure.getDescription()));
      failure.getException().printStackTrace();
    }

    @Override
    public void testAssumptionFailure(Failure failure) {
      tell("skipped", failure.getDescription(), failure.getException());
    }

    @Override
    public void testIgnored(Description test) {
      tell("skipped", test, null);
    }

    @Override
    public void testFinished(Description test) {
      interruption.cancel();
      tell("passed", test, null);
    }

    private synchronized void tell(String result, Description test, Throwable why) {
      if (!told.add(test)) {
        return;
      }
      double seconds = (System.nanoTime() - started.getOrDefault(test, System.nanoTime())) / 1e9;
      String reason = why == null ? "" : String.valueOf(why).replace('\n', ' ');
      results.printf("%s %s %.2f %s%n", result, name(test), seconds,
          reason.substring(0, Math.min(reason.length(), 300)));
    }
  }
}
