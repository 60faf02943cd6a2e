// The programs of libmapreduce-examples.so, one file each: arguments, output and exit codes of
// Hadoop's examples of the same names (hadoop-mapreduce-examples). Like them, a program throws what
// fails it.
#pragma once

namespace mammoth::mapreduce::examples {

int aggregate_word_count(int argc, char** argv);
int aggregate_word_histogram(int argc, char** argv);
int grep(int argc, char** argv);
int join(int argc, char** argv);
int max_temperature(int argc, char** argv);
int multi_file_word_count(int argc, char** argv);
int pi(int argc, char** argv);
int random_text_writer(int argc, char** argv);
int random_writer(int argc, char** argv);
int secondary_sort(int argc, char** argv);
int sort(int argc, char** argv);
int tera_gen(int argc, char** argv);
int tera_sort(int argc, char** argv);
int tera_validate(int argc, char** argv);
int word_count(int argc, char** argv);
int word_mean(int argc, char** argv);
int word_median(int argc, char** argv);
int word_standard_deviation(int argc, char** argv);

}  // namespace mammoth::mapreduce::examples
