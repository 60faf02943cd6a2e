// Everything that the author of a job needs, and the ABI tag of the library made with it. A job
// library defines one of
//
//   int mammoth_main(int argc, char** argv);
//   const mammoth::Program* mammoth_programs();
//
// (common/job_library/program.h) and is run by `hadoop jar LIB [PROGRAM] ARGS…`.
#pragma once

#include "common/job_library/program.h"
#include "mapreduce/api/chain.h"
#include "mapreduce/api/combine_formats.h"
#include "mapreduce/api/comparator.h"
#include "mapreduce/api/file_formats.h"
#include "mapreduce/api/fixed_length_format.h"
#include "mapreduce/api/generic_options.h"
#include "mapreduce/api/job.h"
#include "mapreduce/api/multiple_inputs.h"
#include "mapreduce/api/multiple_outputs.h"
#include "mapreduce/api/sequence_formats.h"
#include "mapreduce/api/text_formats.h"

extern "C" {

__attribute__((visibility("default"))) int mammoth_main(int argc, char** argv);
__attribute__((visibility("default"))) const mammoth::Program* mammoth_programs();

// Changes whenever libraries must be built again.
__attribute__((visibility("default"), used)) inline const char* mammoth_mapreduce_abi() {
  return "mammoth-mapreduce/2";
}

}  // extern "C"
