#include "namenode/store/meta_store.h"

#include <chrono>
#include <thread>

#include "common/base/log.h"
#include "namenode/store/meta_store_parts.h"

namespace mammoth::namenode {

namespace {

constexpr std::chrono::milliseconds kFlushPoll{1};

}  // namespace

std::unique_ptr<MetaStore> MetaStore::open(const std::string& name_directory,
                                           const StoreOptions& options, Disk* journal_disk) try {
  auto parts = std::make_unique<Parts>(name_directory, options, journal_disk);
  return std::unique_ptr<MetaStore>(new MetaStore(std::move(parts)));
} catch (const DiskError& error) {
  throw StoreError(fmt::format("cannot open the journal: {}", error.what()));
}

MetaStore::MetaStore(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {
  parts_->committer.start();
}

MetaStore::~MetaStore() {
  parts_->committer.stop();
  if (failed()) return;
  try {
    // So that the next start has nothing to recover.
    const std::lock_guard lock(parts_->write_mutex);
    parts_->complete_tables(parts_->journal.next_frame() - 1);
    parts_->database.flush();
  } catch (const StoreError& error) {
    log::warn("store", "{}", error.what());
  }
}

const FileSystemIdentity& MetaStore::identity() const {
  return parts_->meta.identity;
}

// ---- Reading
// ----------------------------------------------------------------------------------------

InodePtr MetaStore::find_child(InodeId parent, std::string_view name) const {
  if (InodePtr cached = parts_->cache.find(parent, name)) return cached;
  InodePtr inode;
  parts_->database.get(entry_key(parent, name),
                       [&](ByteView record) { inode = decoded_inode(record); });
  if (inode != nullptr) parts_->cache.put(parent, name, inode);
  return inode;
}

std::optional<Locator> MetaStore::locate(InodeId id) const {
  if (auto open_file = find_open_file(id)) return std::move(open_file->locator);
  std::optional<Locator> locator;
  parts_->database.get(id_key(KeySpace::kLocator, id.value()),
                       [&](ByteView record) { locator = decoded(decode_locator, record); });
  return locator;
}

std::optional<OpenFile> MetaStore::find_open_file(InodeId id) const {
  {
    const std::lock_guard lock(parts_->write_mutex);
    if (const OpenFile* changed = parts_->open_files.find(id)) return *changed;
    if (!parts_->open_files.stored(id)) return std::nullopt;
  }
  std::optional<OpenFile> open_file;
  parts_->database.get(id_key(KeySpace::kOpenFile, id.value()),
                       [&](ByteView record) { open_file = decoded(decode_open_file, record); });
  return open_file;
}

std::optional<InodeId> MetaStore::block_owner(BlockId id) const {
  std::optional<InodeId> owner;
  parts_->database.get(id_key(KeySpace::kBlock, id.value()),
                       [&](ByteView record) { owner = InodeId{decoded(decode_number, record)}; });
  return owner;
}

void MetaStore::scan_children(InodeId parent, std::string_view start_after,
                              const ChildVisitor& visit) const {
  const std::string start = entry_key(parent, start_after);
  parts_->database.scan(entry_prefix(parent), start, Database::Caching::kFill,
                        [&](std::string_view key, ByteView record) {
                          if (key == start) return true;
                          return visit(key.substr(kIdKeyBytes), decoded_inode(record));
                        });
}

DirectoryState MetaStore::directory_state(const Inode& directory) const {
  {
    const std::lock_guard lock(parts_->write_mutex);
    if (const auto* changed = parts_->states.find(directory.id)) return *changed;
  }
  return parts_->stored_state(directory.id,
                              {directory.modification_time_ms, directory.access_time_ms, 0});
}

DirectoryState MetaStore::Parts::stored_state(InodeId directory,
                                              const DirectoryState& otherwise) const {
  DirectoryState state = otherwise;
  database.get(id_key(KeySpace::kDirectoryState, directory.value()),
               [&](ByteView record) { state = decoded(decode_directory_state, record); });
  return state;
}

std::vector<XAttr> MetaStore::xattrs(InodeId id) const {
  std::vector<XAttr> xattrs;
  parts_->database.get(id_key(KeySpace::kXAttrs, id.value()),
                       [&](ByteView record) { xattrs = decoded(decode_xattrs, record); });
  return xattrs;
}

std::vector<std::pair<InodeId, OpenFile>> MetaStore::open_files() const {
  const std::lock_guard lock(parts_->write_mutex);
  const OpenFileChanges& changes = parts_->open_files;
  std::vector<std::pair<InodeId, OpenFile>> files;
  parts_->scan_open_files([&](InodeId id, ByteView record) {
    if (changes.stored(id) && changes.find(id) == nullptr)
      files.emplace_back(id, decoded(decode_open_file, record));
  });
  changes.visit([&](InodeId id, const OpenFile& file) { files.emplace_back(id, file); });
  return files;
}

void MetaStore::Parts::scan_open_files(const std::function<void(InodeId, ByteView)>& visit) const {
  const std::string prefix = prefix_of(KeySpace::kOpenFile);
  database.scan(prefix, prefix, Database::Caching::kLeave,
                [&](std::string_view key, ByteView record) {
                  if (const auto id = parse_id_key(KeySpace::kOpenFile, key))
                    visit(InodeId{*id}, record);
                  return true;
                });
}

std::optional<InodeId> MetaStore::next_orphan(InodeId after) const {
  std::optional<InodeId> orphan;
  parts_->database.scan(prefix_of(KeySpace::kOrphan), id_key(KeySpace::kOrphan, after.value() + 1),
                        Database::Caching::kFill, [&](std::string_view key, ByteView) {
                          if (const auto id = parse_id_key(KeySpace::kOrphan, key))
                            orphan = InodeId{*id};
                          return false;
                        });
  return orphan;
}

void MetaStore::scan_records(std::string_view prefix, std::string_view start,
                             const RecordVisitor& visit) const {
  parts_->database.scan(
      record_key(prefix), record_key(start), Database::Caching::kLeave,
      [&](std::string_view key, ByteView record) { return visit(key.substr(1), as_text(record)); });
}

std::uint64_t MetaStore::mark(IdMark mark) const {
  return parts_->marks[static_cast<std::size_t>(mark)];
}

// ---- Writing
// ----------------------------------------------------------------------------------------

Sequence MetaStore::apply(Transaction&& transaction) {
  Parts& parts = *parts_;
  if (failed()) throw StoreError("the metadata store has failed");
  if (transaction.empty()) return parts.committer.last_applied();
  const std::lock_guard lock(parts.write_mutex);
  parts.batch.Clear();
  parts.open_files_batch.Clear();
  const ChangeCounts counts = append_changes(transaction, parts.batch, parts.open_files_batch);
  parts.write_to_database();
  if (parts.batch.Count() != 0) parts.frame.add(parts.batch.Data());
  if (parts.open_files_batch.Count() != 0) parts.frame.add(parts.open_files_batch.Data());
  for (const Change& change : transaction.changes()) parts.apply_to_memory(change);
  ++parts.transactions;
  parts.puts += counts.puts;
  parts.erases += counts.erases;
  if (AnswerSlotPtr* slot = transaction.answer_slot()) *slot = parts.answers->open_slot();
  return parts.committer.applied();
}

void MetaStore::Parts::write_to_database() {
  if (batch.Count() == 0) return;
  try {
    database.write(batch);
  } catch (const StoreError& error) {
    committer.fail(error.what());
    throw;
  }
}

void MetaStore::Parts::apply_to_memory(const Change& change) {
  if (const auto* put = std::get_if<PutInode>(&change))
    cache.put(put->at.parent, put->at.name, put->inode);
  else if (const auto* erase = std::get_if<EraseInode>(&change))
    cache.erase(erase->at.parent, erase->at.name);
  else if (const auto* touch = std::get_if<TouchDirectory>(&change))
    states.touch(*touch, [this](InodeId id) { return stored_state(id, {}); });
  else if (const auto* gone = std::get_if<EraseDirectoryState>(&change))
    states.erase(gone->directory);
  else if (const auto* opened = std::get_if<PutOpenFile>(&change))
    open_files.put(opened->id, opened->open_file);
  else if (const auto* closed = std::get_if<EraseOpenFile>(&change))
    open_files.erase(closed->id);
  else if (const auto* mark = std::get_if<PutIdMark>(&change))
    marks[static_cast<std::size_t>(mark->mark)] = mark->value;
}

// Completes the frame: the states of the directories that it changed, and its number.
void MetaStore::Parts::close_frame() {
  batch.Clear();
  states.end_frame([&](InodeId directory, const DirectoryState& state) {
    batch.Put(id_key(KeySpace::kDirectoryState, directory.value()), encode(state));
  });
  directory_puts += batch.Count();
  append_applied_frame(journal.next_frame(), batch);
  frame.add(batch.Data());
}

// Gives the database what so far only the journal has, so that its tables can stand for all frames
// up to this one.
void MetaStore::Parts::complete_tables(FrameNumber applied) {
  batch.Clear();
  states.hand_over([&](InodeId directory, const DirectoryState& state) {
    batch.Put(id_key(KeySpace::kDirectoryState, directory.value()), encode(state));
  });
  open_files.hand_over([&](InodeId id) { batch.Delete(id_key(KeySpace::kOpenFile, id.value())); },
                       [&](InodeId id, const OpenFile& file) {
                         batch.Put(id_key(KeySpace::kOpenFile, id.value()), encode(file));
                       });
  append_applied_frame(applied, batch);
  write_to_database();
}

Sequence MetaStore::Parts::commit() {
  Frame closed;
  std::shared_ptr<FrameAnswers> answers_of_closed = std::make_shared<FrameAnswers>();
  Sequence sequence = 0;
  bool segment_is_full = false;
  {
    const std::lock_guard lock(write_mutex);
    close_frame();
    std::swap(closed, frame);
    std::swap(answers_of_closed, answers);
    sequence = committer.last_applied();
    segment_is_full = !journal.has_room_for(closed);
    // The tables must end with a whole frame: before the next transaction.
    if (std::exchange(checkpoint_wanted, false) || segment_is_full) {
      complete_tables(journal.next_frame());
      database.begin_flush();
    }
  }
  if (segment_is_full) {
    journal.begin_segment();
    has_old_segments = true;
  }
  for (const std::string& answer : answers_of_closed->take()) closed.add_answer(answer);
  journal.append(std::move(closed));
  ++frames;
  if (has_old_segments && database.flushed()) {
    journal.release_old_segments();
    has_old_segments = false;
  }
  return sequence;
}

// ---- Durability
// -------------------------------------------------------------------------------------

std::uint64_t MetaStore::durable_sequence() const {
  return parts_->committer.durable_sequence();
}
bool MetaStore::failed() const {
  return parts_->committer.failed();
}

void MetaStore::on_advance(std::function<void(std::uint64_t)> advanced) {
  parts_->committer.on_advance(std::move(advanced));
}

void MetaStore::wait_until_durable(Sequence sequence) const {
  if (!parts_->committer.wait_until_durable(sequence))
    throw StoreError("the metadata store has failed");
}

void MetaStore::checkpoint() {
  Sequence frame_end = 0;
  {
    const std::lock_guard lock(parts_->write_mutex);
    parts_->checkpoint_wanted = true;
    frame_end =
        parts_->committer.applied();  // a frame is written, whether there are changes or not
  }
  wait_until_durable(frame_end);
  while (!parts_->database.flushed()) {
    if (failed()) throw StoreError("the metadata store has failed");
    std::this_thread::sleep_for(kFlushPoll);
  }
}

StoreStats MetaStore::stats() const {
  return {parts_->transactions, parts_->puts, parts_->erases, parts_->directory_puts,
          parts_->frames};
}

}  // namespace mammoth::namenode
