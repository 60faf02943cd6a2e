// Reads TFiles (tfile_writer.h draws them) that are not compressed, whoever wrote them: every
// number and place in them is checked against the file's length before it is believed.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "common/base/result.h"

namespace mammoth::tfile {

// That many bytes at that place, all of them, or a refusal.
using Source = std::function<Result<std::string>(std::uint64_t offset, std::size_t bytes)>;

// Takes the records one after the other, values in pieces.
class Visitor {
 public:
  virtual ~Visitor() = default;
  // False: the value is passed over.
  virtual Result<bool> begin_record(std::string_view key) = 0;
  virtual Result<void> value(std::string_view piece) = 0;
  virtual Result<void> end_record() = 0;
};

inline constexpr std::size_t kMaxKeyBytes = 64 << 10;
inline constexpr std::size_t kMaxIndexBytes = 64 << 20;

// kIo, "Not a valid BCFile." and the like, for what is none or is damaged; kUnsupportedOperation
// for compressed blocks.
Result<void> read(const Source& source, std::uint64_t length_bytes, Visitor& visitor);

// Off the front of `in`. kEof when it ends too early.
Result<std::int64_t> take_number(std::string_view& in);

// What writeUTF has written, off the front of `in`.
Result<std::string> take_utf(std::string_view& in);

}  // namespace mammoth::tfile
