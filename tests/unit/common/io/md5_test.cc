#include "common/io/md5.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace mammoth {
namespace {

std::string hex(const Md5Digest& digest) {
  std::string text;
  for (const auto byte : digest) text += fmt::format("{:02x}", static_cast<int>(byte));
  return text;
}

TEST(Md5, TheTestSuiteOfRfc1321) {
  // Three of the values in the appendix of the RFC.
  EXPECT_EQ(hex(md5({})), "d41d8cd98f00b204e9800998ecf8427e");
  EXPECT_EQ(hex(md5(as_byte_view("abc"))), "900150983cd24fb0d6963f7d28e17f72");
  EXPECT_EQ(hex(md5(as_byte_view("message digest"))), "f96b697d7cb7938d525a2f31aaf161d0");
}

TEST(Md5, TakesItsInputInPiecesAndBeginsAnew) {
  // Checksums come in buffers; afterwards the same object digests the next block.
  Md5 digester;
  digester.update(as_byte_view("message "));
  digester.update({});
  digester.update(as_byte_view("digest"));
  EXPECT_EQ(digester.finish(), md5(as_byte_view("message digest")));
  digester.update(as_byte_view("abc"));
  EXPECT_EQ(digester.finish(), md5(as_byte_view("abc")));
}

}  // namespace
}  // namespace mammoth
