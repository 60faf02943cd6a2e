import java.io.IOException;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.IntWritable;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.Mapper;
import org.apache.hadoop.mapreduce.Reducer;
import org.apache.hadoop.mapreduce.lib.chain.ChainMapper;
import org.apache.hadoop.mapreduce.lib.chain.ChainReducer;
import org.apache.hadoop.mapreduce.lib.input.FileInputFormat;
import org.apache.hadoop.mapreduce.lib.input.FixedLengthInputFormat;
import org.apache.hadoop.mapreduce.lib.input.KeyValueTextInputFormat;
import org.apache.hadoop.mapreduce.lib.input.MultipleInputs;
import org.apache.hadoop.mapreduce.lib.input.TextInputFormat;
import org.apache.hadoop.mapreduce.lib.output.FileOutputFormat;
import org.apache.hadoop.mapreduce.lib.output.LazyOutputFormat;
import org.apache.hadoop.mapreduce.lib.output.MultipleOutputs;
import org.apache.hadoop.mapreduce.lib.output.TextOutputFormat;
import org.apache.hadoop.util.GenericOptionsParser;

/** PROGRAM ARGUMENTS: the jobs of mapreduce_jobs/formats.cc with Apache's classes. */
public class FormatJobs {
  public static class LineMapper extends Mapper<LongWritable, Text, Text, Text> {
    protected void map(LongWritable offset, Text line, Context context) throws IOException, InterruptedException {
      context.write(line, new Text("line at " + offset.get()));
    }
  }

  public static class PairMapper extends Mapper<Text, Text, Text, Text> {
    protected void map(Text key, Text value, Context context) throws IOException, InterruptedException {
      context.write(key, new Text("pair " + value));
    }
  }

  public static class SortedValues extends Reducer<Text, Text, Text, Text> {
    protected void reduce(Text key, Iterable<Text> values, Context context) throws IOException, InterruptedException {
      TreeSet<String> all = new TreeSet<>();
      for (Text value : values) all.add(value.toString());
      context.write(key, new Text(String.join(";", all) + ";"));
    }
  }

  public static class SortingOut extends Mapper<LongWritable, Text, LongWritable, Text> {
    private MultipleOutputs<LongWritable, Text> outputs;

    protected void setup(Context context) {
      outputs = new MultipleOutputs<>(context);
    }

    protected void map(LongWritable offset, Text line, Context context) throws IOException, InterruptedException {
      String text = line.toString();
      if (text.startsWith("e")) outputs.write("errors", offset, line);
      else if (text.startsWith("w")) outputs.write("warnings", line, NullWritable.get(), "by/day-" + text.charAt(1));
      else context.write(offset, line);
    }

    protected void cleanup(Context context) throws IOException, InterruptedException {
      outputs.close();
    }
  }

  public static class ShowBytes extends Mapper<LongWritable, BytesWritable, LongWritable, Text> {
    protected void map(LongWritable offset, BytesWritable bytes, Context context)
        throws IOException, InterruptedException {
      context.write(offset, new Text(bytes.copyBytes()));
    }
  }

  public static class Lower extends Mapper<LongWritable, Text, LongWritable, Text> {
    protected void map(LongWritable offset, Text line, Context context) throws IOException, InterruptedException {
      context.write(offset, new Text(line.toString().toLowerCase()));
    }
  }

  public static class Split extends Mapper<LongWritable, Text, Text, IntWritable> {
    protected void map(LongWritable offset, Text line, Context context) throws IOException, InterruptedException {
      for (String word : line.toString().split(" "))
        if (!word.isEmpty()) context.write(new Text(word), new IntWritable(1));
    }
  }

  public static class NoStopWords extends Mapper<Text, IntWritable, Text, IntWritable> {
    protected void map(Text word, IntWritable count, Context context) throws IOException, InterruptedException {
      if (!word.toString().equals("the")) context.write(word, count);
    }

    protected void cleanup(Context context) throws IOException, InterruptedException {
      context.write(new Text("~end"), new IntWritable(1));
    }
  }

