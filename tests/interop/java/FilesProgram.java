import java.io.FileNotFoundException;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.PrivilegedExceptionAction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.BlockLocation;
import org.apache.hadoop.fs.ContentSummary;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathIsNotEmptyDirectoryException;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.ipc.RemoteException;
import org.apache.hadoop.security.AccessControlException;
import org.apache.hadoop.security.UserGroupInformation;

/**
 * What a Java program does with files, one scenario an argument. Prints "ok SCENARIO" for each; anything
 * else is a failure.
 */
public final class FilesProgram {
  private final Configuration configuration = new Configuration();
  private final FileSystem fs = FileSystem.get(configuration);
  private final Path home = new Path("/program");

  private FilesProgram() throws IOException {}

  public static void main(String[] scenarios) throws Exception {
    FilesProgram program = new FilesProgram();
    program.fs.mkdirs(program.home);
    for (String scenario : scenarios) {
      FilesProgram.class.getDeclaredMethod(scenario).invoke(program);
      System.out.println("ok " + scenario);
    }
    program.fs.close();
  }

  private static void expect(boolean condition, String what) {
    if (!condition) throw new AssertionError(what);
  }

  private static byte[] bytes(int length, long seed) {
    byte[] data = new byte[length];
    new Random(seed).nextBytes(data);
    return data;
  }

  private void write(Path path, byte[] data) throws IOException {
    try (FSDataOutputStream out = fs.create(path, true)) {
      out.write(data);
    }
  }

  private byte[] read(Path path) throws IOException {
    byte[] data = new byte[(int) fs.getFileStatus(path).getLen()];
    try (FSDataInputStream in = fs.open(path)) {
      in.readFully(data);
      expect(in.read() == -1, "bytes behind the end of " + path);
    }
    return data;
  }

  /** 300 MB with three replicas, written and read back. */
  void bigFile() throws Exception {
    Path path = new Path(home, "big");
    byte[] chunk = bytes(1 << 20, 7);
    MessageDigest written = MessageDigest.getInstance("MD5");
    try (FSDataOutputStream out = fs.create(path, (short) 3)) {
      for (int i = 0; i < 300; i++) {
        chunk[0] = (byte) i;
        out.write(chunk);
        written.update(chunk);
      }
    }
    FileStatus status = fs.getFileStatus(path);
    expect(status.getLen() == 300L << 20, "length " + status.getLen());
    expect(status.getReplication() == 3, "replication");
    MessageDigest seen = MessageDigest.getInstance("MD5");
    byte[] buffer = new byte[123457];
    try (FSDataInputStream in = fs.open(path)) {
      for (int n; (n = in.read(buffer)) > 0;) seen.update(buffer, 0, n);
    }
    expect(Arrays.equals(written.digest(), seen.digest()), "other bytes came back");
    BlockLocation[] blocks = fs.getFileBlockLocations(status, 0, status.getLen());
    expect(blocks.length == 3, blocks.length + " blocks");
    expect(blocks[0].getNames().length == 3, blocks[0].getNames().length + " replicas");
  }

  /** Positional reads at odd places, and seeks. */
  void positionalReads() throws Exception {
    Path path = new Path(home, "positional");
    byte[] data = bytes(3_000_001, 11);
    write(path, data);
    Random random = new Random(3);
    try (FSDataInputStream in = fs.open(path)) {
      for (int i = 0; i < 200; i++) {
        int from = random.nextInt(data.length);
        int length = Math.min(random.nextInt(70_000) + 1, data.length - from);
        byte[] part = new byte[length];
        if (i % 2 == 0) {
          in.readFully(from, part);
        } else {
          in.seek(from);
          in.readFully(part);
        }
        expect(Arrays.equals(part, Arrays.copyOfRange(data, from, from + length)), "range " + from);
      }
    }
  }

  /** Appends that begin inside a chunk, at its border, and after a block. */
  void append() throws Exception {
    Path path = new Path(home, "append");
    byte[] all = new byte[0];
    write(path, all);
    for (int length : new int[] {1, 511, 512, 513, 100_000, 7, 65_536}) {
      byte[] more = bytes(length, length);
      try (FSDataOutputStream out = fs.append(path)) {
        out.write(more);
      }
      int before = all.length;
      all = Arrays.copyOf(all, before + length);
      System.arraycopy(more, 0, all, before, length);
      expect(Arrays.equals(read(path), all), "after appending " + length);
    }
  }

  /** What was hflushed is seen by another client that opens the file afterwards, while the writer goes on. */
  void hflush() throws Exception {
    Path path = new Path(home, "hflush");
    byte[] data = bytes(10_000, 5);
    try (FileSystem other = FileSystem.newInstance(configuration);
        FSDataOutputStream out = fs.create(path, true)) {
      int written = 0;
      for (int step : new int[] {100, 412, 1, 3_000, 5_000, 1_487}) {
        out.write(data, written, step);
        written += step;
        if (step == 3_000) out.hsync(); else out.hflush();
        byte[] seen = new byte[written];
        try (FSDataInputStream in = other.open(path)) {
          in.readFully(seen);
        }
        expect(Arrays.equals(seen, Arrays.copyOf(data, written)), "reader saw other bytes at " + written);
      }
    }
    expect(fs.getFileStatus(path).getLen() == 10_000, "length after close");
  }

