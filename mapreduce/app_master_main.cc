// `mapreduce-appmaster`: the master of one job (app_master/app_master.h).

#include <csignal>

#include "mapreduce/app_master/run.h"

int main() {
  std::signal(SIGPIPE, SIG_IGN);
  return mammoth::mapreduce::app_master::runAppMaster();
}
