// Avro's container files as JSON, a line for each record (Apache Avro: DataFileReader,
// JsonEncoder).
//
//   header   "Obj" 0x01, metadata (a map of bytes with avro.schema and avro.codec), sync: 16 bytes
//   block    long records, long bytes, the records (compressed), sync
#pragma once

#include <memory>

#include "common/formats/byte_source.h"

namespace mammoth::cli {

// `source` stands at the beginning of the file. Refuses other codecs than null, deflate, bzip2 and
// snappy, and schemas that make no sense; blocks are limited to 1 GiB.
Result<std::unique_ptr<formats::ByteSource>> avro_file_source(
    std::unique_ptr<formats::ByteSource> source);

}  // namespace mammoth::cli
