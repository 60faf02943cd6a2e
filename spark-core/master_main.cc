// `spark-master`: the master of a standalone cluster.

#include "spark-core/submit/daemons.h"

int main(int argc, char** argv) {
  return mammoth::spark::spark_master({argv + 1, argv + argc});
}
