// Code that travels is named by module and offset; what names nothing here is refused.
#include "spark-core/plan/code_ref.h"

#include <gtest/gtest.h>

namespace mammoth::spark {
namespace {

const void* read(const Writer& bytes) {
  Reader in(bytes.view());
  return read_code_ref(in);
}

TEST(CodeRef, ComesBackAsTheSameAddress) {
  Writer out;
  write_code_ref(out, address_of(&read));
  EXPECT_EQ(read(out), address_of(&read));
  Writer null;
  write_code_ref(null, nullptr);
  EXPECT_EQ(read(null), nullptr);
}

TEST(CodeRef, OfALibraryThatIsNotLoadedIsRefused) {
  Writer out;
  out.text(std::string(20, 'x'));
  out.varint(64);
  EXPECT_THROW(
      {
        try {
          read(out);
        } catch (const SparkException& error) {
          EXPECT_STREQ(error.what(), "the task's code is of a library that is not loaded here");
          throw;
        }
      },
      SparkException);
}

TEST(CodeRef, OutsideItsModuleIsRefused) {
  Writer known;
  write_code_ref(known, address_of(&read));
  Reader in(known.view());
  const std::string build_id(in.text());
  Writer out;
  out.text(build_id);
  out.varint(std::uint64_t{1} << 40);
  EXPECT_THROW(read(out), SparkException);
}

TEST(CodeRef, OfMemoryThatIsNoCodeCannotTravel) {
  const int local = 0;
  Writer out;
  EXPECT_THROW(write_code_ref(out, &local), SparkException);
}

TEST(CodeRef, TruncatedBytesAreRefused) {
  Writer known;
  write_code_ref(known, address_of(&read));
  for (std::size_t size = 0; size + 1 < known.size(); ++size) {
    Reader in(known.view().substr(0, size));
    EXPECT_THROW(read_code_ref(in), std::runtime_error) << size;
  }
}

}  // namespace
}  // namespace mammoth::spark
