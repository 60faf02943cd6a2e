// Avro's binary values as JSON (Apache Avro: JsonEncoder): of a union that is not null, the name of
// its branch is shown, {"string":"x"}.
#pragma once

#include <string>
#include <string_view>

#include "common/base/result.h"
#include "hdfs-cli/text/avro_schema.h"

namespace mammoth::cli {

// Appends the value of `type` that stands at the front of `bytes` and takes it away. Damaged values
// are kIo; values may be nested a hundred deep.
Result<void> append_avro_json(const AvroType& type, std::string_view& bytes, std::string& text);

// A number in Avro's variable length (zigzag) from the front of `bytes`.
Result<std::int64_t> take_avro_long(std::string_view& bytes);
// A length and as many bytes.
Result<std::string_view> take_avro_bytes(std::string_view& bytes);

}  // namespace mammoth::cli
