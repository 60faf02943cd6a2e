import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/** As examples/kmeans.cc: KMeans IN K ITERATIONS; sums of each partition, first centres far apart. */
public class KMeans {
  static double squaredDistance(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; ++i) sum += (a[i] - b[i]) * (a[i] - b[i]);
    return sum;
  }

  static int nearest(double[][] centres, double[] point) {
    int best = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < centres.length; ++i) {
      double distance = squaredDistance(centres[i], point);
      if (distance < least) {
        least = distance;
        best = i;
      }
    }
    return best;
  }

  static Iterator<Tuple2<Integer, double[]>> sums(Iterator<double[]> points, double[][] centres) {
    double[][] all = new double[centres.length][];
    while (points.hasNext()) {
      double[] point = points.next();
      int index = nearest(centres, point);
      if (all[index] == null) all[index] = new double[point.length + 1];
      for (int i = 0; i < point.length; ++i) all[index][i] += point[i];
      ++all[index][point.length];
    }
    List<Tuple2<Integer, double[]>> found = new ArrayList<>();
    for (int i = 0; i < all.length; ++i) if (all[i] != null) found.add(new Tuple2<>(i, all[i]));
    return found.iterator();
  }

  static double[] add(double[] a, double[] b) {
    double[] sum = a.clone();
    for (int i = 0; i < sum.length; ++i) sum[i] += b[i];
    return sum;
  }

  static double[][] farApart(JavaRDD<double[]> points, int k) {
    double[][] centres = {points.first()};
    while (centres.length < k) {
      double[][] known = centres;
      double[] farthest =
          points
              .map(p -> new Tuple2<>(squaredDistance(known[nearest(known, p)], p), p))
              .reduce((a, b) -> a._1() >= b._1() ? a : b)
              ._2();
      centres = Arrays.copyOf(centres, centres.length + 1);
      centres[centres.length - 1] = farthest;
    }
    return centres;
  }

  public static void main(String[] words) {
    try (JavaSparkContext sc = new JavaSparkContext(new SparkConf().setAppName("KMeans"))) {
      JavaRDD<double[]> points =
          sc.textFile(words[0])
              .filter(line -> !line.isEmpty())
              .map(
                  line -> Arrays.stream(line.split(" ")).mapToDouble(Double::parseDouble).toArray())
              .cache();
      double[][] centres = farApart(points, Integer.parseInt(words[1]));
      for (int left = Integer.parseInt(words[2]); left > 0; --left) {
        Broadcast<double[][]> known = sc.broadcast(centres);
        List<Tuple2<Integer, double[]>> found =
            points
                .mapPartitionsToPair(each -> sums(each, known.value()))
                .reduceByKey(KMeans::add)
                .collect();
        double[][] next = centres.clone();
        for (Tuple2<Integer, double[]> each : found) {
          double[] sum = each._2();
          double[] middle = Arrays.copyOf(sum, sum.length - 1);
          for (int i = 0; i < middle.length; ++i) middle[i] /= sum[sum.length - 1];
          next[each._1()] = middle;
        }
        centres = next;
      }
      double[][] last = centres;
      System.out.printf(
          "WSSSE\t%.6g%n",
          points.map(p -> squaredDistance(last[nearest(last, p)], p)).reduce(Double::sum));
    }
  }
}
