package org.apache.hadoop.hdfs;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StorageType;
import org.apache.hadoop.hdfs.protocol.ClientProtocol;
import org.apache.hadoop.hdfs.protocol.ExtendedBlock;
import org.apache.hadoop.hdfs.protocol.HdfsConstants.DatanodeReportType;
import org.apache.hadoop.hdfs.protocol.HdfsConstants.SafeModeAction;
import org.apache.hadoop.hdfs.server.datanode.DataNode;
import org.apache.hadoop.hdfs.server.namenode.FSNamesystem;
import org.apache.hadoop.hdfs.server.namenode.NameNode;
import org.apache.hadoop.hdfs.server.protocol.NamenodeProtocols;

/**
 * Stands where Apache's class of this name stands, so that Apache's own test classes, as they are, run on our
 * daemons. A test that reaches into a daemon meets UnsupportedOperationException there (Insides) or NoSuchMethodError
 * and fails: it asks for more than what a cluster answers. What it does through NameNodeAdapter, ours does by RPC.
 */
public class MiniDFSCluster implements AutoCloseable {
  public static final String PROP_TEST_BUILD_DATA = "test.build.data";
  public static final String HDFS_MINIDFS_BASEDIR = "hdfs.minidfs.basedir";

  private static MiniDFSCluster latest;

  private final Builder options;
  private final Configuration conf;
  private final Configuration clientConf;  // of the file systems given out: tests change it
  private final File folder;
  private final DaemonProcess namenode;
  private final List<DaemonProcess> datanodes = new ArrayList<>();
  private final List<FileSystem> opened = new ArrayList<>();
  private final Insides insides = new Insides(this);
  private final int port;

  /** Only what says something about the cluster that is to be; the rest steers Apache's insides. */
  public static class Builder {
    private final Configuration conf;
    private File folder;
    private int port;
    private int httpPort;
    private int datanodes = 1;
    private int storages = 2;
    private boolean format = true;
    private boolean waitSafeMode = true;
    private StorageType[][] types;
    private String[] hosts;

    public Builder(Configuration conf) {
      this.conf = conf;
    }

    public Builder(Configuration conf, File folder) {
      this.conf = conf;
      this.folder = folder;
    }

    public Builder nameNodePort(int value) {
      port = value;
      return this;
    }

    public Builder nameNodeHttpPort(int value) {
      httpPort = value;
      return this;
    }

    public Builder numDataNodes(int value) {
      datanodes = value;
      return this;
    }

    public Builder storagesPerDatanode(int value) {
      storages = value;
      return this;
    }

    public Builder storageTypes(StorageType[] value) {
      types = new StorageType[datanodes][];
      java.util.Arrays.fill(types, value);
      return this;
    }

    public Builder storageTypes(StorageType[][] value) {
      types = value;
      return this;
    }

    public Builder format(boolean value) {
      format = value;
      return this;
    }

    public Builder hosts(String[] value) {
      hosts = value;
      return this;
    }

    public Builder racks(String[] value) {
      return this;  // one machine, one rack
    }

    public Builder waitSafeMode(boolean value) {
      waitSafeMode = value;
      return this;
    }

    public Builder startupOption(
        org.apache.hadoop.hdfs.server.common.HdfsServerConstants.StartupOption value) {
      return this;
    }

    public Builder dnStartupOption(
        org.apache.hadoop.hdfs.server.common.HdfsServerConstants.StartupOption value) {
      return this;
    }

    public Builder manageNameDfsDirs(boolean value) {
      return this;
    }

    public Builder manageDataDfsDirs(boolean value) {
      return this;
    }

    public Builder checkExitOnShutdown(boolean value) {
      return this;
    }

    public Builder skipFsyncForTesting(boolean value) {
      return this;
    }

    public MiniDFSCluster build() throws IOException {
      return new MiniDFSCluster(this);
    }
  }

