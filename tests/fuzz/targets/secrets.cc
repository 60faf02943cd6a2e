// Tokens, credentials and DIGEST-MD5.
#include "common/protocol/yarn/security_token.pb.h"
#include "common/security/credentials.h"
#include "common/security/digest_md5.h"
#include "common/security/token.h"
#include "common/yarn_tokens/am_rm_tokens.h"
#include "common/yarn_tokens/nm_token_verifier.h"
#include "tests/fuzz/target.h"

namespace mammoth::fuzz {

namespace {

void read_identifiers(std::string_view bytes) {
  (void)yarn_tokens::parse_am_rm_identifier(bytes);
  (void)yarn_tokens::parse_nm_identifier(bytes);
}

std::string credentials(security::CredentialsFormat format) {
  security::Credentials held;
  held.add("service", {.identifier = "id", .password = "pw", .kind = "KIND", .service = "service"});
  held.add_secret("alias", "secret");
  return security::encode_credentials(held, format);
}

const Registration file{{"credentials",
                         [](std::string_view bytes) { (void)security::decode_credentials(bytes); },
                         {credentials(security::CredentialsFormat::kWritable),
                          credentials(security::CredentialsFormat::kProtobuf)}}};
const Registration token{{"token",
                          [](std::string_view bytes) { (void)security::decode_token(bytes); },
                          {std::string("\x02id\x02pw\x04KIND\x01s", 13)}}};
const Registration digest{
    {"digest_md5",
     [](std::string_view bytes) { (void)security::parse_digest_directives(bytes); },
     {R"(realm="default",nonce="a\"b",qop="auth",charset=utf-8)"}}};
const Registration identifiers{
    {"yarn_identifiers", read_identifiers, {std::string("\x0a\x02\x08\x01", 4)}}};

}  // namespace

}  // namespace mammoth::fuzz
