// What is run on Apache Spark: `pi PARTITIONS` throws darts and prints how far the quarter of a circle is from them,
// `words INPUT OUTPUT` counts words into a file of each partition.
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import scala.Tuple2;

public final class SparkPrograms {
    private static final int DARTS = 100_000;

    public static void main(String[] words) {
        try (JavaSparkContext context = new JavaSparkContext(new SparkConf().setAppName("Test of " + words[0]))) {
            if (words[0].equals("pi")) {
                pi(context, Integer.parseInt(words[1]));
            } else {
                words(context, words[1], words[2]);
            }
        }
    }

    private static void pi(JavaSparkContext context, int partitions) {
        Integer[] seeds = IntStream.range(0, partitions).boxed().toArray(Integer[]::new);
        long inside = context.parallelize(Arrays.asList(seeds), partitions).map(SparkPrograms::hits).reduce(Long::sum);
        System.out.println("Pi is roughly " + 4.0 * inside / ((long) DARTS * partitions));
    }

    private static long hits(int seed) {
        SplittableRandom chance = new SplittableRandom(seed);
        long inside = 0;
        for (int i = 0; i < DARTS; i++) {
            double x = chance.nextDouble();
            double y = chance.nextDouble();
            if (x * x + y * y <= 1) {
                inside++;
            }
        }
        return inside;
    }

    private static void words(JavaSparkContext context, String input, String output) {
        context.textFile(input, 2)
            .flatMap(line -> Arrays.asList(line.split("[ \t]+")).iterator())
            .filter(word -> !word.isEmpty())
            .mapToPair(word -> new Tuple2<>(word, 1))
            .reduceByKey(Integer::sum, 2)
            .map(pair -> pair._1() + "\t" + pair._2())
            .saveAsTextFile(output);
        System.out.println("Counted the words of " + input);
    }
}
