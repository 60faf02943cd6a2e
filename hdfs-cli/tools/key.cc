// `hadoop key` (Hadoop: KeyShell): what it says where no key provider is configured; there is none
// here.
#include "hdfs-cli/tools/tools.h"

namespace mammoth::cli {

int run_key(Environment& environment, const Arguments& arguments) {
  if (arguments.empty()) {
    environment.err.line("Usage: hadoop key [create|roll|delete|list|invalidateCache] [options]");
    return 1;
  }
  environment.out.line("There are no non-transient KeyProviders configured.");
  environment.out.line(
      "Use the -provider option to specify a provider. If you want to list a transient provider "
      "then you must use the -provider argument.");
  return 1;
}

}  // namespace mammoth::cli
