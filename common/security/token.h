// A token: the right to speak to a service for a while, given by who may give it, and carried by
// processes that have no other proof (Hadoop: org.apache.hadoop.security.token.Token). Its holder
// proves it with the password, which never travels; the identifier tells the issuer what it is for.
//
// Plain values. Whoever logs one leaves the password out.
#pragma once

#include <string>
#include <string_view>

#include "common/base/result.h"

namespace hadoop::common {
class TokenProto;
}

namespace mammoth::security {

// Kinds: what the identifier is, and who takes it.
inline constexpr std::string_view kAmRmToken = "YARN_AM_RM_TOKEN";
inline constexpr std::string_view kNmToken = "NMToken";
inline constexpr std::string_view kContainerToken = "ContainerToken";
inline constexpr std::string_view kClientToAmToken = "YARN_CLIENT_TOKEN";
inline constexpr std::string_view kRmDelegationToken = "RM_DELEGATION_TOKEN";
inline constexpr std::string_view kJobToken = "mapreduce.job";
inline constexpr std::string_view kHistoryDelegationToken = "MR_DELEGATION_TOKEN";
inline constexpr std::string_view kHdfsDelegationToken = "HDFS_DELEGATION_TOKEN";

struct Token {
  std::string identifier;  // bytes; the kind says of what
  std::string password;    // bytes, a secret
  std::string kind;
  std::string service;  // where it is good: ip:port, or several with commas between, or a job's id
  bool operator==(const Token&) const = default;
};

// As Java's Token.write has it: identifier, password, kind, service.
void append_token(std::string& out, const Token& token);
Result<Token> take_token(std::string_view& in);
// The same for a string that holds one token and nothing after it.
std::string encode_token(const Token& token);
Result<Token> decode_token(std::string_view bytes);

hadoop::common::TokenProto to_proto(const Token& token);
Token from_proto(const hadoop::common::TokenProto& proto);

}  // namespace mammoth::security
