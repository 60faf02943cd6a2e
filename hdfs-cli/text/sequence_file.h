// SequenceFiles as text, a line "key<tab>value" for each record (Hadoop: SequenceFile.Reader and
// the toString of its Writables).
#pragma once

#include <memory>

#include "common/formats/byte_source.h"
#include "common/hdfs/file_system.h"

namespace mammoth::cli {

// Refuses versions, codecs and classes that are not known.
Result<std::unique_ptr<formats::ByteSource>> sequence_file_source(
    std::unique_ptr<hdfs::FileReader> file);

}  // namespace mammoth::cli
