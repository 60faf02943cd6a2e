// MD5, for the checksum of a block: the digest of its checksums (Hadoop: MD5Hash). Not a protection
// against anybody. One object serves one digest at a time and one thread.
#pragma once

#include <array>
#include <cstddef>
#include <memory>

#include "common/base/bytes.h"

namespace mammoth {

using Md5Digest = std::array<std::byte, 16>;

class Md5 {
 public:
  Md5();
  ~Md5();
  Md5(Md5&&) noexcept;
  Md5& operator=(Md5&&) noexcept;

  void update(ByteView bytes);
  // The digest of everything since construction or the last finish(); begins anew.
  Md5Digest finish();

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

Md5Digest md5(ByteView bytes);

}  // namespace mammoth