  /** rename2 with OVERWRITE replaces; without it refuses. */
  void renameOver() throws Exception {
    Path from = new Path(home, "from");
    Path to = new Path(home, "to");
    write(from, bytes(10, 1));
    write(to, bytes(20, 2));
    FileContext context = FileContext.getFileContext(configuration);
    try {
      context.rename(from, to);
      expect(false, "rename replaced a file unasked");
    } catch (FileAlreadyExistsException expected) {
      // what Hadoop answers
    }
    context.rename(from, to, Options.Rename.OVERWRITE);
    expect(fs.getFileStatus(to).getLen() == 10, "the other file stayed");
    expect(!fs.exists(from), "the source stayed");
    expect(!fs.rename(from, to), "first rename of a missing file");
  }

  /** 1,000 small files; counted, listed in pages, read; the tree deleted at once. */
  void smallFiles() throws Exception {
    Path folder = new Path(home, "small");
    for (int i = 0; i < 1000; i++) write(new Path(folder, "d" + i % 10 + "/f" + i), ("file " + i).getBytes());
    ContentSummary summary = fs.getContentSummary(folder);
    expect(summary.getFileCount() == 1000, summary.getFileCount() + " files");
    expect(summary.getDirectoryCount() == 11, summary.getDirectoryCount() + " directories");
    int seen = 0;
    RemoteIterator<? extends FileStatus> files = fs.listFiles(folder, true);
    for (; files.hasNext(); seen++) {
      FileStatus file = files.next();
      String expected = "file " + file.getPath().getName().substring(1);
      expect(file.getLen() == expected.length(), file.getPath() + " has length " + file.getLen());
    }
    expect(seen == 1000, seen + " listed");
    expect(new String(read(new Path(folder, "d7/f777"))).equals("file 777"), "content");
    try {
      fs.delete(folder, false);
      expect(false, "a full directory went without recursion");
    } catch (IOException expected) {
      expect(expected.getMessage().contains("is non empty"), expected.getMessage());
    }
    expect(fs.delete(folder, true), "delete");
    expect(!fs.exists(folder), "the tree stayed");
    expect(!fs.delete(folder, true), "deleted twice");
  }

  void truncate() throws Exception {
    Path path = new Path(home, "truncate");
    byte[] data = bytes(100_000, 9);
    write(path, data);
    if (!fs.truncate(path, 33_333)) {
      for (int i = 0; i < 100 && fs.getFileStatus(path).getLen() != 33_333; i++) Thread.sleep(100);
      for (int i = 0; i < 100 && !((DistributedFileSystem) fs).isFileClosed(path); i++) {
        Thread.sleep(100);
      }
    }
    expect(Arrays.equals(read(path), Arrays.copyOf(data, 33_333)), "truncated content");
  }

  /** Another client takes over a file whose writer is gone. */
  void leaseRecovery() throws Exception {
    Path path = new Path(home, "lease");
    byte[] data = bytes(70_000, 13);
    FileSystem other = FileSystem.newInstance(configuration);
    FSDataOutputStream out = other.create(path, true);
    out.write(data);
    out.hflush();
    boolean closed = ((DistributedFileSystem) fs).recoverLease(path);
    for (int i = 0; i < 200 && !closed; i++) {
      Thread.sleep(100);
      closed = ((DistributedFileSystem) fs).recoverLease(path);
    }
    expect(closed, "the lease was not recovered");
    expect(Arrays.equals(read(path), data), "hflushed bytes were lost");
    try {
      out.write(1);
      out.close();
      expect(false, "the old writer closed a file that is no longer its own");
    } catch (IOException expected) {
      // its lease is gone
    }
  }

  private interface Action {
    void run() throws Exception;
  }

  private static void refused(Class<? extends Exception> expected, Action action) throws Exception {
    try {
      action.run();
    } catch (Exception seen) {
      expect(seen.getClass() == expected, expected + " expected, not " + seen);
      return;
    }
    throw new AssertionError(expected + " expected, nothing thrown");
  }

  /** While one client writes, another can neither create nor append; the first is not disturbed. */
  void twoWriters() throws Exception {
    Path path = new Path(home, "two-writers");
    FileSystem other = FileSystem.newInstance(configuration);
    try (FSDataOutputStream out = fs.create(path, true)) {
      out.write(bytes(1_000, 1));
      out.hflush();
      for (Action second : new Action[] {() -> other.append(path), () -> other.create(path, false)}) {
        try {
          second.run();
          expect(false, "two writers of one file");
        } catch (RemoteException refusal) {
          expect(refusal.getClassName().endsWith(".AlreadyBeingCreatedException"), refusal.getClassName());
        }
      }
      out.write(bytes(1_000, 2));
    }
    expect(fs.getFileStatus(path).getLen() == 2_000, "length");
    try (FSDataOutputStream out = other.append(path)) {
      out.write(1);
    }
    expect(fs.getFileStatus(path).getLen() == 2_001, "length after the other's append");
    other.close();
  }

