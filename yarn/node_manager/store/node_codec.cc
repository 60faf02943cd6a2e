#include "yarn/node_manager/store/node_codec.h"

#include "yarn/store/record_io.h"

namespace mammoth::yarn::node {

namespace {

using yarn_tokens::MasterKey;

void write_key(RecordWriter& out, const std::optional<MasterKey>& key) {
  out.flag(key.has_value());
  if (!key) return;
  out.number(key->id);
  out.text(key->bytes);
}

std::optional<MasterKey> read_key(RecordReader& in) {
  if (!in.flag()) return std::nullopt;
  MasterKey key;
  key.id = in.small();
  key.bytes = in.text();
  return key;
}

void write_resource(RecordWriter& out, const LocalResource& it) {
  out.text(it.link);
  out.text(it.uri);
  out.number(it.timestamp_ms);
  out.u8(static_cast<std::uint8_t>(it.type));
  out.u8(static_cast<std::uint8_t>(it.visibility));
  out.text(it.pattern);
}

LocalResource read_resource(RecordReader& in) {
  LocalResource it;
  it.link = in.text();
  it.uri = in.text();
  it.timestamp_ms = in.number();
  it.type = in.choice(ResourceType::kPattern);
  it.visibility = in.choice(Visibility::kApplication);
  it.pattern = in.text();
  return it;
}

}  // namespace

std::string encode_spec(const ContainerSpec& spec) {
  std::string record;
  RecordWriter out(record);
  out.text(spec.application);
  out.text(spec.user);
  out.number(spec.memory_mb);
  out.number(spec.vcores);
  out.text(spec.token);
  out.varint(spec.resources.size());
  for (const LocalResource& it : spec.resources) write_resource(out, it);
  out.varint(spec.environment.size());
  for (const auto& [name, value] : spec.environment) {
    out.text(name);
    out.text(value);
  }
  out.varint(spec.command.size());
  for (const std::string& word : spec.command) out.text(word);
  out.text(spec.credentials);
  return record;
}

ContainerSpec decode_spec(std::string id, std::string_view record) {
  RecordReader in(record);
  ContainerSpec spec{.id = std::move(id)};
  spec.application = in.text();
  spec.user = in.text();
  spec.memory_mb = in.number();
  spec.vcores = in.number();
  spec.token = in.text();
  for (std::uint64_t left = in.count(); left > 0; --left)
    spec.resources.push_back(read_resource(in));
  for (std::uint64_t left = in.count(); left > 0; --left) {
    std::string name = in.text();
    spec.environment.emplace_back(std::move(name), in.text());
  }
  for (std::uint64_t left = in.count(); left > 0; --left) spec.command.push_back(in.text());
  spec.credentials = in.text();
  return spec;
}

std::string encode_state(const Container& it) {
  std::string record;
  RecordWriter out(record);
  out.u8(static_cast<std::uint8_t>(it.state));
  out.number(it.exit_status);
  out.text(it.diagnostics);
  out.number(it.started_ms);
  return record;
}

void decode_state(std::string_view record, Container& container) {
  RecordReader in(record);
  container.state = in.choice(ContainerState::kDone);
  container.exit_status = in.small();
  container.diagnostics = in.text();
  container.started_ms = in.number();
}

std::string encode_file(const CacheKey& key, const CachedFile& file) {
  std::string record;
  RecordWriter out(record);
  out.text(key.scope);
  out.text(key.uri);
  out.number(key.timestamp_ms);
  out.u8(static_cast<std::uint8_t>(key.type));
  out.text(key.pattern);
  out.text(file.path);
  out.varint(file.bytes);
  return record;
}

std::pair<CacheKey, CachedFile> decode_file(std::string directory, std::string_view record) {
  RecordReader in(record);
  CacheKey key;
  key.scope = in.text();
  key.uri = in.text();
  key.timestamp_ms = in.number();
  key.type = in.choice(ResourceType::kPattern);
  key.pattern = in.text();
  CachedFile file{.ready = true, .directory = std::move(directory)};
  file.path = in.text();
  file.bytes = in.varint();
  return {std::move(key), std::move(file)};
}

std::string encode_node_tokens(const yarn_tokens::NmTokenVerifier::State& tokens) {
  std::string record;
  RecordWriter out(record);
  write_key(out, tokens.current);
  write_key(out, tokens.previous);
  out.varint(tokens.attempts.size());
  for (const auto& [name, attempt] : tokens.attempts) {
    out.text(name);
    out.text(attempt.application);
    write_key(out, attempt.key);
  }
  return record;
}

yarn_tokens::NmTokenVerifier::State decode_node_tokens(std::string_view record) {
  RecordReader in(record);
  yarn_tokens::NmTokenVerifier::State tokens;
  tokens.current = read_key(in);
  tokens.previous = read_key(in);
  for (std::uint64_t left = in.count(); left > 0; --left) {
    const std::string name = in.text();
    auto& attempt = tokens.attempts[name];
    attempt.application = in.text();
    attempt.key = read_key(in).value_or(MasterKey{});
  }
  return tokens;
}

std::string encode_container_keys(const yarn_tokens::ContainerTokenVerifier::State& tokens) {
  std::string record;
  RecordWriter out(record);
  write_key(out, tokens.current);
  write_key(out, tokens.previous);
  return record;
}

yarn_tokens::ContainerTokenVerifier::State decode_container_keys(std::string_view record) {
  RecordReader in(record);
  yarn_tokens::ContainerTokenVerifier::State tokens;
  tokens.current = read_key(in);
  tokens.previous = read_key(in);
  return tokens;
}

}  // namespace mammoth::yarn::node
