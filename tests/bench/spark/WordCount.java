import java.util.Arrays;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import scala.Tuple2;

/** As examples/wordcount.cc: WordCount IN OUT. */
public class WordCount {
  public static void main(String[] words) {
    try (JavaSparkContext sc = new JavaSparkContext(new SparkConf().setAppName("Word Count"))) {
      sc.textFile(words[0])
          .flatMap(line -> Arrays.asList(line.split("\\s+")).iterator())
          .filter(word -> !word.isEmpty())
          .mapToPair(word -> new Tuple2<>(word, 1L))
          .reduceByKey(Long::sum)
          .mapToPair(Tuple2::swap)
          .sortByKey(false)
          .map(Tuple2::swap)
          .saveAsTextFile(words[1]);
    }
  }
}
