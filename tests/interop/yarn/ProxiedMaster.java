import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.net.NetUtils;
import org.apache.hadoop.security.SecurityUtil;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.security.token.Token;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.api.records.ApplicationSubmissionContext;
import org.apache.hadoop.yarn.api.records.ContainerLaunchContext;
import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.apache.hadoop.yarn.api.records.Priority;
import org.apache.hadoop.yarn.api.records.Resource;
import org.apache.hadoop.yarn.api.records.YarnApplicationState;
import org.apache.hadoop.yarn.client.api.AMRMClient;
import org.apache.hadoop.yarn.client.api.YarnClient;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.security.AMRMTokenIdentifier;
import org.apache.hadoop.yarn.util.Records;

/** An unmanaged master whose pages are at args[0], read through the proxy at args[1]/APPLICATION. */
public class ProxiedMaster {
  private static String get(String url) throws Exception {
    HttpURLConnection call = (HttpURLConnection) new URI(url).toURL().openConnection();
    call.setInstanceFollowRedirects(false);
    if (call.getResponseCode() / 100 == 3) return call.getResponseCode() + " " + call.getHeaderField("Location");
    return call.getResponseCode() + " " + new String(call.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  public static void main(String[] args) throws Exception {
    YarnConfiguration conf = new YarnConfiguration();
    YarnClient client = YarnClient.createYarnClient();
    client.init(conf);
    client.start();
    ApplicationSubmissionContext context = client.createApplication().getApplicationSubmissionContext();
    ApplicationId id = context.getApplicationId();
    context.setApplicationName("proxied");
    context.setUnmanagedAM(true);
    context.setQueue("short");
    context.setPriority(Priority.newInstance(0));
    context.setResource(Resource.newInstance(512, 1));
    context.setAMContainerSpec(Records.newRecord(ContainerLaunchContext.class));
    client.submitApplication(context);
    Token<AMRMTokenIdentifier> token = null;
    while (token == null) {
      Thread.sleep(100);
      if (client.getApplicationReport(id).getYarnApplicationState() == YarnApplicationState.ACCEPTED)
        token = client.getAMRMToken(id);
    }
    SecurityUtil.setTokenService(token, NetUtils.createSocketAddr(conf.get(YarnConfiguration.RM_SCHEDULER_ADDRESS)));
    UserGroupInformation.getCurrentUser().addToken(token);
    AMRMClient<AMRMClient.ContainerRequest> master = AMRMClient.createAMRMClient();
    master.init(conf);
    master.start();
    master.registerApplicationMaster("localhost", 0, args[0]);
    String at = args[1] + "/" + id;
    System.setOut(new java.io.PrintStream(System.out, true, "UTF-8"));
    System.out.println("PAGE " + get(at + "/a?x=1%202"));
    System.out.println("HOME " + get(at));
    System.out.println("AWAY " + get(at + "/away"));
    master.unregisterApplicationMaster(FinalApplicationStatus.SUCCEEDED, "", args[0].replace("/base", "/history"));
    System.out.println("AFTER " + get(at + "/"));
  }
}