  /** Twenty threads write, read and delete; their calls share one connection. */
  void manyThreads() throws Exception {
    Path folder = new Path(home, "threads");
    ExecutorService threads = Executors.newFixedThreadPool(20);
    List<Future<Object>> jobs = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      int number = i;
      jobs.add(threads.submit(() -> {
        for (int round = 0; round < 10; round++) {
          Path path = new Path(folder, number + "/" + round);
          byte[] data = bytes(50_000 + number, number * 100 + round);
          write(path, data);
          expect(Arrays.equals(read(path), data), "content of " + path);
          if (round % 2 == 0) expect(fs.delete(path, false), "delete " + path);
        }
        return null;
      }));
    }
    threads.shutdown();
    for (Future<Object> job : jobs) job.get();
    expect(fs.getContentSummary(folder).getFileCount() == 100, "100 files stay");
  }

  /** What programs catch by class. */
  void refusals() throws Exception {
    Path file = new Path(home, "refusal-file");
    Path missing = new Path(home, "missing");
    Path folder = new Path(home, "refusal-folder/below");
    write(file, bytes(10, 1));
    fs.mkdirs(folder);
    refused(FileNotFoundException.class, () -> fs.open(missing));
    refused(FileNotFoundException.class, () -> fs.getFileStatus(missing));
    refused(FileNotFoundException.class, () -> fs.listStatus(missing));
    refused(FileNotFoundException.class, () -> fs.append(missing));
    refused(FileNotFoundException.class, () -> fs.setPermission(missing, new FsPermission((short) 0700)));
    refused(FileNotFoundException.class, () -> fs.setOwner(missing, "a", "b"));
    refused(FileNotFoundException.class, () -> fs.setTimes(missing, 1, 1));
    refused(FileNotFoundException.class, () -> fs.getContentSummary(missing));
    refused(FileNotFoundException.class, () -> fs.open(folder));
    refused(FileAlreadyExistsException.class, () -> fs.create(file, false).close());
    refused(FileAlreadyExistsException.class, () -> fs.create(folder, true).close());
    refused(ParentNotDirectoryException.class, () -> fs.mkdirs(new Path(file, "below")));
    refused(ParentNotDirectoryException.class, () -> fs.create(new Path(file, "below")).close());
    refused(FileAlreadyExistsException.class, () -> fs.mkdirs(file));
    refused(PathIsNotEmptyDirectoryException.class, () -> fs.delete(folder.getParent(), false));
    expect(!fs.setReplication(missing, (short) 2), "replication of a missing file");
    expect(!fs.rename(folder, new Path(folder, "below")), "rename below itself");
    refused(AccessControlException.class, () -> UserGroupInformation.createRemoteUser("alice").doAs(
        (PrivilegedExceptionAction<Boolean>) () -> FileSystem.get(configuration).delete(file, false)));
    expect(fs.exists(file) && fs.exists(folder), "nothing was lost");
  }

  /** Twenty blocks and a bit; each has its place, a range crosses their borders. */
  void manyBlocks() throws Exception {
    Path path = new Path(home, "many-blocks");
    byte[] data = bytes((20 << 20) + 7, 17);
    try (FSDataOutputStream out = fs.create(path, true, 4096, (short) 2, 1 << 20)) {
      out.write(data);
    }
    BlockLocation[] blocks = fs.getFileBlockLocations(path, 0, data.length);
    for (int i = 0; i < 100 && blocks[20].getHosts().length < 2; i++) {
      Thread.sleep(100);  // a file closes when one replica of its last block is finished
      blocks = fs.getFileBlockLocations(path, 0, data.length);
    }
    expect(blocks.length == 21, blocks.length + " blocks");
    for (int i = 0; i < 21; i++) {
      expect(blocks[i].getOffset() == (long) i << 20, "offset of block " + i);
      expect(blocks[i].getHosts().length == 2, "replicas of block " + i);
    }
    expect(blocks[20].getLength() == 7, "length of the last block");
    expect(fs.getFileBlockLocations(path, (5 << 20) - 1, 2).length == 2, "a range over a border");
    expect(Arrays.equals(read(path), data), "content");
    byte[] part = new byte[3 << 20];
    try (FSDataInputStream in = fs.open(path)) {
      in.readFully((4 << 20) - 11, part);
    }
    expect(Arrays.equals(part, Arrays.copyOfRange(data, (4 << 20) - 11, (7 << 20) - 11)), "range");
    expect(fs.delete(path, false), "delete");
  }

  /** What HoldOpen synced is there when its file has been recovered, whatever happened to the daemons. */
  void recoverHeld() throws Exception {
    Path path = new Path("/held");
    DistributedFileSystem hdfs = (DistributedFileSystem) fs;
    for (int i = 0; i < 600 && !hdfs.recoverLease(path); i++) Thread.sleep(100);
    expect(hdfs.isFileClosed(path), "the file was not recovered");
    expect(Arrays.equals(read(path), HoldOpen.content(5_000_000)), "synced bytes were lost");
  }
}
