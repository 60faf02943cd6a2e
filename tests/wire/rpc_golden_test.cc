// Bytes recorded between Apache Hadoop's own client and NameNode (3.4), against our codec: we read
// them as they were meant, and where we write the same message we write the same bytes.
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "common/protocol/rpc/ipc_connection_context.pb.h"
#include "common/protocol/rpc/request_header.pb.h"
#include "common/protocol/rpc/rpc_header.pb.h"
#include "common/rpc/client_handshake.h"
#include "common/rpc/connection_header.h"
#include "common/rpc/frame.h"
#include "common/rpc/handshake.h"
#include "common/rpc/request.h"
#include "common/rpc/response.h"

namespace mammoth::rpc {
namespace {

const std::string kClientProtocol = "org.apache.hadoop.hdfs.protocol.ClientProtocol";

std::string bytes_of(std::string_view hex) {
  std::string bytes;
  int high = -1;
  for (const char c : hex) {
    if (c == ' ' || c == '\n') continue;
    const int digit = c <= '9' ? c - '0' : c - 'a' + 10;
    if (high >= 0) bytes.push_back(static_cast<char>(high << 4 | digit));
    high = high >= 0 ? -1 : digit;
  }
  return bytes;
}

const std::string kClientId = bytes_of("25c181fe81c04ccebac2b44f71a538a0");

// FsShell -mkdir -p /a/b begins: preamble, connection context, first call, in one segment.
const std::string kPreamble = bytes_of("68727063 09 00 00");  // "hrpc", version 9, class 0, auth 0
const std::string kContext = bytes_of(
    "0000005b"                                                 // 91 bytes follow
    "21 0802 1000 1805 2210 25c181fe81c04ccebac2b44f71a538a0"  // kind 2, op 0, call −3, client id
    "   2801 3a05 0a03434c49"                                  // retry −1, caller context "CLI"
    "38 1206 0a04 726f6f74"                                    // effective user "root"
    "   1a2e "
    "6f72672e6170616368652e6861646f6f702e686466732e70726f746f636f6c2e436c69656e7450726f746f636f6c");
const std::string kGetFileInfoCall = bytes_of(
    "00000069"
    "21 0802 1000 1800 2210 25c181fe81c04ccebac2b44f71a538a0"  // call 0
    "   2800 3a05 0a03434c49"                                  // retry 0, "CLI"
    "3f 0a0b 67657446696c65496e666f"                           // "getFileInfo"
    "   122e "
    "6f72672e6170616368652e6861646f6f702e686466732e70726f746f636f6c2e436c69656e7450726f746f636f6c"
    "   1801"             // protocol version 1
    "06 0a04 2f612f62");  // src "/a/b"
const std::string kGetFileInfoAnswer = bytes_of(
    "0000001c"
    "1a 0800 1000 1809 3a10 25c181fe81c04ccebac2b44f71a538a0 4000"  // call 0, SUCCESS, IPC 9, retry
                                                                    // 0
    "00");                                                          // empty: there is no /a/b
const std::string kMkdirsAnswer = bytes_of(
    "0000001e"
    "1a 0801 1000 1809 3a10 25c181fe81c04ccebac2b44f71a538a0 4000"
    "02 0801");  // result true
const std::string kPing = bytes_of(
    "00000022 21 0802 1000 1807 2210 07bf247d2e354ae78bb2b4ffec0c75a0 2801 3a05 0a03434c49");

// The NameNode's last words to clients who got something wrong; client id 01 02 … 10.
const std::string kNotAllowedToImpersonate = bytes_of(
    "0000007d"
    "7c 08fdffffff0f 1002 1809"  // call −3 as an unsigned number, FATAL
    "   223b 6f72672e6170616368652e6861646f6f702e73656375726974792e617574686f72697a652e"
    "        417574686f72697a6174696f6e457863657074696f6e"  // …authorize.AuthorizationException
    "   2a2d "
    "557365723a20616c696365206973206e6f7420616c6c6f77656420746f20696d706572736f6e61746520626f62"
    "   300f 3a00 4001");  // FATAL_UNAUTHORIZED, no client id, retry −1
const std::string kSecondContext = bytes_of(
    "00000061 60 08fdffffff0f 1002 1809"
    "   2228 6f72672e6170616368652e6861646f6f702e6970632e527063536572766572457863657074696f6e"
    "   2a24 436f6e6e656374696f6e20636f6e7465787420616c72656164792070726f636573736564"
    "   300c 3a00 4001");
// To a client of IPC version 10, of 8, and of 2: three formats.
const std::string kToVersion10 = bytes_of(
    "0000007c 7b 08ffffffff0f 1002 1809"
    "   2229 6f72672e6170616368652e6861646f6f702e6970632e5250432456657273696f6e4d69736d61746368"
    "   2a3e "
    "536572766572204950432076657273696f6e20392063616e6e6f7420636f6d6d756e6963617465207769746820"
    "        636c69656e742076657273696f6e203130"
    "   300e 3a00 4001");
const std::string kToVersion8 = bytes_of(
    "ffffffff ffffffff"
    "00000029 6f72672e6170616368652e6861646f6f702e6970632e5250432456657273696f6e4d69736d61746368"
    "0000003d "
    "536572766572204950432076657273696f6e20392063616e6e6f7420636f6d6d756e6963617465207769746820"
    "         636c69656e742076657273696f6e2038");
const std::string kToVersion2 = bytes_of(
    "00000000 01"
    "00000029 6f72672e6170616368652e6861646f6f702e6970632e5250432456657273696f6e4d69736d61746368"
    "0000003d "
    "536572766572204950432076657273696f6e20392063616e6e6f7420636f6d6d756e6963617465207769746820"
    "         636c69656e742076657273696f6e2032");

// A process that holds a token asks what it may do; the NameNode offers DIGEST-MD5 and SIMPLE.
const std::string kSaslPreamble = bytes_of("68727063 09 00 df");
const std::string kNegotiate = bytes_of("0000000e 0a 0802 1000 1841 2200 2801 02 1001");
const std::string kOffers = bytes_of(
    "000000ae 0e 08dfffffff0f 1000 1809 3a00 4001"  // call −33
    "9d01 1001"                                     // state NEGOTIATE
    "  228c01 0a05 544f4b454e 120a 4449474553542d4d4435 1a00 2207 64656661756c74"
    "         2a6c 7265616c6d3d2264656661756c74222c6e6f6e63653d22"
    "              3258434f3243434c2f4139663878616543365764363230456c4b316d702b6f334e366732654a2b45"
    "              "
    "222c716f703d2261757468222c636861727365743d7574662d382c616c676f726974686d3d6d64352d"
    "              73657373"
    "  220a 0a06 53494d504c45 1200");

RequestContext shell_context(std::string client_id = kClientId) {
  return {kClientProtocol, 1, std::move(client_id), "CLI"};
}

TEST(RpcGoldenTest, OurClientOpensAConnectionLikeHadoops) {
  // Hello and first call, byte for byte.
  const RequestContext context = shell_context();
  ByteBuffer out;
  ClientHandshake(context, {"root"}, nullptr).begin(out);
  append_call(out, context, {"getFileInfo", bytes_of("0a042f612f62"), 0, 0});
  EXPECT_EQ(out.readable(), kPreamble + kContext + kGetFileInfoCall);
}

TEST(RpcGoldenTest, OurPingIsHadoops) {
  // Recorded from a client whose server did not answer.
  ByteBuffer out;
  append_control(out, kPingCallId, shell_context(bytes_of("07bf247d2e354ae78bb2b4ffec0c75a0")),
                 nullptr);
  EXPECT_EQ(out.readable(), kPing);
}

TEST(RpcGoldenTest, OurServerReadsHadoopsHelloAndCall) {
  // The handshake learns the user; the call's three messages are what the shell meant.
  const ImpersonationCheck nobody;
  ServerHandshake handshake("127.0.0.1", nobody, nullptr);
  ByteBuffer out;
  EXPECT_EQ(handshake.preamble(kPreamble, out), ServerHandshake::Next::kContinue);

  ASSERT_EQ(peek_frame_length(kContext), kContext.size() - kLengthBytes);
  std::string_view rest = std::string_view(kContext).substr(kLengthBytes);
  hadoop::common::RpcRequestHeaderProto header;
  ASSERT_TRUE(parse_message(header, *take_delimited(rest)));
  EXPECT_EQ(header.callid(), kConnectionContextCallId);
  EXPECT_EQ(handshake.out_of_band(header.callid(), header.retrycount(), rest, out),
            ServerHandshake::Next::kContinue);
  EXPECT_TRUE(handshake.is_established());
  EXPECT_EQ(handshake.peer().user, "root");
  EXPECT_TRUE(out.empty());

  rest = std::string_view(kGetFileInfoCall).substr(kLengthBytes);
  ASSERT_TRUE(parse_message(header, *take_delimited(rest)));
  EXPECT_EQ(header.callid(), 0);
  EXPECT_EQ(header.clientid(), kClientId);
  EXPECT_EQ(header.callercontext().context(), "CLI");
  hadoop::common::RequestHeaderProto method;
  ASSERT_TRUE(parse_message(method, *take_delimited(rest)));
  EXPECT_EQ(method.methodname(), "getFileInfo");
  EXPECT_EQ(method.declaringclassprotocolname(), kClientProtocol);
  EXPECT_EQ(take_delimited(rest), bytes_of("0a042f612f62"));
  EXPECT_TRUE(rest.empty());
}

TEST(RpcGoldenTest, OurAnswersAreTheNameNodes) {
  // An empty response and one with a value.
  const Peer root{"root", "", "127.0.0.1"};
  const Call get_file_info(root, {.client_id = kClientId, .call_id = 0});
  const Call mkdirs(root, {.client_id = kClientId, .call_id = 1});
  ByteBuffer out;
  append_success(out, get_file_info, "");
  EXPECT_EQ(out.readable(), kGetFileInfoAnswer);
  out.consume(out.size());
  append_success(out, mkdirs, bytes_of("0801"));
  EXPECT_EQ(out.readable(), kMkdirsAnswer);
}

TEST(RpcGoldenTest, OurLastWordsAreTheNameNodes) {
  // Impersonation and a second connection context end the connection with these bytes.
  const RequestContext context{kClientProtocol, 1, bytes_of("0102030405060708090a0b0c0d0e0f10")};
  const ImpersonationCheck nobody;
  const auto last_word = [&](const ClientUser& user, int times) {
    ServerHandshake handshake("127.0.0.1", nobody, nullptr);
    ByteBuffer in;
    ByteBuffer out;
    ClientHandshake(context, user, nullptr).begin(in);
    in.consume(kConnectionHeaderBytes);
    for (int i = 0; i < times; ++i) {
      std::string_view rest = in.readable().substr(kLengthBytes);
      take_delimited(rest);
      handshake.out_of_band(kConnectionContextCallId, kNoRetryCount, rest, out);
    }
    return std::string(out.readable());
  };
  EXPECT_EQ(last_word({"bob", "alice"}, 1), kNotAllowedToImpersonate);
  EXPECT_EQ(last_word({"root"}, 2), kSecondContext);
}

TEST(RpcGoldenTest, OtherIpcVersionsAreAnsweredAlike) {
  // Each age of client gets its own format.
  EXPECT_EQ(version_mismatch_reply(10), kToVersion10);
  EXPECT_EQ(version_mismatch_reply(8), kToVersion8);
  EXPECT_EQ(version_mismatch_reply(2), kToVersion2);
}

class OnlySimple final : public security::SaslClientFactory {
 public:
  std::unique_ptr<security::SaslClient> create(const security::SaslOffer& offer,
                                               const security::SaslPeer&) override {
    seen = offer;
    return nullptr;
  }
  security::SaslOffer seen;
};

TEST(RpcGoldenTest, OurClientUnderstandsTheNameNodesOffers) {
  // It asks as Hadoop's client does, is offered DIGEST-MD5, declines, and goes on with SIMPLE.
  OnlySimple factory;
  const RequestContext context = shell_context();
  const ClientUser root{"root"};
  ClientHandshake handshake(context, root, &factory);
  ByteBuffer out;
  handshake.begin(out);
  EXPECT_EQ(out.readable(), kSaslPreamble + kNegotiate);
  out.consume(out.size());
  const auto received = handshake.receive(std::string_view(kOffers).substr(kLengthBytes), out);
  ASSERT_TRUE(received) << received.error().message;
  EXPECT_EQ(factory.seen, (security::SaslOffer{"TOKEN", "DIGEST-MD5", "", "default"}));
  EXPECT_TRUE(handshake.is_complete());
  EXPECT_TRUE(out.readable().ends_with(kContext));
}

}  // namespace
}  // namespace mammoth::rpc
