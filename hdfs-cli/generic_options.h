// The options that every tool of Hadoop takes before its own (Hadoop: GenericOptionsParser):
//
//   -D name=value, -Dname=value   -conf FILE   -fs URI   -jt ADDRESS
//   -files, -libjars, -archives, -tokenCacheFile: accepted, for the sake of scripts
//
// They are read up to the first argument that is none of them; "--fs" and "-fs=URI" are the same.
#pragma once

#include "hdfs-cli/command_format.h"
#include "hdfs-cli/environment.h"

namespace mammoth::cli {

// Takes them away from the front of `arguments` and applies them to the configuration, which is
// then valid. Where a value is missing, what there is to say about it has been written and nothing
// is left of `arguments`, as in Hadoop. Refused: files that cannot be read, values that make no
// sense.
Result<void> parse_generic_options(Environment& environment, Arguments& arguments);

}  // namespace mammoth::cli
