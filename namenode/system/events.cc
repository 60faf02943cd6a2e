// The events of the file system, for those who follow it.
#include "namenode/system/namesystem.h"

namespace mammoth::namenode {

namespace {

NamespaceEvent created_event(const std::string& path, const Inode& inode) {
  return {.kind = EventKind::kCreate,
          .path = path,
          .other_path = inode.link_target ? *inode.link_target : std::string(),
          .inode_kind = inode.kind,
          .time_ms = inode.modification_time_ms,
          .size_bytes = static_cast<std::int64_t>(inode.preferred_block_size_bytes),
          .replication = inode.replication,
          .mode = inode.mode,
          .owner = inode.owner,
          .group = inode.group};
}

}  // namespace

void NamesystemCore::note(Operation& operation, NamespaceEvent event) const {
  if (events_.enabled()) operation.events.push_back(std::move(event));
}

// The directories that were made on the way, and the last inode itself.
void NamesystemCore::note_created(Operation& operation, const ResolvedPath& path,
                                  bool overwrote) const {
  if (!events_.enabled()) return;
  std::size_t made = 0;
  for (const Change& change : operation.transaction.changes())
    if (const auto* put = std::get_if<PutInode>(&change))
      made += !put->inode->is_directory() || put->inode->id == put->at.parent ? 0 : 1;
  const bool leaf = !path.last()->is_directory();
  const std::size_t depth = path.depth();
  std::size_t first = depth + 1 - std::min(made + (leaf ? 1 : 0), depth);
  for (std::size_t level = first; level <= depth; ++level) {
    NamespaceEvent event = created_event(path.path_to(level), *path.inode(level));
    event.flag = overwrote && level == depth;
    operation.events.push_back(std::move(event));
  }
}

void NamesystemCore::note_renamed(Operation& operation, std::string_view source,
                                  std::string_view target) const {
  // The older rename moves into a directory that is there.
  std::string to(target);
  const auto there = tree_.resolve(nullptr, target, PathUse::kReadLink);
  if (there && there->exists() && there->last()->is_directory() &&
      operation.audit.command == "rename") {
    const std::size_t slash = source.rfind('/');
    to = there->path() + (there->is_root() ? "" : "/") + std::string(source.substr(slash + 1));
  }
  note(operation, {.kind = EventKind::kRename,
                   .path = std::string(source),
                   .other_path = std::move(to),
                   .time_ms = clock_.wall_ms()});
}

// Hadoop tells of a concatenation as of an append, after which the sources are gone.
void NamesystemCore::note_joined(Operation& operation, const std::string& target,
                                 const std::vector<std::string>& sources) const {
  const std::int64_t now_ms = clock_.wall_ms();
  note(operation, {.kind = EventKind::kAppend, .path = target});
  for (const std::string& source : sources)
    note(operation, {.kind = EventKind::kUnlink, .path = source, .time_ms = now_ms});
  note(operation, {.kind = EventKind::kClose, .path = target, .time_ms = now_ms, .size_bytes = -1});
}

void NamesystemCore::note_metadata(Operation& operation, const std::string& path,
                                   NamespaceEvent event) const {
  event.kind = EventKind::kMetadata;
  event.path = path;
  note(operation, std::move(event));
}

std::uint64_t Namesystem::last_event_transaction() const {
  const std::shared_lock lock(mutex_);
  return events_.last_transaction();
}

Result<EventPage> Namesystem::read_events(const Caller& caller, std::uint64_t from) const {
  TRY(check_superuser(caller, "getEditsFromTxid"));
  return read(caller, {}, [&](Operation&) -> Result<EventPage> {
    return EventPage{.batches = events_.read(from, options_.events_limit),
                     .last_transaction = events_.last_transaction()};
  });
}

}  // namespace mammoth::namenode
