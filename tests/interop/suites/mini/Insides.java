package org.apache.hadoop.hdfs;

import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.withSettings;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.fs.permission.AclEntry;
import org.apache.hadoop.fs.permission.PermissionStatus;
import org.apache.hadoop.hdfs.protocol.DatanodeInfo;
import org.apache.hadoop.hdfs.protocol.HdfsFileStatus;
import org.apache.hadoop.hdfs.protocol.HdfsConstants.DatanodeReportType;
import org.apache.hadoop.hdfs.server.datanode.DataNode;
import org.apache.hadoop.hdfs.server.namenode.AclEntryStatusFormat;
import org.apache.hadoop.hdfs.server.namenode.AclFeature;
import org.apache.hadoop.hdfs.server.namenode.FSDirectory;
import org.apache.hadoop.hdfs.server.namenode.FSNamesystem;
import org.apache.hadoop.hdfs.server.namenode.INode;
import org.apache.hadoop.hdfs.server.namenode.INodeDirectory;
import org.apache.hadoop.hdfs.server.namenode.NameNode;
import org.apache.hadoop.hdfs.server.namenode.NameNodeRpcServer;
import org.apache.hadoop.hdfs.server.protocol.NamenodeProtocols;
import org.mockito.invocation.InvocationOnMock;

/** Daemons as tests hold them in their hands: what a client can ask for is answered, everything else refused. */
final class Insides {
  private static final String POSIX_ACL_INHERITANCE = "dfs.namenode.posix.acl.inheritance.enabled";

  private final MiniDFSCluster cluster;
  private final Map<DaemonProcess, DataNode> dataNodes = new ConcurrentHashMap<>();
  private NameNode nameNode;
  private NameNodeRpcServer rpcServer;
  private FSNamesystem namesystem;
  private FSDirectory directory;

  Insides(MiniDFSCluster cluster) {
    this.cluster = cluster;
  }

  synchronized NameNode nameNode() {
    if (nameNode == null) {
      nameNode = mock(NameNode.class, withSettings().stubOnly().defaultAnswer(this::askNameNode));
    }
    return nameNode;
  }

  synchronized FSNamesystem namesystem() {
    if (namesystem == null) {
      namesystem = mock(FSNamesystem.class, withSettings().stubOnly().defaultAnswer(this::askNamesystem));
    }
    return namesystem;
  }

  private Object askNamesystem(InvocationOnMock call) throws IOException {
    switch (call.getMethod().getName()) {
      case "getFSDirectory":
        return directory();
      case "getBlockPoolId":
        return cluster.blockPoolId();
      default:
        return refuse(call);
    }
  }

  private boolean inheritsAlready(boolean inheritance) {
    return cluster.configuration().getBoolean(POSIX_ACL_INHERITANCE, true) == inheritance;
  }

  private Object askDirectory(InvocationOnMock call) throws IOException {
    switch (call.getMethod().getName()) {
      case "getINode":
        return inode((String) call.getArgument(0));
      case "isPosixAclInheritanceEnabled":
        return cluster.configuration().getBoolean(POSIX_ACL_INHERITANCE, true);
      case "setPosixAclInheritanceEnabled":  // the daemon reads it as it starts
        if (inheritsAlready((Boolean) call.getArgument(0))) {
          return null;
        }
        cluster.configuration().setBoolean(POSIX_ACL_INHERITANCE, call.getArgument(0));
        cluster.restartNameNode();
        return null;
      default:
        return refuse(call);
    }
  }

  private synchronized FSDirectory directory() {
    if (directory == null) {
      directory = mock(FSDirectory.class, withSettings().stubOnly().defaultAnswer(this::askDirectory));
    }
    return directory;
  }

  /** An inode with what can be asked of a path: its owner, its permission and its access list. */
  private static INode inode(String path) throws IOException {
    try (DistributedFileSystem asker = MiniDFSCluster.latestAsSuperuser()) {
      HdfsFileStatus status = asker.getClient().getFileLinkInfo(path);
      if (status == null) {
        return null;
      }
      INodeDirectory inode = new INodeDirectory(status.getFileId(), status.getLocalNameInBytes(),
          new PermissionStatus(status.getOwner(), status.getGroup(), status.getPermission()),
          status.getModificationTime());
      List<AclEntry> entries = status.isSymlink() ? List.of() : asker.getClient().getAclStatus(path).getEntries();
      if (!entries.isEmpty()) {
        inode.addAclFeature(new AclFeature(AclEntryStatusFormat.toInt(entries)));
      }
      return inode;
    }
  }

  private synchronized NameNodeRpcServer rpcServer() {
    if (rpcServer == null) {
      rpcServer = mock(NameNodeRpcServer.class, withSettings().stubOnly().defaultAnswer(this::askByRpc));
    }
    return rpcServer;
  }

  DataNode dataNode(DaemonProcess process) {
    return dataNodes.computeIfAbsent(process, node -> mock(DataNode.class,
        withSettings().stubOnly().defaultAnswer(call -> askDataNode(node, call))));
  }

  private Object askNameNode(InvocationOnMock call) throws Throwable {
    switch (call.getMethod().getName()) {
      case "getHttpAddress":
        return cluster.httpAddress();
      case "getNameNodeAddress":
      case "getServiceRpcAddress":
        return new InetSocketAddress(InetAddress.getByName("localhost"), cluster.getNameNodePort());
      case "getHostAndPort":
      case "getNameNodeAddressHostPortString":
        return "localhost:" + cluster.getNameNodePort();
      case "getRpcServer":
        return rpcServer();
      case "getNamesystem":
        return namesystem();
      case "isInSafeMode":
        try (DistributedFileSystem asker = MiniDFSCluster.latestAsSuperuser()) {
          return asker.isInSafeMode();
        }
      default:
        return refuse(call);
    }
  }

  private Object askByRpc(InvocationOnMock call) throws Throwable {
    NamenodeProtocols remote = cluster.getNameNodeRpc();
    try {
      return NamenodeProtocols.class.getMethod(call.getMethod().getName(), call.getMethod().getParameterTypes())
          .invoke(remote, call.getArguments());
    } catch (NoSuchMethodException inside) {
      return refuse(call);
    } catch (java.lang.reflect.InvocationTargetException refused) {
      throw refused.getCause();
    }
  }

  private Object askDataNode(DaemonProcess process, InvocationOnMock call) throws Throwable {
    switch (call.getMethod().getName()) {
      case "shutdown":
        process.kill();
        return null;
      case "isDatanodeUp":
        return process.isRunning();
      case "getXferAddress":
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), process.port());
      case "getXferPort":
        return process.port();
      case "getDisplayName":
        return "127.0.0.1:" + process.port();
      case "getDatanodeId":
        return report(process);
      case "getDatanodeUuid":
        return report(process).getDatanodeUuid();
      case "getIpcPort":
        return report(process).getIpcPort();
      case "getInfoPort":
        return report(process).getInfoPort();
      default:
        return refuse(call);
    }
  }

  private static DatanodeInfo report(DaemonProcess process) throws IOException {
    try (DistributedFileSystem asker = MiniDFSCluster.latestAsSuperuser()) {
      for (DatanodeInfo node : asker.getClient().datanodeReport(DatanodeReportType.ALL)) {
        if (node.getXferPort() == process.port()) {
          return node;
        }
      }
    }
    throw new IOException("no DataNode has port " + process.port());
  }

  private static Object refuse(InvocationOnMock call) {
    if (call.getMethod().getName().equals("toString")) {
      return "inside of a daemon";
    }
    throw new UnsupportedOperationException("inside of a daemon: " + call.getMethod());
  }
}
