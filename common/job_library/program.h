// What a job library exports: the only agreement between a library and the program that runs it.
// Either one entry,
//
//   extern "C" int mammoth_main(int argc, char** argv);            // argv[0] is the library's path
//
// or a table of named programs, ended by one without a name (Hadoop: ProgramDriver),
//
//   extern "C" const mammoth::Program* mammoth_programs();
//
// and besides an ABI tag, which the public header of the engine it was built for brings along.
// Needs nothing but the compiler; part of the installed headers.
#pragma once

namespace mammoth {

struct Program {
  const char* name;                    // as on the command line
  int (*main)(int argc, char** argv);  // argv[0] is the name; the result is the exit code
  const char* description;             // one line
};

}  // namespace mammoth
