package org.apache.hadoop.hdfs.server.namenode;

import java.io.IOException;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.hdfs.protocol.HdfsConstants.SafeModeAction;

/** Of what Apache's class of this name does inside the NameNode, that which can be asked for over RPC. */
public final class NameNodeAdapter {
  private NameNodeAdapter() {}

  public static void enterSafeMode(NameNode none, boolean resourcesLow) throws IOException {
    setSafeMode(SafeModeAction.SAFEMODE_ENTER);
  }

  public static void leaveSafeMode(NameNode none) throws IOException {
    setSafeMode(SafeModeAction.SAFEMODE_LEAVE);
  }

  public static void saveNamespace(NameNode none) throws IOException {
    try (DistributedFileSystem asker = MiniDFSCluster.latestAsSuperuser()) {
      asker.saveNamespace();
    }
  }

  private static void setSafeMode(SafeModeAction action) throws IOException {
    try (DistributedFileSystem asker = MiniDFSCluster.latestAsSuperuser()) {
      asker.setSafeMode(action);
    }
  }
}
