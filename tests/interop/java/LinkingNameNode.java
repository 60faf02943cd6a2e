import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.server.namenode.NameNode;

/** Apache's NameNode with symbolic links, which no setting of its own switches on. */
public final class LinkingNameNode {
  public static void main(String[] arguments) throws Exception {
    FileSystem.enableSymlinks();
    NameNode.main(arguments);
  }
}
