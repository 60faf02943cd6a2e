import java.io.File;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.PrivilegedExceptionAction;
import java.util.TreeMap;
import javax.crypto.SecretKey;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CommonConfigurationKeysPublic;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.ipc.Server;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.security.SecurityUtil;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.security.token.SecretManager;
import org.apache.hadoop.security.token.Token;
import org.apache.hadoop.security.token.TokenIdentifier;
import org.apache.hadoop.yarn.api.ApplicationMasterProtocol;
import org.apache.hadoop.yarn.api.protocolrecords.*;
import org.apache.hadoop.yarn.api.records.*;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.ipc.YarnRPC;
import org.apache.hadoop.yarn.security.AMRMTokenIdentifier;

/** Tokens as Apache's classes read, check, show and believe them; token_program.cc is the other side. */
public class TokenProgram {
  static final byte[] KEY = "mammoth!".getBytes(StandardCharsets.UTF_8);

  static class Keys extends SecretManager<AMRMTokenIdentifier> {
    @Override protected byte[] createPassword(AMRMTokenIdentifier identifier) {
      return password(identifier.getBytes());
    }
    @Override public byte[] retrievePassword(AMRMTokenIdentifier identifier) throws InvalidToken {
      if (identifier.getKeyId() != -7) throw new InvalidToken("Invalid AMRMToken");
      return password(identifier.getBytes());
    }
    @Override public AMRMTokenIdentifier createIdentifier() {
      return new AMRMTokenIdentifier();
    }
    static byte[] password(byte[] identifier) {
      SecretKey key = createSecretKey(KEY);
      return createPassword(identifier, key);
    }
  }

  /** Says to everybody who he is. */
  static class Master implements ApplicationMasterProtocol {
    @Override public RegisterApplicationMasterResponse registerApplicationMaster(
        RegisterApplicationMasterRequest request) throws java.io.IOException {
      RegisterApplicationMasterResponse response =
          org.apache.hadoop.yarn.util.Records.newRecord(RegisterApplicationMasterResponse.class);
      response.setQueue(UserGroupInformation.getCurrentUser().getUserName());
      return response;
    }
    @Override public FinishApplicationMasterResponse finishApplicationMaster(FinishApplicationMasterRequest request) {
      return null;
    }
    @Override public AllocateResponse allocate(AllocateRequest request) {
      return null;
    }
  }

  /** Each token of a credentials file: what it says, and whether Java computes the same password for it. */
  static void read(String file) throws Exception {
    Credentials credentials = Credentials.readTokenStorageFile(new File(file), new Configuration());
    for (var entry : new TreeMap<>(credentials.getTokenMap()).entrySet()) {
      Token<? extends TokenIdentifier> token = entry.getValue();
      TokenIdentifier identifier = token.decodeIdentifier();
      boolean genuine = java.util.Arrays.equals(Keys.password(identifier.getBytes()), token.getPassword());
      System.out.println(entry.getKey() + " " + token.getKind() + " " + token.getService() + " "
          + identifier.getUser().getUserName() + " " + (genuine ? "genuine" : "forged"));
    }
    for (Text alias : credentials.getAllSecretKeys())
      System.out.println(alias + " " + new String(credentials.getSecretKey(alias), StandardCharsets.UTF_8));
  }

  /** Registers with a server that demands a token, holding those of the file. */
  static void call(int port, String file) throws Exception {
    InetSocketAddress address = new InetSocketAddress("127.0.0.1", port);
    UserGroupInformation user = UserGroupInformation.createRemoteUser("somebody");
    for (Token<?> token : Credentials.readTokenStorageFile(new File(file), new Configuration()).getAllTokens()) {
      if (token.getKind().equals(AMRMTokenIdentifier.KIND_NAME)) SecurityUtil.setTokenService(token, address);
      user.addToken(token);
    }
    Configuration conf = new YarnConfiguration();
    conf.setInt("ipc.client.connect.max.retries", 0);
    try {
      System.out.println(user.doAs((PrivilegedExceptionAction<String>) () -> {
        ApplicationMasterProtocol master = (ApplicationMasterProtocol) YarnRPC.create(conf)
            .getProxy(ApplicationMasterProtocol.class, address, conf);
        return master.registerApplicationMaster(RegisterApplicationMasterRequest.newInstance("h", 1, "")).getQueue();
      }));
    } catch (Exception e) {
      System.out.println("refused: " + e.getMessage());
    }
  }

  /** Writes a token into `file` and serves until standard input ends. */
  static void serve(String file) throws Exception {
    Configuration conf = new YarnConfiguration();
    ApplicationAttemptId attempt = ApplicationAttemptId.newInstance(ApplicationId.newInstance(1795362318760L, 11), 1);
    AMRMTokenIdentifier identifier = new AMRMTokenIdentifier(attempt, -7);
    Keys keys = new Keys();
    Configuration server_conf = new YarnConfiguration(conf);
    server_conf.set(CommonConfigurationKeysPublic.HADOOP_SECURITY_AUTHENTICATION, "TOKEN");
    Server server = YarnRPC.create(conf).getServer(ApplicationMasterProtocol.class, new Master(),
        new InetSocketAddress("127.0.0.1", 0), server_conf, keys, 1);
    server.start();
    Token<AMRMTokenIdentifier> token = new Token<>(identifier, keys);
    token.setService(new Text("127.0.0.1:" + server.getPort()));
    Credentials credentials = new Credentials();
    credentials.addToken(new Text("am"), token);
    credentials.writeTokenStorageFile(new Path(new File(file).toURI()), conf, Credentials.SerializedFormat.PROTOBUF);
    System.out.println(server.getPort());
    System.out.flush();
    while (System.in.read() >= 0) { }
    server.stop();
  }

  public static void main(String[] arguments) throws Exception {
    switch (arguments[0]) {
      case "read": for (int i = 1; i < arguments.length; ++i) read(arguments[i]); break;
      case "call":
        for (int i = 2; i < arguments.length; ++i) call(Integer.parseInt(arguments[1]), arguments[i]);
        break;
      case "serve": serve(arguments[1]); break;
      default: throw new IllegalArgumentException(arguments[0]);
    }
    System.exit(0);
  }
}
