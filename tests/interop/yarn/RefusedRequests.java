// What must be refused, asked of a ResourceManager and a NodeManager: prints a line for each, what it was and the
// exception or the answer. USER is whoever may use the queue; another one is not.
import java.io.File;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.security.PrivilegedExceptionAction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.security.token.Token;
import org.apache.hadoop.security.token.TokenIdentifier;
import org.apache.hadoop.yarn.api.ApplicationMasterProtocol;
import org.apache.hadoop.yarn.api.ContainerManagementProtocol;
import org.apache.hadoop.yarn.api.protocolrecords.AllocateRequest;
import org.apache.hadoop.yarn.api.protocolrecords.AllocateResponse;
import org.apache.hadoop.yarn.api.protocolrecords.FinishApplicationMasterRequest;
import org.apache.hadoop.yarn.api.protocolrecords.GetContainerStatusesRequest;
import org.apache.hadoop.yarn.api.protocolrecords.RegisterApplicationMasterRequest;
import org.apache.hadoop.yarn.api.protocolrecords.StartContainerRequest;
import org.apache.hadoop.yarn.api.protocolrecords.StartContainersRequest;
import org.apache.hadoop.yarn.api.protocolrecords.StartContainersResponse;
import org.apache.hadoop.yarn.api.records.*;
import org.apache.hadoop.yarn.client.ClientRMProxy;
import org.apache.hadoop.yarn.client.NMProxy;
import org.apache.hadoop.yarn.client.api.YarnClient;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.ipc.YarnRPC;
import org.apache.hadoop.yarn.server.api.ResourceManagerAdministrationProtocol;
import org.apache.hadoop.yarn.server.api.protocolrecords.RefreshQueuesRequest;
import org.apache.hadoop.yarn.util.ConverterUtils;

public final class RefusedRequests {
    interface Call {
        Object make() throws Exception;
    }

    private static final int TOO_MUCH_MB = 1 << 20;
    private static final int SOME_MB = 128;
    private final YarnConfiguration conf = new YarnConfiguration();
    private final YarnClient client = YarnClient.createYarnClient();
    private final Map<NodeId, Token<TokenIdentifier>> nodeTokens = new HashMap<>();
    private final List<ContainerStatus> completed = new ArrayList<>();
    private ApplicationAttemptId attempt;
    private ApplicationMasterProtocol manager;
    private int responseId;

    public static void main(String[] words) throws Exception {
        new RefusedRequests().run(new File(words[0]));
        System.exit(0);
    }

    private static void tell(String name, Call call) {
        String answer;
        try {
            answer = "answered " + call.make();
        } catch (Throwable failure) {
            Throwable cause = failure instanceof java.lang.reflect.UndeclaredThrowableException ? failure.getCause() : failure;
            answer = cause.getClass().getName() + ": " + firstLine(cause.getMessage());
        }
        System.out.println(name + "| " + answer);
    }

    private static String firstLine(String text) {
        return text == null ? "" : text.split("\n")[0].trim();
    }

    private void run(File folder) throws Exception {
        client.init(conf);
        client.start();
        long memory = conf.getLong("yarn.nodemanager.resource.memory-mb", 0);
        while (client.createApplication().getNewApplicationResponse().getMaximumResourceCapability().getMemorySize() != memory) {
            Thread.sleep(100); // the node is not there yet
        }
        submissions();
        becomeMaster();
        conversation();
        containers(folder);
        manager.finishApplicationMaster(FinishApplicationMasterRequest.newInstance(FinalApplicationStatus.SUCCEEDED, "", ""));
    }

    private ApplicationSubmissionContext submission(YarnClient as) throws Exception {
        ApplicationSubmissionContext context = as.createApplication().getApplicationSubmissionContext();
        context.setApplicationName("refused");
        context.setAMContainerSpec(launch(Collections.emptyMap(), "true"));
        context.setResource(Resource.newInstance(SOME_MB, 1));
        context.setQueue("default");
        context.setMaxAppAttempts(1);
        return context;
    }

    private static ContainerLaunchContext launch(Map<String, LocalResource> files, String command) {
        return ContainerLaunchContext.newInstance(files, new HashMap<>(), Collections.singletonList(command), null, null, null);
    }

