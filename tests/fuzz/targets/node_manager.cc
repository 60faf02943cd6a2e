// What a NodeManager reads of others: jars and zip archives, indices of map outputs, tokens of
// jobs, /proc.
#include "common/tfile/tfile_reader.h"
#include "common/tfile/tfile_writer.h"
#include "tests/fuzz/target.h"
#include "yarn/node_manager/launch/process_tree.h"
#include "yarn/node_manager/localizer/zip_archive.h"
#include "yarn/node_manager/shuffle/map_output.h"
#include "yarn/node_manager/shuffle/shuffle_jobs.h"

namespace mammoth::fuzz {

namespace {

using namespace yarn::node;

void read_zip(std::string_view bytes) {
  const ByteView archive = as_byte_view(bytes);
  const auto entries = read_zip_directory(archive);
  if (!entries) return;
  std::uint64_t left = 16 << 20;
  for (const ZipEntry& entry : *entries)
    if (!read_zip_entry(archive, entry, [&](ByteView piece) -> Result<void> {
          if (piece.size() > left) return Error{ErrorCode::kIo, "enough"};
          left -= piece.size();
          return {};
        }))
      return;
}

void read_map_index(std::string_view bytes) {
  (void)part_of_index(as_byte_view(bytes), 1, "file.out.index");
}

void read_job_token(std::string_view bytes) {
  ShuffleJobs jobs;
  (void)jobs.begin_application("application_1_0001", "user", bytes);
}

class NoRecords final : public tfile::Visitor {
 public:
  Result<bool> begin_record(std::string_view) override { return true; }
  Result<void> value(std::string_view) override { return {}; }
  Result<void> end_record() override { return {}; }
};

void read_tfile(std::string_view bytes) {
  NoRecords visitor;
  (void)tfile::read(
      [&](std::uint64_t offset, std::size_t count) -> Result<std::string> {
        return std::string(bytes.substr(offset, count));
      },
      bytes.size(), visitor);
}

std::string small_tfile() {
  std::string file;
  tfile::Writer writer([&](std::string_view piece) -> Result<void> {
    file += piece;
    return {};
  });
  (void)writer.begin_record("key");
  (void)writer.write_value("value");
  (void)writer.end_record();
  (void)writer.finish();
  return file;
}

void read_process_line(std::string_view bytes) {
  ProcessFigures figures;
  (void)parse_process_line(std::string(bytes), figures);
}

const Registration registrations[] = {
    Registration({"zip_archive", read_zip, {std::string("PK\5\6") + std::string(18, '\0')}}),
    Registration({"map_output_index", read_map_index, {std::string(56, '\0')}}),
    Registration({"shuffle_job_token", read_job_token, {std::string(4, '\0')}}),
    Registration({"tfile", read_tfile, {small_tfile()}}),
    Registration(
        {"process_line", read_process_line, {"1 (a) S 1 1 1 0 0 0 0 0 0 0 1 1 0 0 0 0 0 0 1 1 1"}}),
};

}  // namespace

}  // namespace mammoth::fuzz
