#include "hdfs-cli/commands/cat.h"

#include <algorithm>

#include "common/base/bytes.h"
#include "hdfs-cli/commands/commands.h"
#include "hdfs-cli/errors.h"

namespace mammoth::cli {

namespace {

class Head final : public Cat {
 public:
  using Cat::Cat;

 protected:
  Result<void> parse_options(Arguments& arguments) override {
    return CommandFormat(1, 1).parse(arguments);
  }

  Result<std::vector<PathData>> expand_argument(const std::string& argument) override {
    return std::vector<PathData>{TRY(look_up(file_systems(), argument))};
  }

  Result<void> process_path(PathData& item) override {
    static constexpr std::uint64_t kShownBytes = 1024;
    if (item.is_directory()) return is_a_directory(item.text);
    const auto source = TRY(open(item));
    return show(*source, kShownBytes);
  }
};

}  // namespace

Result<void> Cat::parse_options(Arguments& arguments) {
  CommandFormat format(1, kAnyNumber, {"ignoreCrc"});
  TRY(format.parse(arguments));
  file_systems().local_checksums().verify = !format.has("ignoreCrc");
  return {};
}

Result<void> Cat::process_path(PathData& item) {
  if (item.is_directory()) return is_a_directory(item.text);
  const auto source = TRY(open(item));
  return show(*source);
}

Result<std::unique_ptr<ByteSource>> Cat::open(const PathData& item) {
  return std::make_unique<formats::FileSource>(TRY(item.file_system->open(item.path)));
}

Result<void> Cat::show(ByteSource& source, std::uint64_t limit_bytes) {
  const auto memory = std::make_unique_for_overwrite<std::byte[]>(kCopyBufferBytes);
  while (limit_bytes > 0) {
    const std::span buffer(memory.get(), std::min<std::uint64_t>(limit_bytes, kCopyBufferBytes));
    const std::size_t count = TRY(source.read(buffer));
    if (count == 0) break;
    out().write(as_text(buffer.first(count)));
    if (out().failed()) return Error{ErrorCode::kIo, "Unable to write to output stream."};
    limit_bytes -= count;
  }
  return {};
}

constexpr CommandInfo kCat{"cat", "[-ignoreCrc] <src> ...",
                           "Shows files on standard output.\n"
                           "-ignoreCrc  Does not verify checksums.",
                           &make_command<Cat>};

constexpr CommandInfo kHead{"head", "<file>", "Shows the first 1024 bytes of a file.",
                            &make_command<Head>};

}  // namespace mammoth::cli