  protected MiniDFSCluster(Builder options) throws IOException {
    this.options = options;
    FileSystem.enableSymlinks();  // as Apache's does
    conf = options.conf;
    latest = this;
    folder = new File(options.folder == null ? new File(conf.get(HDFS_MINIDFS_BASEDIR, getBaseDirectory()))
        : options.folder, "ours");
    if (options.format) {
      FileUtil.fullyDelete(folder);
    }
    folder.mkdirs();
    port = options.port == 0 ? DaemonProcess.freePort() : options.port;
    int httpPort = options.httpPort == 0 ? DaemonProcess.freePort() : options.httpPort;
    configure(httpPort);
    if (options.format) {
      DaemonProcess.runToEnd(folder, "namenode", "-format", "-nonInteractive");
    }
    clientConf = new Configuration(conf);
    namenode = new DaemonProcess(folder, "namenode", port, List.of());
    startNameNode();
    startDataNodes(conf, options.datanodes, true, null, null);
    if (options.waitSafeMode && options.datanodes > 0) {
      waitActive();
    }
  }

  private void configure(int httpPort) throws IOException {
    conf.set("dfs.namenode.name.dir", new File(folder, "name").toURI().toString());
    conf.set("dfs.namenode.rpc-address", "127.0.0.1:" + port);
    conf.set("dfs.namenode.http-address", "127.0.0.1:" + httpPort);
    conf.setInt("dfs.replication", Math.min(conf.getInt("dfs.replication", 3), Math.max(1, options.datanodes)));
    conf.setInt("dfs.namenode.safemode.extension", conf.getInt("dfs.namenode.safemode.extension.testing", 0));
    FileSystem.setDefaultUri(conf, getURI());
    writeConfiguration();
  }

  private void writeConfiguration() throws IOException {
    Configuration told = new Configuration(false);
    copySettings(new HdfsConfiguration(), told);
    copySettings(conf, told);
    told.setBoolean("dfs.namenode.symlinks.enabled", true);
    String groups = TestUsers.overrides();
    if (!groups.isEmpty()) {
      told.set("hadoop.user.group.static.mapping.overrides", groups);
    }
    File site = new File(folder, "conf/hdfs-site.xml");
    site.getParentFile().mkdirs();
    try (java.io.OutputStream out = Files.newOutputStream(site.toPath())) {
      told.writeXml(out);
    }
    Files.writeString(new File(site.getParentFile(), "core-site.xml").toPath(),
        "<configuration><property><name>fs.defaultFS</name><value>" + getURI() + "</value></property></configuration>");
  }

  /** What is not just Hadoop's default. */
  private static void copySettings(Configuration from, Configuration to) {
    for (Map.Entry<String, String> entry : from) {
      String[] sources = from.getPropertySources(entry.getKey());
      if (sources != null && !sources[sources.length - 1].endsWith("-default.xml")) {
        to.set(entry.getKey(), from.get(entry.getKey()));
      }
    }
  }

  private void startNameNode() throws IOException {
    namenode.start();
  }

  public void startDataNodes(Configuration base, int count, boolean manage,
      org.apache.hadoop.hdfs.server.common.HdfsServerConstants.StartupOption operation, String[] racks)
      throws IOException {
    for (int end = datanodes.size() + count; datanodes.size() < end;) {
      int index = datanodes.size();
      int dataPort = DaemonProcess.freePort();
      List<String> arguments = new ArrayList<>(List.of(
          "-Ddfs.datanode.data.dir=" + dataFolders(index),
          "-Ddfs.datanode.address=127.0.0.1:" + dataPort,
          "-Ddfs.datanode.ipc.address=127.0.0.1:" + DaemonProcess.freePort(),
          "-Ddfs.datanode.http.address=127.0.0.1:" + DaemonProcess.freePort()));
      if (options.hosts != null && index < options.hosts.length) {
        arguments.add("-Ddfs.datanode.hostname=" + options.hosts[index]);
      }
      datanodes.add(new DaemonProcess(folder, "datanode", dataPort, arguments));
      datanodes.get(index).start();
    }
  }

