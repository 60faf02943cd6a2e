// `hdfs debug` (Hadoop: DebugAdmin): what an expert does to the files of a DataNode and to leases.
#include <fmt/format.h>
#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>

#include "common/base/bytes.h"
#include "common/config/keys.h"
#include "common/hdfs/file_requests.h"
#include "common/io/data_checksum.h"
#include "common/io/malformed_input.h"
#include "hdfs-cli/format.h"
#include "hdfs-cli/help.h"
#include "hdfs-cli/tools/admin_tool.h"
#include "hdfs-cli/tools/tools.h"

namespace mammoth::cli {

namespace {

struct DebugCommand {
  std::string_view name;
  std::string_view usage;
  std::string_view help;
  Result<int> (*run)(Environment& environment, const DebugCommand& command, Arguments arguments);
};

constexpr std::size_t kChunksAtOnce = 32 * 1024;
constexpr std::uint32_t kChunkBytesMax = 1 << 20;  // beyond that a buffer of 32 GiB

int explain(Environment& environment, const DebugCommand& command) {
  environment.out.line(std::string(command.usage));
  environment.out.line(std::string(command.help) + "\n");
  return kToolMisused;
}

std::string open_failure(const std::string& path) {
  return fmt::format("java.io.FileNotFoundException: {} ({})", path, std::strerror(errno));
}

std::string_view checksum_name(ChecksumType type) {
  switch (type) {
    case ChecksumType::kCrc32:
      return "CRC32";
    case ChecksumType::kCrc32c:
      return "CRC32C";
    case ChecksumType::kNull:
      break;
  }
  return "NULL";
}

// Or why there is none.
struct MetaHeader {
  DataChecksum checksum;
  std::string failure{};
};

MetaHeader read_meta_header(std::ifstream& file, const std::string& path) {
  if (!file) return {{}, open_failure(path)};
  std::array<char, kMetaHeaderBytes> header{};
  if (!file.read(header.data(), header.size()))
    return {{},
            "org.apache.hadoop.hdfs.server.datanode.CorruptMetaHeaderException: EOF while reading "
            "header from meta. The meta file may be truncated or corrupt"};
  try {
    return {decode_meta_header(std::as_bytes(std::span(header)))};
  } catch (const MalformedInput&) {
    return {{},
            "org.apache.hadoop.hdfs.server.datanode.CorruptMetaHeaderException: The block meta "
            "file header is corrupt"};
  }
}

std::uint32_t crc_at(ByteView bytes, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < kCrcBytes; ++i)
    value = value << 8 | std::to_integer<std::uint32_t>(bytes[at + i]);
  return value;
}

// Reads a block and its checksums side by side; the exit code.
int verify_block(Environment& environment, const DataChecksum& checksum, std::ifstream& meta,
                 const std::string& block_path) {
  std::ifstream block(block_path, std::ios::binary);
  if (!block) {
    environment.err.line(fmt::format("Failed to open HDFS block file for {}: {}", block_path,
                                     open_failure(block_path)));
    return kToolMisused;
  }
  std::vector<char> data(std::size_t{checksum.bytes_per_checksum} * kChunksAtOnce);
  std::vector<char> sums(checksum.size() * kChunksAtOnce);
  for (std::uint64_t offset = 0;;) {
    block.read(data.data(), static_cast<std::streamsize>(data.size()));
    const auto length = static_cast<std::size_t>(block.gcount());
    if (length == 0) break;
    const ByteView bytes = std::as_bytes(std::span(data)).first(length);
    const std::size_t sums_length = checksum.checksums_bytes(length);
    meta.read(sums.data(), static_cast<std::streamsize>(sums_length));
    if (static_cast<std::size_t>(meta.gcount()) < sums_length) {
      environment.out.line(fmt::format(
          "verifyChunkedSums error: java.io.EOFException: {} has too few checksums for {}",
          "the metadata file", block_path));
      return kToolMisused;
    }
    const ByteView expected = std::as_bytes(std::span(sums)).first(sums_length);
    if (const auto bad = checksum.verify(bytes, expected)) {
      const std::size_t start = *bad * checksum.bytes_per_checksum;
      const ByteView chunk =
          bytes.subspan(start, std::min<std::size_t>(checksum.bytes_per_checksum, length - start));
      environment.out.line(fmt::format(
          "verifyChunkedSums error: org.apache.hadoop.fs.ChecksumException: Checksum {} not "
          "matched for file {} at position {}: expected={:X} but computed={:X}, algorithm={}",
          checksum_name(checksum.type), block_path, offset + start,
          crc_at(expected, *bad * kCrcBytes), update_crc(checksum.type, 0, chunk),
          checksum_name(checksum.type)));
      return kToolMisused;
    }
    offset += length;
  }
  environment.out.line("Checksum verification succeeded on block file " + block_path);
  return 0;
}

Result<int> verify_meta(Environment& environment, const DebugCommand& command,
                        Arguments arguments) {
  if (arguments.empty()) return explain(environment, command);
  const auto block = TRY(pop_option_with_argument("-block", arguments));
  const auto path = TRY(pop_option_with_argument("-meta", arguments));
  if (!path) return misused(environment, "You must specify a meta file with -meta");
  std::ifstream meta(*path, std::ios::binary);
  MetaHeader header = read_meta_header(meta, *path);
  if (header.failure.empty() && header.checksum.bytes_per_checksum > kChunkBytesMax)
    header.failure = fmt::format("{} bytes per checksum are more than {}, the limit here",
                                 header.checksum.bytes_per_checksum, kChunkBytesMax);
  if (!header.failure.empty())
    return misused(environment, fmt::format("Failed to read HDFS metadata file header for {}: {}",
                                            *path, header.failure));
  environment.out.line(fmt::format("Checksum type: DataChecksum(type={}, chunkSize={})",
                                   checksum_name(header.checksum.type),
                                   header.checksum.bytes_per_checksum));
  if (!block) return 0;
  return verify_block(environment, header.checksum, meta, *block);
}

Result<int> compute_meta(Environment& environment, const DebugCommand& command,
                         Arguments arguments) {
  if (arguments.empty()) return explain(environment, command);
  const auto fail = [&](int code, const std::string& what) {
    environment.err.line(what);
    return code;
  };
  const auto name = TRY(pop_option_with_argument("-block", arguments));
  if (!name) return fail(2, "You must specify a block file with -block");
  struct stat info{};
  if (::stat(name->c_str(), &info) != 0 || !S_ISREG(info.st_mode))
    return fail(3, fmt::format("Block file <{}> does not exist or is not a file", *name));
  const auto out = TRY(pop_option_with_argument("-out", arguments));
  if (!out) return fail(4, "You must specify a output file with -out");
  if (::stat(out->c_str(), &info) == 0) return fail(5, "output file already exists!");

  const std::string type = environment.configuration.get(keys::kDfsChecksumType);
  const DataChecksum checksum =
      make_data_checksum(static_cast<std::int64_t>(type == "CRC32"  ? ChecksumType::kCrc32
                                                   : type == "NULL" ? ChecksumType::kNull
                                                                    : ChecksumType::kCrc32c),
                         environment.configuration.get_int(keys::kDfsBytesPerChecksum));
  std::ifstream block(*name, std::ios::binary);
  std::ofstream meta(*out, std::ios::binary);
  meta << encode_meta_header(checksum);
  std::vector<char> data(std::size_t{checksum.bytes_per_checksum} * kChunksAtOnce);
  std::vector<std::byte> sums(checksum.size() * kChunksAtOnce);
  while (block.read(data.data(), static_cast<std::streamsize>(data.size())) || block.gcount() > 0) {
    const auto length = static_cast<std::size_t>(block.gcount());
    const auto part = std::span(sums).first(checksum.checksums_bytes(length));
    checksum.compute(std::as_bytes(std::span(data)).first(length), part);
    meta.write(reinterpret_cast<const char*>(part.data()), std::ssize(part));
  }
  meta.close();
  if (!meta || block.bad()) return fail(1, fmt::format("IOException: {} cannot be written", *out));
  environment.out.line(
      fmt::format("Checksum calculation succeeded on block file {} saved metadata to meta file {}",
                  *name, *out));
  return 0;
}

Result<int> recover_lease(Environment& environment, const DebugCommand& command,
                          Arguments arguments) {
  constexpr std::int64_t kPauseMs = 5'000;
  if (arguments.empty()) return explain(environment, command);
  const auto path = TRY(pop_option_with_argument("-path", arguments));
  const auto retries = TRY(pop_option_with_argument("-retries", arguments));
  if (!path) return misused(environment, "You must supply a -path argument to recoverLease.");
  const auto tries = retries ? parse_int(*retries) : Result<std::int32_t>(1);
  if (!tries)
    return misused(environment,
                   "Failed to parse the argument to -retries: java.lang.NumberFormatException: " +
                       tries.error().message);
  FileSystems file_systems(environment);
  const Path parsed = TRY(Path::parse(*path));
  const auto file_system = TRY(file_systems.of(parsed));
  if (file_system->scheme() != "hdfs")
    return misused(environment,
                   fmt::format("Invalid filesystem for path {}: needed scheme hdfs, but got: {}",
                               *path, file_system->scheme()));
  const std::string target = file_systems.qualify(*file_system, parsed).path();
  const auto namenode = TRY(namenode_of(environment, *file_system));
  for (std::int32_t done = 0;;) {
    const auto recovered = hdfs::recover_lease(*namenode, target);
    if (recovered && *recovered) {
      environment.out.line("recoverLease SUCCEEDED on " + *path);
      return 0;
    }
    environment.err.line(recovered ? "recoverLease returned false."
                                   : "recoverLease got exception: " + recovered.error().message);
    if (!recovered && recovered.error().code == ErrorCode::kFileNotFound)
      return misused(environment, "Giving up on recoverLease for " + *path + " after 1 try");
    if (++done >= *tries) break;
    environment.err.line(fmt::format("Retrying in {} ms...", kPauseMs));
    if (!environment.sleep(kPauseMs)) break;
    environment.err.line(fmt::format("Retry #{}", done));
  }
  return misused(environment, fmt::format("Giving up on recoverLease for {} after {} {}", *path,
                                          *tries, *tries == 1 ? "try." : "tries."));
}

// No file of this cluster is striped, which is what it says of each.
Result<int> verify_ec(Environment& environment, const DebugCommand& command, Arguments arguments) {
  if (arguments.size() < 2) return explain(environment, command);
  const auto file = TRY(pop_option_with_argument("-file", arguments));
  if (!file) return Error{ErrorCode::kIllegalArgument, "Can not create a Path from a null string"};
  FileSystems file_systems(environment);
  const ToolTarget target = TRY(hdfs_target(file_systems, *file));
  const auto status = target.file_system->status(target.path);
  if (!status && status.error().code == ErrorCode::kFileNotFound)
    return misused(environment, "File " + *file + " does not exist.");
  if (!status) return status.error();
  if (status->is_directory)
    return misused(environment, "File " + *file + " is not a regular file.");
  const auto namenode = TRY(namenode_of(environment, *target.file_system));
  if (!TRY(hdfs::is_file_closed(*namenode, target.path)))
    return misused(environment, "File " + *file + " is not closed.");
  if (!status->is_erasure_coded)
    return misused(environment, "File " + *file + " is not erasure coded.");
  return Error{ErrorCode::kUnsupportedOperation, "Striped files are not supported."};
}

constexpr DebugCommand kDebugCommands[]{
    {"verifyMeta", "verifyMeta -meta <metadata-file> [-block <block-file>]",
     "  Reads the header of a metadata file of a DataNode; with a block file, verifies that file\n"
     "  against the checksums.",
     &verify_meta},
    {"computeMeta", "computeMeta -block <block-file> -out <output-metadata-file>",
     "  Computes the metadata file of a block file.\n\n"
     "  The checksums will agree with whatever is in the block file, broken or not: for blocks\n"
     "  that are known to be good and whose metadata file is lost.",
     &compute_meta},
    {"recoverLease", "recoverLease -path <path> [-retries <num-retries>]",
     "  Takes a file away from its writer and closes it. It is tried once unless said.",
     &recover_lease},
    {"verifyEC", "verifyEC -file <file> [-blockId <blk_Id>] [-skipFailureBlocks]",
     "  Verifies the parity of an erasure coded file. Files of this system are replicated.",
     &verify_ec},
};

int print_debug_usage(Environment& environment) {
  environment.out.line("Usage: hdfs debug <command> [arguments]\n");
  environment.out.line("These commands are for experts: a mistake may lose data.\n");
  for (const DebugCommand& command : kDebugCommands)
    environment.out.line(std::string(command.usage));
  environment.out.line("");
  environment.out.write(std::string(generic_options_text()));
  return 0;
}

const DebugCommand* find_debug_command(const Arguments& arguments) {
  if (arguments.empty()) return nullptr;
  std::string_view name = arguments.front();
  if (name.starts_with('-')) name.remove_prefix(1);
  const auto* found = std::ranges::find(kDebugCommands, name, &DebugCommand::name);
  return found == std::end(kDebugCommands) ? nullptr : found;
}

}  // namespace

int run_debug(Environment& environment, const Arguments& arguments) {
  if (!arguments.empty() && (arguments[0] == "help" || arguments[0] == "-help")) {
    const DebugCommand* topic = find_debug_command({arguments.begin() + 1, arguments.end()});
    if (topic == nullptr) return print_debug_usage(environment);
    explain(environment, *topic);
    return 0;
  }
  const DebugCommand* command = find_debug_command(arguments);
  if (command == nullptr) return print_debug_usage(environment);
  const auto outcome =
      command->run(environment, *command, Arguments(arguments.begin() + 1, arguments.end()));
  if (outcome) return *outcome;
  const bool is_mistake = outcome.error().code == ErrorCode::kIllegalArgument ||
                          outcome.error().code == ErrorCode::kUnsupportedOperation;
  return misused(environment, fmt::format("{}: {}", is_mistake ? "RuntimeException" : "IOException",
                                          outcome.error().message));
}

}  // namespace mammoth::cli
