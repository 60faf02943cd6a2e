// Queues, priorities and lifetimes of applications, changed by Apache's client: prints a line for each, what it was and
// the answer or the exception. The applications are unmanaged, so that no node is needed.
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.yarn.api.protocolrecords.UpdateApplicationTimeoutsRequest;
import org.apache.hadoop.yarn.api.records.*;
import org.apache.hadoop.yarn.client.api.YarnClient;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.apache.hadoop.yarn.util.Times;

public final class ChangedApplications {
    interface Call {
        Object make() throws Exception;
    }

    private static final ApplicationTimeoutType LIFETIME = ApplicationTimeoutType.LIFETIME;
    private static final ApplicationId NEVER = ApplicationId.newInstance(1, 1);
    private final YarnConfiguration conf = new YarnConfiguration();
    private final YarnClient client = connect();

    private YarnClient connect() {
        YarnClient it = YarnClient.createYarnClient();
        it.init(conf);
        it.start();
        return it;
    }

    public static void main(String[] none) throws Exception {
        new ChangedApplications().run();
        System.exit(0);
    }

    private static void tell(String name, Call call) {
        String answer;
        try {
            answer = "answered " + call.make();
        } catch (Throwable failure) {
            String text = failure.getMessage();
            answer = failure.getClass().getName() + ": " + (text == null ? "" : text.split("\n")[0].trim());
        }
        System.out.println(name + "| " + answer);
    }

    private ApplicationId submit(String queue, Long seconds) throws Exception {
        ApplicationSubmissionContext context = client.createApplication().getApplicationSubmissionContext();
        context.setApplicationName("changed");
        context.setAMContainerSpec(ContainerLaunchContext.newInstance(
            new HashMap<>(), new HashMap<>(), Collections.singletonList("true"), null, null, null));
        context.setResource(Resource.newInstance(128, 1));
        context.setQueue(queue);
        context.setUnmanagedAM(true);
        if (seconds != null) {
            context.setApplicationTimeouts(Map.of(LIFETIME, seconds));
        }
        client.submitApplication(context);
        return context.getApplicationId();
    }

    private ApplicationReport waitFor(ApplicationId id, YarnApplicationState... states) throws Exception {
        ApplicationReport report = client.getApplicationReport(id);
        while (!EnumSet.of(states[0], states).contains(report.getYarnApplicationState())) {
            Thread.sleep(50);
            report = client.getApplicationReport(id);
        }
        return report;
    }

    // Seconds from its submission to its end, in whole hundreds: the two clocks were read one after the other.
    private long lifetime(ApplicationId id, String expiry) throws Exception {
        ApplicationReport report = client.getApplicationReport(id);
        return 100 * Math.round((Times.parseISO8601ToLocalTimeInMillis(expiry) - report.getStartTime()) / 100_000.0);
    }

    private String reported(ApplicationId id) throws Exception {
        ApplicationTimeout timeout = client.getApplicationReport(id).getApplicationTimeouts().get(LIFETIME);
        return timeout.getRemainingTime() < 0 ? timeout.getExpiryTime() : lifetime(id, timeout.getExpiryTime()) + " s";
    }

    private static String update(YarnClient as, ApplicationId id, String expiry) throws Exception {
        Map<ApplicationTimeoutType, String> wanted = expiry == null ? Map.of() : Map.of(LIFETIME, expiry);
        return as.updateApplicationTimeouts(UpdateApplicationTimeoutsRequest.newInstance(id, wanted))
            .getApplicationTimeouts().get(LIFETIME);
    }

    // False where the moment had passed before the call arrived.
    private boolean expireSoon(ApplicationId id) throws Exception {
        try {
            return update(client, id, in(1)) != null;
        } catch (YarnException late) {
            return false;
        }
    }

    private static String in(long seconds) {
        return Times.formatISO8601(System.currentTimeMillis() + seconds * 1000);
    }

    private Object move(YarnClient as, ApplicationId id, String queue) throws Exception {
        as.moveApplicationAcrossQueues(id, queue);
        return client.getApplicationReport(id).getQueue();
    }

    private void run() throws Exception {
        YarnClient mallory = UserGroupInformation.createRemoteUser("mallory").doAs(
            (java.security.PrivilegedExceptionAction<YarnClient>) this::connect);
        tell("a lifetime of nothing", () -> submit("short", 0L));
        ApplicationId first = submit("default", null);
        ApplicationId limited = submit("short", 10_000L);
        ApplicationId usual = submit("short", null);
        for (ApplicationId it : new ApplicationId[] {first, limited, usual}) {
            waitFor(it, YarnApplicationState.ACCEPTED);
        }
        tell("no lifetime", () -> reported(first));
        tell("a lifetime above the queue's", () -> reported(limited));
        tell("the queue's lifetime", () -> reported(usual));
        tell("a longer lifetime", () -> lifetime(limited, update(client, limited, in(100_000))));
        String shorter = in(200);
        tell("a shorter lifetime", () -> shorter.equals(update(client, limited, shorter)));
        tell("no timeouts", () -> update(client, first, null));
        tell("a lifetime that is none", () -> update(client, first, "tomorrow"));
        tell("a lifetime that has ended", () -> update(client, first, in(-100)));
        tell("lifetime of an unknown application", () -> update(client, NEVER, in(100)));
        tell("lifetime by another user", () -> update(mallory, first, in(100)));

        tell("a move", () -> move(client, first, "short"));
        tell("a move back by path", () -> move(client, first, "root.default"));
        tell("a move to where it is", () -> move(client, first, "default"));
        tell("a move to nowhere", () -> move(client, first, "nosuch"));
        tell("a move to a parent", () -> move(client, first, "root"));
        tell("a move to a stopped queue", () -> move(client, first, "closed"));
        tell("a move of an unknown application", () -> move(client, NEVER, "short"));
        tell("a move by another user", () -> move(mallory, first, "short"));

        tell("a priority", () -> client.updateApplicationPriority(first, Priority.newInstance(2)));
        tell("a priority above the maximum", () -> client.updateApplicationPriority(first, Priority.newInstance(9)));
        tell("priority of an unknown application", () -> client.updateApplicationPriority(NEVER, Priority.newInstance(1)));

        while (!expireSoon(first)) {
            Thread.sleep(50);
        }
        tell("the end of a lifetime", () -> waitFor(first, YarnApplicationState.KILLED).getDiagnostics().trim());
        tell("a move after the end", () -> move(client, first, "short"));
        String given = in(100);
        tell("a lifetime after the end", () -> given.equals(update(client, first, given)));
    }
}
