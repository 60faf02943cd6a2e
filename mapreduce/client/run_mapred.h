// The program `mapred`, and what `hadoop jar` comes to (Hadoop: bin/mapred, RunJar):
//
//   mapred jar LIB [PROGRAM] ARGS…    runs a program of a job library
//   mapred streaming OPTIONS…         runs a job made of any two programs
//   mapred job OPTION ARGS…           looks at jobs of a cluster, and stops them
//   mapred historyserver OPTIONS…     becomes the history server
//
// A LIB whose file name has "streaming" in it stands for the second: scripts say
// `hadoop jar hadoop-streaming.jar …`. Everything else that bin/mapred has is refused.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace mammoth::mapreduce {

using Arguments = std::vector<std::string>;

// `streaming` runs the second form. Answers the exit code: the program's own; 255 when it ends with
// an exception, which is then on standard error as Java would print it.
int runMapred(const Arguments& arguments, const std::function<int(Arguments)>& streaming);

// Runs `body`; an exception that it throws is printed, and the answer is 255.
int reportingExceptions(const std::function<int()>& body);

}  // namespace mammoth::mapreduce
