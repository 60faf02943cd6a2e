// The inside of the MetaStore. Private to this room.
#pragma once

#include <fmt/format.h>

#include <array>
#include <atomic>
#include <memory>
#include <mutex>
#include <utility>

#include "common/io/malformed_input.h"
#include "common/io/system_disk.h"
#include "namenode/store/batch.h"
#include "namenode/store/committer.h"
#include "namenode/store/database.h"
#include "namenode/store/directory_states.h"
#include "namenode/store/frame_answers.h"
#include "namenode/store/inode_cache.h"
#include "namenode/store/journal.h"
#include "namenode/store/key_schema.h"
#include "namenode/store/meta_records.h"
#include "namenode/store/meta_store.h"
#include "namenode/store/open_file_changes.h"
#include "namenode/store/record_codec.h"

namespace mammoth::namenode {

// Runs a decoder over a record of the database.
template <class Decode>
auto decoded(Decode decode, ByteView record) {
  try {
    return decode(record);
  } catch (const MalformedInput& error) {
    throw StoreError(fmt::format("the database holds a damaged record: {}", error.what()));
  }
}

inline InodePtr decoded_inode(ByteView record) {
  return std::make_shared<const Inode>(decoded(decode_inode, record));
}

inline std::string prefix_of(KeySpace space) {
  return std::string(1, static_cast<char>(space));
}

struct MetaStore::Parts {
  Parts(const std::string& name_directory, const StoreOptions& options, Disk* journal_disk)
      : committer([this] { return commit(); }),
        database(database_directory(name_directory), options, Database::Mode::kExisting,
                 [this](const std::string& reason) { committer.fail(reason); }),
        meta(read_meta_records(database)),
        cache(options.inode_cache_bytes),
        journal(journal_disk != nullptr ? *journal_disk : system_disk,
                journal_directory(name_directory), options.memtable_bytes, meta.journal_salt) {
    journal.recover(
        read_applied_frame(database),
        [this](ByteView change) {
          rocksdb::WriteBatch recovered{std::string(as_text(change))};
          database.write(recovered);
        },
        options.recovered_answer);
    for (std::size_t i = 0; i < kIdMarks; ++i)
      marks[i] = read_mark(database, static_cast<IdMark>(i));
    scan_open_files([this](InodeId id, ByteView) { open_files.add_stored(id); });
  }

  // The database's records of open files.
  void scan_open_files(const std::function<void(InodeId, ByteView)>& visit) const;
  DirectoryState stored_state(InodeId directory, const DirectoryState& otherwise) const;
  void write_to_database();  // the batch; a failure ends the store
  void apply_to_memory(const Change& change);
  void close_frame();
  void complete_tables(FrameNumber applied);
  Sequence commit();

  Committer committer;
  Database database;  // its threads may tell the committer of failures
  const MetaRecords meta;
  SystemDisk system_disk;
  InodeCache cache;
  std::array<std::uint64_t, kIdMarks> marks{};  // changed by the one writer
  std::atomic<std::uint64_t> transactions{0}, puts{0}, erases{0}, directory_puts{0}, frames{0};

  // The committer's own, once it runs:
  Journal journal;
  bool has_old_segments = false;

  std::mutex write_mutex;
  // Guarded by write_mutex:
  Frame frame;
  std::shared_ptr<FrameAnswers> answers = std::make_shared<FrameAnswers>();  // of the frame
  DirectoryStates states;
  OpenFileChanges open_files;
  rocksdb::WriteBatch batch;
  rocksdb::WriteBatch open_files_batch;  // what the journal gets at once and the database later
  bool checkpoint_wanted = false;        // with the next frame
};

}  // namespace mammoth::namenode
