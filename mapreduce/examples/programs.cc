#include "mapreduce/examples/programs.h"

#include "mapreduce/api/mapreduce.h"

namespace examples = mammoth::mapreduce::examples;

const mammoth::Program* mammoth_programs() {
  static constexpr mammoth::Program kPrograms[] = {
      {"grep", examples::grep,
       "A map/reduce program that counts the matches of a regex in the input."},
      {"maxtemperature", examples::max_temperature,
       "A map/reduce program that finds the highest temperature of each year in NCDC records."},
      {"pi", examples::pi,
       "A map/reduce program that estimates Pi using a quasi-Monte Carlo method."},
      {"secondarysort", examples::secondary_sort,
       "An example defining a secondary sort to the reduce."},
      {"teragen", examples::tera_gen, "Generate data for the terasort"},
      {"terasort", examples::tera_sort, "Run the terasort"},
      {"teravalidate", examples::tera_validate, "Checking results of terasort"},
      {"wordcount", examples::word_count,
       "A map/reduce program that counts the words in the input files."},
      {nullptr, nullptr, nullptr}};
  return kPrograms;
}
