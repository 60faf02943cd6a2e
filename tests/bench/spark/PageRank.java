import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import scala.Tuple2;

/** As examples/pagerank.cc: PageRank IN ITERATIONS. */
public class PageRank {
  public static void main(String[] words) {
    try (JavaSparkContext sc = new JavaSparkContext(new SparkConf().setAppName("PageRank"))) {
      JavaPairRDD<String, Iterable<String>> links =
          sc.textFile(words[0])
              .filter(line -> !line.isEmpty() && line.charAt(0) != '#')
              .mapToPair(
                  line -> {
                    String[] edge = line.split("\\s+");
                    return new Tuple2<>(edge[0], edge[1]);
                  })
              .distinct()
              .groupByKey()
              .cache();
      JavaPairRDD<String, Double> ranks = links.mapValues(neighbours -> 1.0);
      for (int i = Integer.parseInt(words[1]); i > 0; --i) {
        ranks =
            links
                .join(ranks)
                .values()
                .flatMapToPair(
                    page -> {
                      List<Tuple2<String, Double>> shares = new ArrayList<>();
                      int count = 0;
                      for (String neighbour : page._1()) ++count;
                      for (String neighbour : page._1())
                        shares.add(new Tuple2<>(neighbour, page._2() / count));
                      return shares.iterator();
                    })
                .reduceByKey(Double::sum)
                .mapValues(sum -> 0.15 + 0.85 * sum);
      }
      for (Tuple2<Double, String> best : ranks.mapToPair(Tuple2::swap).sortByKey(false).take(10))
        System.out.printf("%s has rank: %.6f.%n", best._2(), best._1());
    }
  }
}
