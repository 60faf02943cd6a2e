#include "common/rpc/frame.h"

#include <gtest/gtest.h>

#include <string>

#include "common/protocol/rpc/request_header.pb.h"
#include "common/protocol/rpc/user_mappings.pb.h"

namespace mammoth::rpc {
namespace {

using namespace std::string_literals;

TEST(FrameTest, LengthNeedsFourBytesAndIsBigEndian) {
  // A frame arrives byte by byte: no length before its fourth byte.
  EXPECT_FALSE(peek_frame_length(""));
  EXPECT_FALSE(peek_frame_length("\0\0\1"s));
  EXPECT_EQ(peek_frame_length("\0\0\1\2rest"s), 258u);
  EXPECT_EQ(peek_frame_length("\xff\xff\xff\xff"s), 0xffffffffu);
}

TEST(FrameTest, DelimitedMessagesAreCutOffOneByOne) {
  // A call holds three messages in a row.
  const std::string bytes = "\3abc\0\2de"s;
  std::string_view rest = bytes;
  EXPECT_EQ(take_delimited(rest), "abc");
  EXPECT_EQ(take_delimited(rest), "");
  EXPECT_EQ(take_delimited(rest), "de");
  EXPECT_FALSE(take_delimited(rest));
}

TEST(FrameTest, SizesBeyondTheEndAreRefused) {
  // A liar announces more than he sends, up to sizes that would overflow.
  for (const std::string& lie : {"\4abc"s, "\x80"s, "\xff\xff\xff\xff\x0f"s,
                                 "\xff\xff\xff\xff\x7f"s, "\x80\x80\x80\x80\x80\1"s, ""s}) {
    std::string_view rest = lie;
    EXPECT_FALSE(take_delimited(rest));
    EXPECT_EQ(rest, lie);
  }
}

TEST(FrameTest, AppendedFramesParseBack) {
  // What we write is what we read: two messages and a serialised third.
  hadoop::common::RequestHeaderProto header;
  header.set_methodname("getFileInfo");
  header.set_declaringclassprotocolname("p");
  header.set_clientprotocolversion(1);
  hadoop::common::GetGroupsForUserRequestProto request;
  request.set_user(std::string(300, 'u'));
  ByteBuffer out;
  out.append("before");
  append_frame(out, {&header, &request}, "last"s);
  std::string_view frame = out.readable().substr(6);
  ASSERT_EQ(peek_frame_length(frame), frame.size() - kLengthBytes);
  frame.remove_prefix(kLengthBytes);
  EXPECT_EQ(take_delimited(frame), header.SerializeAsString());
  EXPECT_EQ(take_delimited(frame), request.SerializeAsString());
  EXPECT_EQ(take_delimited(frame), "last");
  EXPECT_TRUE(frame.empty());
}

TEST(FrameTest, ParseNamesWhatIsMissing) {
  // A client of another age leaves out a field that is required.
  hadoop::common::GetGroupsForUserRequestProto request;
  const auto missing = parse_message(request, "");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::kRpcServer);
  EXPECT_EQ(missing.error().message, "Message missing required fields: user");
  EXPECT_FALSE(parse_message(request, "\xff\xff\xff"));
}

}  // namespace
}  // namespace mammoth::rpc
