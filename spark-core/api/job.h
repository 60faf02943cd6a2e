// What makes a shared library a job: entries that spark-submit --class names,
//
//   extern "C" [[gnu::visibility("default")]] int wordcount(int argc, char** argv);
//
// argv[0] is the entry's name, the job's arguments follow, the result is the exit code; and this
// tag, which says which engine it was built for. Included by spark.h.
#pragma once

// Which layouts the job and the engine must agree on; changes with them.
extern "C" [[gnu::visibility("default"), gnu::weak, gnu::used]] inline const char*
mammoth_spark_abi() {
  return "mammoth-spark 4";
}