  private String dataFolders(int index) {
    StorageType[] types = options.types == null || index >= options.types.length ? null : options.types[index];
    List<String> folders = new ArrayList<>();
    for (int i = 0; i < (types == null ? options.storages : types.length); i++) {
      File data = new File(folder, "data" + index + "-" + i);
      data.mkdirs();
      folders.add("[" + (types == null ? StorageType.DISK : types[i]) + "]" + data);
    }
    return String.join(",", folders);
  }

  public void waitClusterUp() throws IOException {
    waitActive();
  }

  public void waitActive(int index) throws IOException {
    waitActive();
  }

  /** Until every DataNode has said how much room it has, and the NameNode is out of safe mode. */
  public void waitActive() throws IOException {
    long running = datanodes.stream().filter(DaemonProcess::isRunning).count();
    try (DistributedFileSystem asker = (DistributedFileSystem) asSuperuser()) {
      for (int i = 0; i < 1200; i++) {
        var live = asker.getClient().datanodeReport(DatanodeReportType.LIVE);
        boolean ready = live.length >= running
            && java.util.Arrays.stream(live).allMatch(node -> node.getCapacity() > 0);
        if (ready && (!options.waitSafeMode || !asker.setSafeMode(SafeModeAction.SAFEMODE_GET))) {
          return;
        }
        DaemonProcess.pause(25);
      }
    }
    throw new IOException("Timed out waiting for Mini HDFS Cluster to start");
  }

  private FileSystem asSuperuser() throws IOException {
    try {
      return FileSystem.newInstance(getURI(), conf, System.getProperty("user.name"));
    } catch (InterruptedException stopped) {
      throw new IOException(stopped);
    }
  }

  public DistributedFileSystem getFileSystem() throws IOException {
    FileSystem made = FileSystem.get(getURI(), clientConf);
    opened.add(made);
    return (DistributedFileSystem) made;
  }

  public DistributedFileSystem getFileSystem(int index) throws IOException {
    return getFileSystem();
  }

  public FileSystem getNewFileSystemInstance(int index) throws IOException {
    FileSystem made = FileSystem.newInstance(getURI(), clientConf);
    opened.add(made);
    return made;
  }

  public URI getURI() {
    return URI.create("hdfs://localhost:" + port);
  }

  public URI getURI(int index) {
    return getURI();
  }

  public Configuration getConfiguration(int index) {
    return clientConf;
  }

  public int getNameNodePort() {
    return port;
  }

  public int getNameNodePort(int index) {
    return port;
  }

  public String getHttpUri(int index) {
    return "http://" + conf.get("dfs.namenode.http-address");
  }

  /** The client's face of the NameNode over RPC. Its other faces are refused: they are daemons' talk. */
  public NamenodeProtocols getNameNodeRpc() {
    try {
      ClientProtocol remote =
          NameNodeProxies.createProxy(conf, getURI(), ClientProtocol.class).getProxy();
      return (NamenodeProtocols) Proxy.newProxyInstance(MiniDFSCluster.class.getClassLoader(),
          new Class<?>[] {NamenodeProtocols.class}, (self, method, arguments) -> {
            try {
              return ClientProtocol.class.getMethod(method.getName(), method.getParameterTypes())
                  .invoke(remote, arguments);
            } catch (InvocationTargetException refused) {
              Throwable why = refused.getCause();
              throw why instanceof org.apache.hadoop.ipc.RemoteException
                  ? asThrown((org.apache.hadoop.ipc.RemoteException) why) : why;
            }
          });
    } catch (IOException broken) {
      throw new IllegalStateException(broken);
    }
  }

  Configuration configuration() {
    return conf;
  }

  String blockPoolId() throws IOException {
    try (java.util.stream.Stream<java.nio.file.Path> files = Files.walk(folder.toPath())) {
      return files.map(file -> file.getFileName().toString()).filter(name -> name.startsWith("BP-")).findAny()
          .orElseThrow(() -> new IOException("no DataNode has blocks in " + folder));
    }
  }

