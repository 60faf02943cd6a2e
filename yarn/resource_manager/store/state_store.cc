#include "yarn/resource_manager/store/state_store.h"

#include <fmt/format.h>

#include <charconv>

#include "common/io/malformed_input.h"
#include "yarn/resource_manager/store/state_codec.h"
#include "yarn/store/record_io.h"

namespace mammoth::yarn {

namespace {

constexpr const char* kVersionKey = "version";
constexpr const char* kVersion = "1";
constexpr const char* kEpochKey = "epoch";
constexpr const char* kMasterKeys = "master-keys";
constexpr std::string_view kApplications = "application/";
constexpr std::string_view kAttempts = "attempt/";

// Written with as many digits as it takes for the keys' order to be the ids'.
std::string id_part(const ApplicationId& id) {
  return fmt::format("{:016x}/{:08x}", id.cluster_timestamp, id.id);
}
std::string key_of(const ApplicationId& id) {
  return std::string(kApplications) + id_part(id);
}
std::string key_of(const AttemptId& id) {
  return fmt::format("{}{}/{:08x}", kAttempts, id_part(id.application), id.attempt);
}

template <class Number>
Number hex_at(std::string_view text, std::size_t begin, std::size_t digits) {
  Number number = 0;
  if (begin + digits > text.size()) throw MalformedInput("a key ends early");
  const char* first = text.data() + begin;
  const auto [end, error] = std::from_chars(first, first + digits, number, 16);
  if (error != std::errc() || end != first + digits) throw MalformedInput("a key has no number");
  return number;
}

ApplicationId application_in(std::string_view key) {
  return {hex_at<std::int64_t>(key, 0, 16), hex_at<std::int32_t>(key, 17, 8)};
}

std::string encode_keys(const yarn_tokens::KeyState& keys) {
  std::string record;
  RecordWriter out(record);
  out.number(keys.current.id);
  out.text(keys.current.bytes);
  out.flag(keys.next.has_value());
  if (keys.next) {
    out.number(keys.next->id);
    out.text(keys.next->bytes);
  }
  return record;
}

yarn_tokens::KeyState decode_keys(std::string_view record) {
  RecordReader in(record);
  yarn_tokens::KeyState keys;
  keys.current.id = in.small();
  keys.current.bytes = in.text();
  if (!in.flag()) return keys;
  keys.next.emplace().id = in.small();
  keys.next->bytes = in.text();
  return keys;
}

Error unreadable(std::string_view what, const std::exception& why) {
  return {ErrorCode::kIo, fmt::format("the state store's {} cannot be read: {}", what, why.what())};
}

}  // namespace

Result<std::unique_ptr<StateStore>> StateStore::open(const std::string& directory) {
  auto records = TRY(RecordStore::open(directory));
  const std::optional<std::string> version = TRY(records->get(kVersionKey));
  if (version && *version != kVersion)
    return Error{ErrorCode::kIo,
                 fmt::format("{} holds a state of version {}; this program reads version {}",
                             directory, *version, kVersion)};
  if (!version) records->put(kVersionKey, kVersion);
  return std::unique_ptr<StateStore>(new StateStore(std::move(records)));
}

Result<SavedState> StateStore::load(bool begin_epoch) {
  SavedState state;
  std::map<ApplicationId, Application> applications;
  std::string at;
  try {
    TRY(records_->scan(kApplications, [&](std::string_view key, std::string_view value) {
      at = key;
      const ApplicationId id = application_in(key.substr(kApplications.size()));
      applications.emplace(id, decode_application(id, value));
    }));
    TRY(records_->scan(kAttempts, [&](std::string_view key, std::string_view value) {
      at = key;
      const std::string_view rest = key.substr(kAttempts.size());
      const AttemptId id{application_in(rest), hex_at<std::int32_t>(rest, 26, 8)};
      const auto owner = applications.find(id.application);
      if (owner == applications.end()) throw MalformedInput("it has no application");
      std::vector<ApplicationAttempt>& attempts = owner->second.attempts;
      if (static_cast<std::size_t>(id.attempt) != attempts.size() + 1)
        throw MalformedInput("an attempt before it is missing");
      attempts.push_back(decode_attempt(id, value));
    }));
    at = kMasterKeys;
    if (const auto keys = TRY(records_->get(kMasterKeys))) state.master_keys = decode_keys(*keys);
    at = kEpochKey;
    if (const auto epoch = TRY(records_->get(kEpochKey)))
      state.epoch = RecordReader(*epoch).number();
  } catch (const MalformedInput& failure) {
    return unreadable(at, failure);
  }
  for (auto& [id, application] : applications) state.applications.push_back(std::move(application));
  if (!begin_epoch) return state;
  std::string next;
  RecordWriter(next).number(state.epoch + 1);
  records_->put(kEpochKey, next);
  if (!records_->flush()) return Error{ErrorCode::kIo, "the state store cannot be written"};
  return state;
}

void StateStore::save(const Cluster& cluster, const ClusterChanges& changes) {
  const RecordStore::Group group(*records_);
  for (const auto& [id, attempts] : changes.forgotten) {
    records_->remove(key_of(id));
    for (std::int32_t number = 1; number <= attempts; ++number)
      records_->remove(key_of(AttemptId{id, number}));
  }
  for (const ApplicationId& id : changes.applications) {
    const auto found = cluster.applications().find(id);
    if (found != cluster.applications().end())
      records_->put(key_of(id), encode_application(found->second));
  }
  for (const AttemptId& id : changes.attempts) {
    const auto found = cluster.applications().find(id.application);
    if (found == cluster.applications().end()) continue;
    if (const ApplicationAttempt* attempt = found->second.find(id))
      records_->put(key_of(id), encode_attempt(*attempt));
  }
}

void StateStore::save(const yarn_tokens::KeyState& master_keys) {
  records_->put(kMasterKeys, encode_keys(master_keys));
}

}  // namespace mammoth::yarn
