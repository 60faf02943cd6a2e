// What a process holds in tokens and secrets, and the file that it is given them in:
// container_tokens in a container's directory (HADOOP_TOKEN_FILE_LOCATION), the `tokens` of a
// launch context, the file of the option -tokenCacheFile (Hadoop:
// org.apache.hadoop.security.Credentials).
//
//   "HDTS"  0  vint n, n × {alias, token}  vint m, m × {alias, secret}     Writables
//   "HDTS"  1  delimited CredentialsProto                                    protobuf
//
// Plain values, not thread-safe. Order is kept: bytes that were read and not changed are written as
// they were.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "common/base/result.h"
#include "common/security/token.h"

namespace mammoth::security {

enum class CredentialsFormat : char { kWritable = 0, kProtobuf = 1 };

inline constexpr std::size_t kMaxCredentialsBytes = 16u << 20;

class Credentials {
 public:
  struct NamedToken {
    std::string alias;  // usually the token's service
    Token token;
  };
  struct Secret {
    std::string alias;
    std::string bytes;
  };

  // What has the alias already is replaced.
  void add(std::string alias, Token token);
  void add_secret(std::string alias, std::string bytes);

  // Null where there is none.
  const Token* find(std::string_view alias) const;
  const Token* find_kind(std::string_view kind) const;  // the first
  const std::string* find_secret(std::string_view alias) const;

  const std::vector<NamedToken>& tokens() const { return tokens_; }
  const std::vector<Secret>& secrets() const { return secrets_; }

 private:
  std::vector<NamedToken> tokens_;
  std::vector<Secret> secrets_;
};

// Hadoop's own programs write the first format and read both.
std::string encode_credentials(const Credentials& credentials,
                               CredentialsFormat format = CredentialsFormat::kWritable);
// kIo for a wrong head, an unknown format, or more than kMaxCredentialsBytes; kEof for an early
// end. What follows the end is passed over, as Java does.
Result<Credentials> decode_credentials(std::string_view bytes);

}  // namespace mammoth::security
