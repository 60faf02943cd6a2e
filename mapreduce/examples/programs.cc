#include "mapreduce/examples/programs.h"

#include "mapreduce/api/mapreduce.h"

namespace examples = mammoth::mapreduce::examples;

const mammoth::Program* mammoth_programs() {
  static constexpr mammoth::Program kPrograms[] = {
      {"aggregatewordcount", examples::aggregate_word_count,
       "An Aggregate based map/reduce program that counts the words in the input files."},
      {"aggregatewordhist", examples::aggregate_word_histogram,
       "An Aggregate based map/reduce program that computes the histogram of the words in the "
       "input files."},
      {"grep", examples::grep,
       "A map/reduce program that counts the matches of a regex in the input."},
      {"join", examples::join,
       "A job that effects a join over sorted, equally partitioned datasets"},
      {"maxtemperature", examples::max_temperature,
       "A map/reduce program that finds the highest temperature of each year in NCDC records."},
      {"multifilewc", examples::multi_file_word_count,
       "A job that counts words from several files."},
      {"pi", examples::pi,
       "A map/reduce program that estimates Pi using a quasi-Monte Carlo method."},
      {"randomtextwriter", examples::random_text_writer,
       "A map/reduce program that writes 10GB of random textual data per node."},
      {"randomwriter", examples::random_writer,
       "A map/reduce program that writes 10GB of random data per node."},
      {"secondarysort", examples::secondary_sort,
       "An example defining a secondary sort to the reduce."},
      {"sort", examples::sort,
       "A map/reduce program that sorts the data written by the random writer."},
      {"teragen", examples::tera_gen, "Generate data for the terasort"},
      {"terasort", examples::tera_sort, "Run the terasort"},
      {"teravalidate", examples::tera_validate, "Checking results of terasort"},
      {"wordcount", examples::word_count,
       "A map/reduce program that counts the words in the input files."},
      {"wordmean", examples::word_mean,
       "A map/reduce program that counts the average length of the words in the input files."},
      {"wordmedian", examples::word_median,
       "A map/reduce program that counts the median length of the words in the input files."},
      {"wordstandarddeviation", examples::word_standard_deviation,
       "A map/reduce program that counts the standard deviation of the length of the words in the "
       "input files."},
      {nullptr, nullptr, nullptr}};
  return kPrograms;
}