  /** What the NameNode threw, also where it is no IOException. */
  private static Throwable asThrown(org.apache.hadoop.ipc.RemoteException remote) {
    try {
      return (Throwable) Class.forName(remote.getClassName()).getConstructor(String.class)
          .newInstance(remote.getMessage());
    } catch (ReflectiveOperationException unknown) {
      return remote.unwrapRemoteException();
    }
  }

  InetSocketAddress httpAddress() {
    return org.apache.hadoop.net.NetUtils.createSocketAddr(conf.get("dfs.namenode.http-address"));
  }

  /** Asks the cluster that was made last, as its superuser. */
  public static DistributedFileSystem latestAsSuperuser() throws IOException {
    return (DistributedFileSystem) latest.asSuperuser();
  }

  public NameNode getNameNode() {
    return insides.nameNode();
  }

  public NameNode getNameNode(int index) {
    return insides.nameNode();
  }

  public FSNamesystem getNamesystem() {
    return insides.namesystem();
  }

  public FSNamesystem getNamesystem(int index) {
    return insides.namesystem();
  }

  public ArrayList<DataNode> getDataNodes() {
    ArrayList<DataNode> nodes = new ArrayList<>();
    datanodes.forEach(node -> nodes.add(insides.dataNode(node)));
    return nodes;
  }

  public NamenodeProtocols getNameNodeRpc(int index) {
    return getNameNodeRpc();
  }

  public void triggerBlockReports() throws IOException {
    try (DistributedFileSystem asker = latestAsSuperuser()) {
      for (org.apache.hadoop.hdfs.protocol.DatanodeInfo node : asker.getDataNodeStats(DatanodeReportType.LIVE)) {
        DFSUtilClient.createClientDatanodeProtocolProxy(node, conf, 60_000, false).triggerBlockReport(
            new org.apache.hadoop.hdfs.client.BlockReportOptions.Factory().setIncremental(false).build());
      }
    }
  }

  public void restartNameNode(int index) throws IOException {
    restartNameNode(true);
  }

  public void restartNameNodes() throws IOException {
    restartNameNode(true);
  }

  public void restartNameNode(String... arguments) throws IOException {
    restartNameNode(true);
  }

  public void restartNameNode(int index, boolean wait, String... arguments) throws IOException {
    restartNameNode(wait);
  }

  public void restartNameNode(boolean wait) throws IOException {
    namenode.kill();
    writeConfiguration();
    startNameNode();
    if (wait) {
      waitActive();
    }
    for (FileSystem made : opened) {
      try {
        made.exists(new Path("/"));  // an idle connection notices only now that it was cut
      } catch (IOException cut) {
        continue;
      }
    }
  }

  public void shutdownNameNodes() {
    namenode.kill();
  }

  public void shutdownNameNode(int index) {
    namenode.kill();
  }

  public void shutdownDataNodes() {
    datanodes.forEach(DaemonProcess::kill);
  }

  public void shutdownDataNode(int index) {
    datanodes.get(index).kill();
  }

  /** A DataNode that was stopped, to be started again. */
  public static class DataNodeProperties {
    private final DaemonProcess process;
    public DataNode datanode;

    DataNodeProperties(DaemonProcess process, DataNode datanode) {
      this.process = process;
      this.datanode = datanode;
    }

    public DataNode getDatanode() {
      return datanode;
    }
  }

  public DataNodeProperties stopDataNode(int index) {
    DaemonProcess node = datanodes.remove(index);
    DataNodeProperties stopped = new DataNodeProperties(node, insides.dataNode(node));
    node.kill();
    return stopped;
  }

  /** By ip:port, as a DataNode is displayed. */
  public DataNodeProperties stopDataNode(String name) {
    for (int i = 0; i < datanodes.size(); i++) {
      if (name.endsWith(":" + datanodes.get(i).port())) {
        return stopDataNode(i);
      }
    }
    return null;
  }

