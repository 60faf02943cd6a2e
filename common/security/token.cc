#include "common/security/token.h"

#include "common/protocol/rpc/security.pb.h"
#include "common/security/writable.h"

namespace mammoth::security {

void append_token(std::string& out, const Token& token) {
  append_vbytes(out, token.identifier);
  append_vbytes(out, token.password);
  append_vbytes(out, token.kind);
  append_vbytes(out, token.service);
}

Result<Token> take_token(std::string_view& in) {
  Token token;
  token.identifier = TRY(take_vbytes(in));
  token.password = TRY(take_vbytes(in));
  token.kind = TRY(take_vbytes(in));
  token.service = TRY(take_vbytes(in));
  return token;
}

std::string encode_token(const Token& token) {
  std::string out;
  append_token(out, token);
  return out;
}

Result<Token> decode_token(std::string_view bytes) {
  Token token = TRY(take_token(bytes));
  if (!bytes.empty()) return Error{ErrorCode::kIo, "bytes after the end of a token"};
  return token;
}

hadoop::common::TokenProto to_proto(const Token& token) {
  hadoop::common::TokenProto proto;
  proto.set_identifier(token.identifier);
  proto.set_password(token.password);
  proto.set_kind(token.kind);
  proto.set_service(token.service);
  return proto;
}

Token from_proto(const hadoop::common::TokenProto& proto) {
  return {proto.identifier(), proto.password(), proto.kind(), proto.service()};
}

}  // namespace mammoth::security
