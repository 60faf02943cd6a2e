// What administrators do.
#include <algorithm>
#include <charconv>
#include <fstream>
#include <sstream>

#include "common/base/log.h"
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

namespace {

constexpr std::uint64_t kLongestWindowSeconds = 1'000'000'000;  // of saveNamespace; 31 years

std::string_view command_of(SafeModeAction action) {
  switch (action) {
    case SafeModeAction::kGet:
      return "safemode_get";
    case SafeModeAction::kEnter:
      return "safemode_enter";
    case SafeModeAction::kLeave:
      return "safemode_leave";
    case SafeModeAction::kForceExit:
      return "safemode_force_exit";
  }
  return "";
}

// One host a line, or several between spaces; from # on a comment (Hadoop: HostsFileReader).
Result<std::vector<std::string>> read_hosts(const std::string& file_name) {
  std::vector<std::string> hosts;
  if (file_name.empty()) return hosts;
  std::ifstream file(file_name);
  if (!file) return Error{ErrorCode::kIo, "cannot read the hosts file " + file_name};
  std::string line;
  while (std::getline(file, line)) {
    std::istringstream words(line);
    std::string word;
    while (words >> word && !word.starts_with('#')) hosts.push_back(word);
  }
  return hosts;
}

}  // namespace

Result<void> Namesystem::check_superuser(const Caller& caller, std::string_view operation) const {
  if (!policy_.enabled) return {};
  const Operation op = begin(caller, {.command = operation});
  Result<void> result = op.checker.check_superuser(operation);
  if (!result) audit_.record(caller, op.audit, result);
  return result;
}

void Namesystem::audit_admin(const Caller& caller, std::string_view operation) const {
  audit_.record(caller, {.command = operation}, Result<void>());
}

void Namesystem::set_protected_directories(std::set<std::string> directories) {
  const std::unique_lock lock(mutex_);
  tree_.protect(std::move(directories));
}

Result<bool> Namesystem::set_safe_mode(const Caller& caller, SafeModeAction action) {
  const std::string_view command = command_of(action);
  if (action != SafeModeAction::kGet) TRY(check_superuser(caller, command));
  bool active = false;
  {
    const std::unique_lock lock(mutex_);
    SafeMode& safe_mode = blocks_.safe_mode();
    if (action == SafeModeAction::kEnter) {
      safe_mode.enter(false);
      log::info("namesystem", "Safe mode is ON. {}", safe_mode.tip());
    } else if (action != SafeModeAction::kGet && safe_mode.active()) {
      if (safe_mode.leave(action == SafeModeAction::kForceExit))
        log::info("namesystem", "Safe mode is OFF");
      else
        log::warn("namesystem", "Leaving safe mode was refused: {}", safe_mode.tip());
    }
    active = safe_mode.active();
  }
  audit_admin(caller, command);
  return active;
}

bool Namesystem::in_safe_mode() const {
  const std::shared_lock lock(mutex_);
  return blocks_.safe_mode().active();
}

Result<void> Namesystem::check_not_in_safe_mode(const std::string& what) const {
  const std::shared_lock lock(mutex_);
  return refuse_in_safe_mode(what);
}