    private void submissions() throws Exception {
        ApplicationSubmissionContext large = submission(client);
        large.setResource(Resource.newInstance(TOO_MUCH_MB, 1));
        tell("a master above the maximum", () -> client.submitApplication(large));
        ApplicationSubmissionContext lost = submission(client);
        lost.setQueue("nosuch");
        tell("an unknown queue", () -> client.submitApplication(lost));
        ApplicationId never = ApplicationId.newInstance(1, 1);
        tell("report of an unknown application", () -> client.getApplicationReport(never));
        tell("attempts of an unknown application", () -> client.getApplicationAttempts(never));
        tell("end of an unknown application", () -> { client.killApplication(never); return ""; });
        UserGroupInformation.createRemoteUser("mallory").doAs((PrivilegedExceptionAction<Void>) () -> {
            YarnClient other = YarnClient.createYarnClient();
            other.init(conf);
            other.start();
            ApplicationSubmissionContext foreign = submission(other);
            tell("submission by another user", () -> other.submitApplication(foreign));
            ApplicationSubmissionContext mine = submission(client);
            mine.setUnmanagedAM(true);
            client.submitApplication(mine);
            ApplicationId mineId = mine.getApplicationId();
            tell("priority by another user", () -> other.updateApplicationPriority(mineId, Priority.newInstance(1)));
            tell("failure by another user", () -> {
                other.failApplicationAttempt(ApplicationAttemptId.newInstance(mineId, 1));
                return "";
            });
            tell("queues read anew by another user", () -> ClientRMProxy.createRMProxy(
                conf, ResourceManagerAdministrationProtocol.class).refreshQueues(RefreshQueuesRequest.newInstance()));
            tell("end by another user", () -> { other.killApplication(mineId); return ""; });
            client.killApplication(mineId);
            return null;
        });
    }

    private <T> T as(Token<? extends TokenIdentifier> token, PrivilegedExceptionAction<T> action) throws Exception {
        UserGroupInformation caller = UserGroupInformation.createRemoteUser(attempt.toString());
        if (token != null) {
            caller.addToken(token);
        }
        return caller.doAs(action);
    }

    private static <I extends TokenIdentifier> Token<I> forged(Token<I> token) {
        byte[] password = token.getPassword().clone();
        password[0] ^= 1;
        return new Token<>(token.getIdentifier(), password, token.getKind(), token.getService());
    }

    private void becomeMaster() throws Exception {
        ApplicationSubmissionContext context = submission(client);
        context.setUnmanagedAM(true);
        ApplicationId application = client.submitApplication(context);
        Token<org.apache.hadoop.yarn.security.AMRMTokenIdentifier> token;
        while ((token = client.getAMRMToken(application)) == null) {
            Thread.sleep(100);
        }
        token.setService(ClientRMProxy.getAMRMTokenService(conf));
        attempt = client.getApplicationReport(application).getCurrentApplicationAttemptId();
        Token<org.apache.hadoop.yarn.security.AMRMTokenIdentifier> genuine = token;
        PrivilegedExceptionAction<ApplicationMasterProtocol> connect =
            () -> ClientRMProxy.createRMProxy(conf, ApplicationMasterProtocol.class);
        AllocateRequest nothing = AllocateRequest.newInstance(0, 0, null, null, null);
        tell("a master with a forged token", () -> as(forged(genuine), connect).allocate(nothing));
        tell("a master without a token", () -> as(null, connect).allocate(nothing));
        manager = as(genuine, connect);
    }

    private AllocateResponse allocate(int id, List<ResourceRequest> asks, List<ContainerId> releases) throws Exception {
        AllocateResponse response = manager.allocate(AllocateRequest.newInstance(id, 0, asks, releases, null));
        responseId = response.getResponseId();
        completed.addAll(response.getCompletedContainersStatuses());
        for (NMToken token : response.getNMTokens()) {
            nodeTokens.put(token.getNodeId(), ConverterUtils.convertFromYarn(token.getToken(), address(token.getNodeId())));
        }
        return response;
    }

    private static InetSocketAddress address(NodeId node) {
        return new InetSocketAddress(node.getHost(), node.getPort());
    }

    private static List<ResourceRequest> ask(int megabytes, int cores, int count) {
        return List.of(ResourceRequest.newInstance(Priority.newInstance(1), "*", Resource.newInstance(megabytes, cores), count));
    }

    private void conversation() throws Exception {
        tell("an allocation before the registration", () -> allocate(0, null, null).getResponseId());
        tell("an end before the registration", () -> manager.finishApplicationMaster(
            FinishApplicationMasterRequest.newInstance(FinalApplicationStatus.SUCCEEDED, "", "")).getIsUnregistered());
        RegisterApplicationMasterRequest registration = RegisterApplicationMasterRequest.newInstance("here", -1, "");
        manager.registerApplicationMaster(registration);
        tell("a second registration", () -> manager.registerApplicationMaster(registration).getQueue());
        tell("a request above the maximum", () -> allocate(0, ask(TOO_MUCH_MB, 1, 1), null).getResponseId());
        tell("a request of too many cores", () -> allocate(0, ask(SOME_MB, 10_000, 1), null).getResponseId());
        tell("a request below nothing", () -> allocate(0, ask(-1, 1, 1), null).getResponseId());
        ContainerId foreign = ContainerId.newContainerId(ApplicationAttemptId.newInstance(ApplicationId.newInstance(1, 1), 1), 2);
        tell("the release of a foreign container", () -> allocate(0, null, List.of(foreign)).getResponseId());
        tell("the first response id", () -> allocate(0, null, null).getResponseId());
        tell("the same response id again", () -> allocate(0, null, null).getResponseId());
        tell("a response id to come", () -> allocate(7, null, null).getResponseId());
        tell("the next response id", () -> allocate(1, null, null).getResponseId());
        tell("an old response id", () -> allocate(0, null, null).getResponseId());
    }

