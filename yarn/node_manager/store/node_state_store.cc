#include "yarn/node_manager/store/node_state_store.h"

#include <fmt/format.h>

#include <map>

#include "common/io/malformed_input.h"
#include "yarn/node_manager/store/node_codec.h"
#include "yarn/store/record_io.h"

namespace mammoth::yarn::node {

namespace {

constexpr const char* kVersionKey = "version";
constexpr const char* kVersion = "1";
constexpr std::string_view kApplications = "application/";
constexpr std::string_view kContainers = "container/";
constexpr std::string_view kStates = "state/";
constexpr std::string_view kLaunched = "launched/";
constexpr std::string_view kFiles = "file/";
constexpr std::string_view kServices = "service/";
constexpr std::string_view kStarted = "started/";
constexpr const char* kNodeTokens = "node-tokens";
constexpr const char* kContainerKeys = "container-keys";

std::string key_of(std::string_view kind, std::string_view name) {
  return std::string(kind) + std::string(name);
}

std::string encode_application(const NodeApplication& it) {
  std::string record;
  RecordWriter out(record);
  out.text(it.user);
  out.u8(static_cast<std::uint8_t>(it.state));
  return record;
}

NodeApplication decode_application(std::string id, std::string_view record) {
  RecordReader in(record);
  NodeApplication it;
  it.id = std::move(id);
  it.user = in.text();
  it.state = in.choice(ApplicationState::kFinishing);
  return it;
}

std::string number_record(std::int64_t number) {
  std::string record;
  RecordWriter(record).number(number);
  return record;
}

SavedService decode_service(std::string_view name, std::string_view record) {
  const std::size_t slash = name.find('/');
  if (slash == std::string_view::npos) throw MalformedInput("the service has no name");
  RecordReader in(record);
  SavedService it;
  it.application = name.substr(0, slash);
  it.name = name.substr(slash + 1);
  it.user = in.text();
  it.data = in.text();
  return it;
}

}  // namespace

Result<std::unique_ptr<NodeStateStore>> NodeStateStore::open(const std::string& directory) {
  auto records = TRY(RecordStore::open(directory));
  const std::optional<std::string> version = TRY(records->get(kVersionKey));
  if (version && *version != kVersion)
    return Error{ErrorCode::kIo,
                 fmt::format("{} holds a state of version {}; this program reads version {}",
                             directory, *version, kVersion)};
  if (!version) records->put(kVersionKey, kVersion);
  return std::unique_ptr<NodeStateStore>(new NodeStateStore(std::move(records)));
}

Result<SavedNode> NodeStateStore::load() {
  SavedNode node;
  std::map<std::string, SavedContainer, std::less<>> containers;
  std::string at;
  const auto each = [&](std::string_view kind, const RecordStore::Visit& visit) {
    return records_->scan(kind, [&](std::string_view key, std::string_view value) {
      at = key;
      visit(key.substr(kind.size()), value);
    });
  };
  try {
    TRY(each(kApplications, [&](std::string_view id, std::string_view value) {
      node.applications.push_back(decode_application(std::string(id), value));
    }));
    TRY(each(kContainers, [&](std::string_view id, std::string_view value) {
      containers[std::string(id)].container.spec = decode_spec(std::string(id), value);
    }));
    TRY(each(kStates, [&](std::string_view id, std::string_view value) {
      if (const auto it = containers.find(id); it != containers.end())
        decode_state(value, it->second.container);
    }));
    TRY(each(kLaunched, [&](std::string_view id, std::string_view) {
      if (const auto it = containers.find(id); it != containers.end()) it->second.launched = true;
    }));
    TRY(each(kFiles, [&](std::string_view directory, std::string_view value) {
      node.files.push_back(decode_file(std::string(directory), value));
    }));
    TRY(each(kServices, [&](std::string_view name, std::string_view value) {
      node.services.push_back(decode_service(name, value));
    }));
    at = kNodeTokens;
    if (const auto it = TRY(records_->get(at))) node.node_tokens = decode_node_tokens(*it);
    at = kContainerKeys;
    if (const auto it = TRY(records_->get(at))) node.container_tokens = decode_container_keys(*it);
    TRY(each(kStarted, [&](std::string_view id, std::string_view value) {
      node.container_tokens.started[std::string(id)] = RecordReader(value).number();
    }));
  } catch (const MalformedInput& failure) {
    return Error{ErrorCode::kIo,
                 fmt::format("the state store's {} cannot be read: {}", at, failure.what())};
  }
  for (auto& [id, it] : containers) node.containers.push_back(std::move(it));
  const std::lock_guard lock(mutex_);
  node_tokens_ = node.node_tokens;
  container_tokens_ = node.container_tokens;
  return node;
}

void NodeStateStore::save(const Containers& containers, const ContainerChanges& changes) {
  const RecordStore::Group group(*records_);
  for (const auto& id : changes.applications)
    if (const auto it = containers.applications().find(id); it != containers.applications().end())
      records_->put(key_of(kApplications, id), encode_application(it->second));
  for (const auto& id : changes.begun)
    if (const Container* it = containers.find(id))
      records_->put(key_of(kContainers, id), encode_spec(it->spec));
  for (const auto& id : changes.changed)
    if (const Container* it = containers.find(id))
      records_->put(key_of(kStates, id), encode_state(*it));
  for (const auto& id : changes.forgotten) {
    if (containers.find(id) != nullptr) continue;
    for (const auto kind : {kContainers, kStates, kLaunched}) records_->remove(key_of(kind, id));
  }
  for (const auto& id : changes.ended) {
    if (containers.applications().contains(id)) continue;
    records_->remove(key_of(kApplications, id));
    records_->remove(key_of(kServices, id + "/mapreduce_shuffle"));
  }
}

void NodeStateStore::launching(const std::string& container) {
  records_->put(key_of(kLaunched, container), number_record(1));
}

void NodeStateStore::save(const SavedService& service) {
  std::string record;
  RecordWriter out(record);
  out.text(service.user);
  out.text(service.data);
  records_->put(key_of(kServices, service.application + "/" + service.name), record);
}

void NodeStateStore::save(const CacheKey& key, const CachedFile& file) {
  records_->put(key_of(kFiles, file.directory), encode_file(key, file));
}

void NodeStateStore::drop_file(const std::string& directory) {
  records_->remove(key_of(kFiles, directory));
}

void NodeStateStore::save(const yarn_tokens::NmTokenVerifier::State& tokens) {
  const std::lock_guard lock(mutex_);
  if (tokens == node_tokens_) return;
  node_tokens_ = tokens;
  records_->put(kNodeTokens, encode_node_tokens(tokens));
}

void NodeStateStore::save(const yarn_tokens::ContainerTokenVerifier::State& tokens) {
  const std::lock_guard lock(mutex_);
  if (tokens.current != container_tokens_.current || tokens.previous != container_tokens_.previous)
    records_->put(kContainerKeys, encode_container_keys(tokens));
  for (const auto& [id, expires] : tokens.started)
    if (!container_tokens_.started.contains(id))
      records_->put(key_of(kStarted, id), number_record(expires));
  for (const auto& [id, expires] : container_tokens_.started)
    if (!tokens.started.contains(id)) records_->remove(key_of(kStarted, id));
  container_tokens_ = tokens;
}

}  // namespace mammoth::yarn::node