Result<bool> Namesystem::save_namespace(const Caller& caller, const SaveNamespace& request) {
  TRY(check_superuser(caller, "saveNamespace"));
  Checkpoint now{.wall_ms = clock_.wall_ms(), .transactions = 0};
  bool recent = false;
  {
    const std::shared_lock lock(mutex_);
    if (!blocks_.safe_mode().active())
      return Error{ErrorCode::kIo,
                   "Safe mode should be turned ON in order to create namespace image."};
    now.transactions = transactions_;
    const auto window_ms = static_cast<std::int64_t>(
        std::min<std::uint64_t>(request.time_window_seconds, kLongestWindowSeconds) * 1'000);
    recent = (request.time_window_seconds > 0 || request.transaction_gap > 0) && last_checkpoint_ &&
             now.wall_ms - last_checkpoint_->wall_ms <= window_ms &&
             now.transactions - last_checkpoint_->transactions <= request.transaction_gap;
  }
  if (!recent) {
    if (!parts_.checkpoint)
      return Error{ErrorCode::kUnsupportedOperation,
                   "saveNamespace is not supported by this store"};
    parts_.checkpoint();  // without the lock: it takes its time
    log::info("namesystem", "New namespace image has been created");
    const std::unique_lock lock(mutex_);
    last_checkpoint_ = now;
  }
  audit_admin(caller, "saveNamespace");
  return !recent;
}

Result<std::uint64_t> Namesystem::roll_edits(const Caller& caller) {
  TRY(check_superuser(caller, "rollEditLog"));
  TRY(check_not_in_safe_mode("Log not rolled"));
  if (!parts_.checkpoint)
    return Error{ErrorCode::kUnsupportedOperation, "rollEdits is not supported by this store"};
  log::info("namesystem", "Roll Edit Log from {}", caller.remote_address);
  parts_.checkpoint();
  audit_admin(caller, "rollEditLog");
  return last_sequence_ + 1;
}

Result<bool> Namesystem::restore_failed_storage(const Caller& caller, const std::string& argument) {
  TRY(check_superuser(caller, "restoreFailedStorage"));
  if (argument != "check") restore_failed_storage_ = argument == "true";
  audit_admin(caller, "restoreFailedStorage");
  return restore_failed_storage_.load();
}

Result<void> Namesystem::refresh_nodes(const Caller& caller) {
  TRY(check_superuser(caller, "refreshNodes"));
  TRY(read_host_files());
  audit_admin(caller, "refreshNodes");
  return {};
}

Result<void> Namesystem::read_host_files() {
  HostLists lists;
  if (parts_.read_hosts) {
    lists = TRY(parts_.read_hosts());
  } else {
    lists.included = TRY(read_hosts(options_.hosts_file));
    lists.excluded = TRY(read_hosts(options_.excluded_hosts_file));
  }
  const std::unique_lock lock(mutex_);
  blocks_.refresh_nodes(std::move(lists));
  return {};
}

Result<std::vector<BlockPlaces>> Namesystem::get_blocks(const Caller& caller,
                                                        const BlocksWanted& wanted) const {
  TRY(check_superuser(caller, "getBlocks"));
  TRY(check_not_in_safe_mode("Cannot execute getBlocks"));
  const std::shared_lock lock(mutex_);
  return blocks_.blocks_on_datanode(wanted);
}

Result<CorruptFilePage> Namesystem::list_corrupt_file_blocks(const Caller& caller,
                                                             const std::string& path,
                                                             const std::string& cookie) const {
  TRY(check_superuser(caller, "listCorruptFileBlocks"));
  std::uint64_t after = 0;
  std::from_chars(cookie.data(), cookie.data() + cookie.size(), after);
  return read(caller, {}, [&](Operation&) -> Result<CorruptFilePage> {
    CorruptFilePage page{.paths = {}, .blocks = {}, .cookie = std::to_string(after)};
    const std::string below = path.ends_with('/') ? path : path + "/";
    const std::size_t limit = options_.corrupt_files_limit;
    for (std::uint64_t next = after; page.paths.size() < limit;) {
      const std::vector<BlockId> ids = blocks_.corrupt_blocks(BlockId(next), limit);
      for (const BlockId id : ids) {
        if (page.paths.size() == limit) return page;
        next = id.value();
        page.cookie = std::to_string(next);
        const auto owner = table_.block_owner(id);
        const auto name = owner ? tree_.path_of(*owner) : std::nullopt;
        if (!name || (*name != path && !name->starts_with(below))) continue;
        page.paths.push_back(*name);
        page.blocks.push_back(id);
      }
      if (ids.size() < limit) break;
    }
    return page;
  });
}

}  // namespace mammoth::namenode