    private List<Container> take(int count) throws Exception {
        List<Container> taken = new ArrayList<>();
        List<ResourceRequest> asks = ask(SOME_MB, 1, count);
        while (taken.size() < count) {
            taken.addAll(allocate(responseId, asks, null).getAllocatedContainers());
            asks = null;
            Thread.sleep(100);
        }
        return taken;
    }

    private ContainerManagementProtocol node(NodeId id, Token<TokenIdentifier> token) throws Exception {
        UserGroupInformation caller = UserGroupInformation.createRemoteUser(attempt.toString());
        if (token != null) {
            caller.addToken(token);
        }
        return NMProxy.createNMProxy(conf, ContainerManagementProtocol.class, caller, YarnRPC.create(conf), address(id));
    }

    private static String start(ContainerManagementProtocol node, ContainerLaunchContext what,
                                org.apache.hadoop.yarn.api.records.Token token) throws Exception {
        StartContainersResponse response = node.startContainers(
            StartContainersRequest.newInstance(List.of(StartContainerRequest.newInstance(what, token))));
        StringBuilder said = new StringBuilder("started " + response.getSuccessfullyStartedContainers().size());
        response.getFailedRequests().values().forEach(failure -> said.append(" " + firstLine(failure.deSerialize().toString())));
        return said.toString();
    }

    private static org.apache.hadoop.yarn.api.records.Token forged(org.apache.hadoop.yarn.api.records.Token token) {
        byte[] password = new byte[token.getPassword().remaining()];
        token.getPassword().duplicate().get(password);
        password[0] ^= 1;
        return org.apache.hadoop.yarn.api.records.Token.newInstance(
            token.getIdentifier().array(), token.getKind(), password, token.getService());
    }

    private static Map<String, LocalResource> file(File file, long size, long time) {
        return Map.of("file", LocalResource.newInstance(URL.fromURI(file.toURI()), LocalResourceType.FILE,
                                                        LocalResourceVisibility.APPLICATION, size, time));
    }

    private void containers(File folder) throws Exception {
        List<Container> taken = take(3);
        Container first = taken.get(0);
        NodeId id = first.getNodeId();
        Token<TokenIdentifier> token = nodeTokens.get(id);
        ContainerLaunchContext sleep = launch(Collections.emptyMap(), "sleep 600");
        tell("a call to a node without a token", () -> start(node(id, null), sleep, first.getContainerToken()));
        tell("a call to a node with a forged token", () -> start(node(id, forged(token)), sleep, first.getContainerToken()));
        ContainerManagementProtocol node = node(id, token);
        tell("a forged container token", () -> start(node, sleep, forged(first.getContainerToken())));
        tell("status before the start", () -> statuses(node, first.getId()));
        tell("a genuine start", () -> start(node, sleep, first.getContainerToken()));
        tell("the same start again", () -> start(node, sleep, first.getContainerToken()));
        ContainerId foreign = ContainerId.newContainerId(ApplicationAttemptId.newInstance(ApplicationId.newInstance(1, 1), 1), 2);
        tell("status of a foreign container", () -> statuses(node, foreign));
        File missing = new File(folder, "missing");
        start(node, launch(file(missing, 1, 1), "true"), taken.get(1).getContainerToken());
        File changed = new File(folder, "changed");
        Files.writeString(changed.toPath(), "x");
        start(node, launch(file(changed, 1, 1000), "true"), taken.get(2).getContainerToken());
        while (completed.size() < 2) {
            allocate(responseId, null, null);
            Thread.sleep(100);
        }
        for (int i = 1; i <= 2; i++) {
            ContainerId which = taken.get(i).getId();
            ContainerStatus status = completed.stream().filter(it -> it.getContainerId().equals(which)).findFirst().get();
            System.out.println((i == 1 ? "a missing file| " : "a changed file| ") + status.getExitStatus() + " "
                               + firstLine(status.getDiagnostics()));
        }
    }

    private static String statuses(ContainerManagementProtocol node, ContainerId id) throws Exception {
        var response = node.getContainerStatuses(GetContainerStatusesRequest.newInstance(List.of(id)));
        StringBuilder said = new StringBuilder("known " + response.getContainerStatuses().size());
        response.getFailedRequests().values().forEach(failure -> said.append(" " + firstLine(failure.deSerialize().toString())));
        return said.toString();
    }
}
