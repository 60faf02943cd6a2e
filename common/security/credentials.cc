#include "common/security/credentials.h"

#include <fmt/format.h>

#include <algorithm>

#include "common/base/bytes.h"
#include "common/io/malformed_input.h"
#include "common/io/varint.h"
#include "common/protocol/rpc/security.pb.h"
#include "common/security/writable.h"

namespace mammoth::security {

namespace {

constexpr std::string_view kMagic = "HDTS";

template <class Entries>
auto find_alias(Entries& entries, std::string_view alias) {
  return std::ranges::find(entries, alias,
                           [](const auto& entry) -> std::string_view { return entry.alias; });
}

// Each entry takes a byte or more, so what follows bounds their number.
Result<std::size_t> take_count(std::string_view& in) {
  const std::int64_t count = TRY(take_vlong(in));
  if (count < 0 || static_cast<std::uint64_t>(count) > in.size())
    return Error{ErrorCode::kIo, fmt::format("implausible number of credentials: {}", count)};
  return static_cast<std::size_t>(count);
}

Result<Credentials> read_writables(std::string_view in) {
  Credentials credentials;
  for (std::size_t left = TRY(take_count(in)); left > 0; --left) {
    std::string alias = TRY(take_vbytes(in));
    credentials.add(std::move(alias), TRY(take_token(in)));
  }
  for (std::size_t left = TRY(take_count(in)); left > 0; --left) {
    std::string alias = TRY(take_vbytes(in));
    credentials.add_secret(std::move(alias), TRY(take_vbytes(in)));
  }
  return credentials;
}

Result<Credentials> read_proto(std::string_view in) {
  const Error malformed{ErrorCode::kIo, "malformed protobuf in token storage"};
  hadoop::common::CredentialsProto proto;
  try {
    const auto length = parse_varint(as_byte_view(in));
    if (!length || length->value > in.size() - length->size) return malformed;
    const std::string_view body = in.substr(length->size, length->value);
    if (!proto.ParsePartialFromArray(body.data(), static_cast<int>(body.size())) ||
        !proto.IsInitialized())
      return malformed;
  } catch (const MalformedInput&) {
    return malformed;
  }
  Credentials credentials;
  for (const auto& entry : proto.tokens())
    credentials.add(entry.alias(), from_proto(entry.token()));
  for (const auto& entry : proto.secrets()) credentials.add_secret(entry.alias(), entry.secret());
  return credentials;
}

std::string proto_body(const Credentials& credentials) {
  hadoop::common::CredentialsProto proto;
  for (const auto& [alias, token] : credentials.tokens()) {
    auto& entry = *proto.add_tokens();
    entry.set_alias(alias);
    *entry.mutable_token() = to_proto(token);
  }
  for (const auto& [alias, bytes] : credentials.secrets()) {
    auto& entry = *proto.add_secrets();
    entry.set_alias(alias);
    entry.set_secret(bytes);
  }
  return proto.SerializeAsString();
}

}  // namespace

void Credentials::add(std::string alias, Token token) {
  const auto found = find_alias(tokens_, alias);
  if (found != tokens_.end())
    found->token = std::move(token);
  else
    tokens_.push_back({std::move(alias), std::move(token)});
}

void Credentials::add_secret(std::string alias, std::string bytes) {
  const auto found = find_alias(secrets_, alias);
  if (found != secrets_.end())
    found->bytes = std::move(bytes);
  else
    secrets_.push_back({std::move(alias), std::move(bytes)});
}

const Token* Credentials::find(std::string_view alias) const {
  const auto found = find_alias(tokens_, alias);
  return found == tokens_.end() ? nullptr : &found->token;
}

const Token* Credentials::find_kind(std::string_view kind) const {
  for (const NamedToken& entry : tokens_)
    if (entry.token.kind == kind) return &entry.token;
  return nullptr;
}

const std::string* Credentials::find_secret(std::string_view alias) const {
  const auto found = find_alias(secrets_, alias);
  return found == secrets_.end() ? nullptr : &found->bytes;
}

std::string encode_credentials(const Credentials& credentials, CredentialsFormat format) {
  std::string out(kMagic);
  out.push_back(static_cast<char>(format));
  if (format == CredentialsFormat::kProtobuf) {
    const std::string body = proto_body(credentials);
    append_varint(out, body.size());
    return out + body;
  }
  append_vlong(out, static_cast<std::int64_t>(credentials.tokens().size()));
  for (const auto& [alias, token] : credentials.tokens()) {
    append_vbytes(out, alias);
    append_token(out, token);
  }
  append_vlong(out, static_cast<std::int64_t>(credentials.secrets().size()));
  for (const auto& [alias, bytes] : credentials.secrets()) {
    append_vbytes(out, alias);
    append_vbytes(out, bytes);
  }
  return out;
}

Result<Credentials> decode_credentials(std::string_view bytes) {
  if (bytes.size() > kMaxCredentialsBytes)
    return Error{ErrorCode::kIo,
                 fmt::format("token storage of {} bytes is too large", bytes.size())};
  if (!bytes.starts_with(kMagic))
    return Error{ErrorCode::kIo, "Bad header found in token storage."};
  bytes.remove_prefix(kMagic.size());
  if (bytes.empty()) return Error{ErrorCode::kEof, "token storage ends after its header"};
  const auto format = static_cast<CredentialsFormat>(bytes.front());
  bytes.remove_prefix(1);
  switch (format) {
    case CredentialsFormat::kWritable:
      return read_writables(bytes);
    case CredentialsFormat::kProtobuf:
      return read_proto(bytes);
  }
  return Error{ErrorCode::kIo,
               fmt::format("Unknown credential format: {}", static_cast<int>(format))};
}

}  // namespace mammoth::security