  public boolean restartDataNode(DataNodeProperties stopped) throws IOException {
    stopped.process.start();
    datanodes.add(stopped.process);
    return true;
  }

  public boolean restartDataNode(DataNodeProperties stopped, boolean keepPort) throws IOException {
    return restartDataNode(stopped);
  }

  public void waitFirstBRCompleted(int index, int milliseconds) throws IOException {
    waitActive();
  }

  /** The files of a block on a DataNode's disks. */
  private List<File> replicas(int node, ExtendedBlock block) throws IOException {
    List<File> found = new ArrayList<>();
    for (String part : dataFolders(node).split(",")) {
      try (java.util.stream.Stream<java.nio.file.Path> files =
          Files.walk(java.nio.file.Paths.get(part.substring(part.indexOf(']') + 1)))) {
        files.filter(file -> file.getFileName().toString().equals(block.getBlockName()))
            .forEach(file -> found.add(file.toFile()));
      }
    }
    return found;
  }

  public File getBlockFile(int node, ExtendedBlock block) throws IOException {
    List<File> found = replicas(node, block);
    return found.isEmpty() ? null : found.get(0);
  }

  public int corruptBlockOnDataNodesByDeletingBlockFile(ExtendedBlock block) throws IOException {
    int count = 0;
    for (int i = 0; i < datanodes.size(); i++) {
      for (File replica : replicas(i, block)) {
        count += replica.delete() ? 1 : 0;
      }
    }
    return count;
  }

  public int corruptBlockOnDataNodes(ExtendedBlock block) throws IOException {
    int count = 0;
    for (int i = 0; i < datanodes.size(); i++) {
      count += corruptReplica(i, block) ? 1 : 0;
    }
    return count;
  }

  public boolean corruptReplica(int node, ExtendedBlock block) throws IOException {
    List<File> found = replicas(node, block);
    for (File replica : found) {
      byte[] bytes = Files.readAllBytes(replica.toPath());
      for (int i = 0; i < bytes.length; i += 512) {
        bytes[i] ^= 0x5a;
      }
      Files.write(replica.toPath(), bytes);
    }
    return !found.isEmpty();
  }

  public boolean restartDataNode(int index) throws IOException {
    datanodes.get(index).kill();
    datanodes.get(index).start();
    return true;
  }

  public boolean restartDataNode(int index, boolean keepPort) throws IOException {
    return restartDataNode(index);
  }

  public boolean restartDataNodes() throws IOException {
    for (int i = 0; i < datanodes.size(); i++) {
      restartDataNode(i);
    }
    return true;
  }

  public boolean isClusterUp() {
    return namenode.isRunning();
  }

  public boolean isNameNodeUp(int index) {
    return namenode.isRunning();
  }

  public boolean isDataNodeUp() {
    return datanodes.stream().anyMatch(DaemonProcess::isRunning);
  }

  public String getDataDirectory() {
    return folder.getPath();
  }

  public static String getBaseDirectory() {
    return System.getProperty(PROP_TEST_BUILD_DATA, "build/test/data") + "/dfs/";
  }

  public void shutdown() {
    shutdown(false);
  }

  public void shutdown(boolean deleteFolder) {
    shutdown(deleteFolder, true);
  }

  public void shutdown(boolean deleteFolder, boolean closeFileSystems) {
    if (closeFileSystems) {
      for (FileSystem made : opened) {
        try {
          made.close();
        } catch (IOException gone) {
          // the NameNode may be down already
        }
      }
    }
    shutdownDataNodes();
    namenode.kill();
    if (deleteFolder) {
      FileUtil.fullyDelete(folder);
    }
  }

  @Override
  public void close() {
    shutdown();
  }

  public static void shutdownCluster(MiniDFSCluster cluster) {
    if (cluster != null) {
      cluster.shutdown();
    }
  }
}
