// `spark-worker`: the worker of a standalone cluster.

#include "spark-core/submit/daemons.h"

int main(int argc, char** argv) {
  return mammoth::spark::spark_worker({argv + 1, argv + argc});
}