  public static class Sum extends Reducer<Text, IntWritable, Text, IntWritable> {
    protected void reduce(Text word, Iterable<IntWritable> counts, Context context)
        throws IOException, InterruptedException {
      int sum = 0;
      for (IntWritable count : counts) sum += count.get();
      context.write(word, new IntWritable(sum));
    }
  }

  public static class Swap extends Mapper<Text, IntWritable, IntWritable, Text> {
    protected void map(Text word, IntWritable count, Context context) throws IOException, InterruptedException {
      context.write(count, word);
    }
  }

  public static class Mark extends Mapper<IntWritable, Text, IntWritable, Text> {
    protected void map(IntWritable count, Text word, Context context) throws IOException, InterruptedException {
      context.write(count, new Text(word + "!"));
    }
  }

  private static void types(Job job, Class<?> key, Class<?> value) {
    job.setOutputKeyClass(key);
    job.setOutputValueClass(value);
  }

  private static void inputs(Job job, String[] paths) throws IOException {
    MultipleInputs.addInputPath(job, new Path(paths[0]), TextInputFormat.class, LineMapper.class);
    MultipleInputs.addInputPath(job, new Path(paths[1]), KeyValueTextInputFormat.class, PairMapper.class);
    job.setReducerClass(SortedValues.class);
    types(job, Text.class, Text.class);
  }

  private static void outputs(Job job, String[] paths) throws IOException {
    FileInputFormat.addInputPath(job, new Path(paths[0]));
    job.setMapperClass(SortingOut.class);
    job.setNumReduceTasks(0);
    types(job, LongWritable.class, Text.class);
    MultipleOutputs.addNamedOutput(job, "errors", TextOutputFormat.class, LongWritable.class, Text.class);
    MultipleOutputs.addNamedOutput(job, "warnings", TextOutputFormat.class, Text.class, NullWritable.class);
    MultipleOutputs.setCountersEnabled(job, true);
    LazyOutputFormat.setOutputFormatClass(job, TextOutputFormat.class);
  }

  private static void fixed(Job job, String[] paths) throws IOException {
    FileInputFormat.addInputPath(job, new Path(paths[0]));
    job.setInputFormatClass(FixedLengthInputFormat.class);
    job.setMapperClass(ShowBytes.class);
    types(job, LongWritable.class, Text.class);
  }

  private static void chain(Job job, String[] paths) throws IOException {
    FileInputFormat.addInputPath(job, new Path(paths[0]));
    Configuration none = new Configuration(false);
    ChainMapper.addMapper(job, Lower.class, LongWritable.class, Text.class, LongWritable.class, Text.class, none);
    ChainMapper.addMapper(job, Split.class, LongWritable.class, Text.class, Text.class, IntWritable.class, none);
    ChainMapper.addMapper(job, NoStopWords.class, Text.class, IntWritable.class, Text.class, IntWritable.class, none);
    ChainReducer.setReducer(job, Sum.class, Text.class, IntWritable.class, Text.class, IntWritable.class, none);
    ChainReducer.addMapper(job, Swap.class, Text.class, IntWritable.class, IntWritable.class, Text.class, none);
    ChainReducer.addMapper(job, Mark.class, IntWritable.class, Text.class, IntWritable.class, Text.class, none);
    job.setMapOutputKeyClass(Text.class);
    job.setMapOutputValueClass(IntWritable.class);
    types(job, IntWritable.class, Text.class);
  }

  public static void main(String[] words) throws Exception {
    Configuration conf = new Configuration();
    String[] rest = new GenericOptionsParser(conf, words).getRemainingArgs();
    String[] paths = java.util.Arrays.copyOfRange(rest, 1, rest.length);
    Job job = Job.getInstance(conf, rest[0]);
    job.setJarByClass(FormatJobs.class);
    switch (rest[0]) {
      case "inputs": inputs(job, paths); break;
      case "outputs": outputs(job, paths); break;
      case "fixed": fixed(job, paths); break;
      default: chain(job, paths);
    }
    FileOutputFormat.setOutputPath(job, new Path(paths[paths.length - 1]));
    System.exit(job.waitForCompletion(true) ? 0 : 1);
  }
}
