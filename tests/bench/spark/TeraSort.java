import java.util.Arrays;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.mapreduce.lib.output.SequenceFileOutputFormat;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.JavaPairRDD;
import scala.Tuple2;

/** As examples/terasort.cc, but for the container of its output: TeraSort IN OUT. */
public class TeraSort {
  /** Ten bytes, compared without sign. */
  public static final class Key implements Comparable<Key>, java.io.Serializable {
    final byte[] bytes;

    Key(byte[] record) {
      bytes = Arrays.copyOf(record, 10);
    }

    @Override
    public int compareTo(Key other) {
      return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key && Arrays.equals(bytes, ((Key) other).bytes);
    }
  }

  public static void main(String[] words) {
    SparkConf conf = new SparkConf().setAppName("TeraSort");
    try (JavaSparkContext sc = new JavaSparkContext(conf)) {
      JavaPairRDD<Key, byte[]> sorted =
          sc.binaryRecords(words[0], 100).mapToPair(r -> new Tuple2<>(new Key(r), r)).sortByKey();
      sorted
          .mapToPair(r -> new Tuple2<>(NullWritable.get(), new BytesWritable(r._2())))
          .saveAsNewAPIHadoopFile(
              words[1], NullWritable.class, BytesWritable.class, SequenceFileOutputFormat.class);
    }
  }
}
