#include <fmt/format.h>

#include "hdfs-cli/commands/commands.h"
#include "hdfs-cli/errors.h"
#include "hdfs-cli/format.h"

namespace mammoth::cli {

namespace {

class Checksum final : public Command {
 public:
  using Command::Command;

 protected:
  Result<void> parse_options(Arguments& arguments) override {
    CommandFormat format(1, kAnyNumber, {"v"});
    TRY(format.parse(arguments));
    show_block_size_ = format.has("v");
    return {};
  }

  Result<void> process_path(PathData& item) override {
    if (item.is_directory()) return is_a_directory(item.text);
    const auto checksum = TRY(item.file_system->checksum(item.path));
    std::string line = item.text + "\t";
    line +=
        checksum ? fmt::format("{}\t{}", checksum->algorithm, hex_text(checksum->bytes)) : "NONE";
    if (show_block_size_) line += fmt::format("\tBlockSize={}", item.status->block_size_bytes);
    out().line(line);
    return {};
  }

 private:
  bool show_block_size_ = false;
};

}  // namespace

constexpr CommandInfo kChecksum{"checksum", "[-v] <src> ...",
                                "Shows the checksum of files and its algorithm. It is made from "
                                "the checksums that the DataNodes "
                                "keep, one of which is asked for every block; it depends on the "
                                "block size and on how the file was "
                                "checksummed when it was written.\n"
                                "-v  Also the block size.",
                                &make_command<Checksum>};

}  // namespace mammoth::cli
