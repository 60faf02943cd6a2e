// `mapreduce-task`: one attempt of one task (task_runner/run_task.h).

#include <csignal>

#include "mapreduce/task_runner/run_task.h"

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  return mammoth::mapreduce::runner::runTask({argv + 1, argv + argc});
}
