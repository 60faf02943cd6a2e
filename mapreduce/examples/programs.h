// The programs of libmapreduce-examples.so, one file each: arguments, output and exit codes of
// Hadoop's examples of the same names (hadoop-mapreduce-examples). Like them, a program throws what
// fails it.
#pragma once

namespace mammoth::mapreduce::examples {

int grep(int argc, char** argv);
int max_temperature(int argc, char** argv);
int pi(int argc, char** argv);
int secondary_sort(int argc, char** argv);
int tera_gen(int argc, char** argv);
int tera_sort(int argc, char** argv);
int tera_validate(int argc, char** argv);
int word_count(int argc, char** argv);

}  // namespace mammoth::mapreduce::examples
