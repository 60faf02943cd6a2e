// What a program does with files through our client library, one scenario an argument, all of them
// without arguments; the like of java/FilesProgram.java. The cluster is that of HADOOP_CONF_DIR.
// Prints "ok SCENARIO" for each; anything else is a failure.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <map>
#include <random>
#include <stdexcept>
#include <thread>

#include "common/base/bytes.h"
#include "common/config/configuration.h"
#include "common/config/keys.h"
#include "common/hdfs/file_system.h"

namespace mammoth::hdfs {
namespace {

using Bytes = std::vector<std::byte>;

void expect(bool condition, std::string_view what) {
  if (!condition) throw std::runtime_error(fmt::format("not as expected: {}", what));
}

template <class T>
void refused(ErrorCode code, const Result<T>& outcome, std::string_view what) {
  expect(!outcome, what);
  if (outcome.error().code != code)
    throw std::runtime_error(fmt::format("{}: {}", what, outcome.error().message));
}

Bytes random_bytes(std::size_t length, std::uint32_t seed) {
  std::mt19937 random(seed);
  Bytes bytes(length);
  for (auto& byte : bytes) byte = static_cast<std::byte>(random());
  return bytes;
}

class Program {
 public:
  Program()
      : configuration_(Configuration::load("").value()), fs_(another_client()), home_("/library") {
    fs_->mkdirs(home_, 0755).value();
  }

  static const auto& scenarios() {
    static const std::map<std::string, void (Program::*)()> all{
        {"bigFile", &Program::big_file},       {"positionalReads", &Program::positional_reads},
        {"append", &Program::append},          {"hflush", &Program::hflush},
        {"renameOver", &Program::rename_over}, {"smallFiles", &Program::small_files},
        {"truncate", &Program::truncate},      {"twoWriters", &Program::two_writers},
        {"refusals", &Program::refusals},
    };
    return all;
  }

  void run(const std::string& scenario) {
    (this->*scenarios().at(scenario))();
    fmt::print("ok {}\n", scenario);
  }

 private:
  std::shared_ptr<FileSystem> another_client() const {
    return open_file_system(configuration_.get(keys::kFsDefaultFs), configuration_).value();
  }

  void write(const std::string& path, std::span<const std::byte> bytes) {
    const auto writer = fs_->create(path, {}).value();
    writer->write(bytes).value();
    writer->close().value();
  }

  static Bytes read_all(FileSystem& fs, const std::string& path) {
    const auto reader = fs.open(path).value();
    Bytes bytes(reader->length_bytes() + 1);
    std::size_t done = 0;
    while (const std::size_t count = reader->read(std::span(bytes).subspan(done)).value())
      done += count;
    bytes.resize(done);
    return bytes;
  }

  // 300 MB with three replicas, written and read back.
  void big_file() {
    const std::string path = home_ + "/big";
    Bytes chunk = random_bytes(1 << 20, 7);
    CreateOptions options;
    options.replication = 3;
    const auto writer = fs_->create(path, options).value();
    for (std::size_t i = 0; i < 300; ++i) {
      chunk[i] ^= std::byte{0xff};
      writer->write(chunk).value();
    }
    writer->close().value();
    const FileStatus status = fs_->status(path).value();
    expect(status.length_bytes == 300u << 20 && status.replication == 3, "the file's status");
    Bytes expected = random_bytes(1 << 20, 7);
    Bytes seen(expected.size());
    const auto reader = fs_->open(path).value();
    for (std::size_t i = 0; i < 300; ++i) {
      expected[i] ^= std::byte{0xff};
      for (std::size_t done = 0; done < seen.size();)
        done += reader->read(std::span(seen).subspan(done)).value();
      expect(seen == expected, fmt::format("megabyte {}", i));
    }
    expect(reader->read(seen).value() == 0, "the end of the file");
    const auto blocks = fs_->block_locations(path, 0, status.length_bytes).value();
    expect(blocks.size() == 3 && blocks[0].names.size() == 3, "three blocks of three replicas");
    expect(fs_->checksum(path).value()->algorithm == "MD5-of-262144MD5-of-512CRC32C", "checksum");
  }

  void positional_reads() {
    const std::string path = home_ + "/positional";
    const Bytes data = random_bytes(3'000'001, 11);
    write(path, data);
    const auto reader = fs_->open(path).value();
    std::mt19937 random(3);
    for (int i = 0; i < 200; ++i) {
      const std::size_t from = random() % data.size();
      Bytes part(std::min<std::size_t>(random() % 70'000 + 1, data.size() - from));
      if (i % 2 == 0) {
        expect(reader->read_at(from, part).value() == part.size(), "read_at reads all of it");
      } else {
        reader->seek(from).value();
        for (std::size_t done = 0; done < part.size();)
          done += reader->read(std::span(part).subspan(done)).value();
      }
      expect(std::ranges::equal(part, std::span(data).subspan(from, part.size())), "range");
    }
  }

  // Appends that begin inside a chunk and at its border.
  void append() {
    const std::string path = home_ + "/append";
    Bytes all;
    write(path, all);
    for (const std::uint32_t length : {1u, 511u, 512u, 513u, 100'000u, 7u, 65'536u}) {
      const Bytes more = random_bytes(length, length);
      const auto writer = fs_->append(path).value();
      writer->write(more).value();
      writer->close().value();
      all.insert(all.end(), more.begin(), more.end());
      expect(read_all(*fs_, path) == all, fmt::format("content after {} more", length));
    }
  }

  // Another client sees what was flushed while the writer goes on.
  void hflush() {
    const std::string path = home_ + "/hflush";
    const Bytes data = random_bytes(10'000, 5);
    const auto other = another_client();
    const auto writer = fs_->create(path, {}).value();
    std::size_t written = 0;
    for (const std::size_t step : {100u, 412u, 1u, 3'000u, 5'000u, 1'487u}) {
      writer->write(std::span(data).subspan(written, step)).value();
      written += step;
      (step == 3'000 ? writer->hsync() : writer->hflush()).value();
      const Bytes seen = read_all(*other, path);
      expect(std::ranges::equal(seen, std::span(data).first(written)),
             fmt::format("what a reader sees at {}", written));
    }
    writer->close().value();
    expect(fs_->status(path).value().length_bytes == 10'000, "length after close");
  }

  void rename_over() {
    const std::string from = home_ + "/from";
    const std::string to = home_ + "/to";
    write(from, random_bytes(10, 1));
    write(to, random_bytes(20, 2));
    refused(ErrorCode::kFileAlreadyExists, fs_->rename2(from, to, false), "rename over, unasked");
    fs_->rename2(from, to, true).value();
    expect(fs_->status(to).value().length_bytes == 10, "the new file");
    refused(ErrorCode::kFileNotFound, fs_->status(from), "the source is gone");
    expect(!fs_->rename(from, to).value(), "rename of a missing file");
  }

  // 1,000 small files; counted, listed, read; the tree deleted at once.
  void small_files() {
    const std::string folder = home_ + "/small";
    for (int i = 0; i < 1000; ++i)
      write(fmt::format("{}/d{}/f{}", folder, i % 10, i), as_byte_view(fmt::format("file {}", i)));
    const ContentSummary summary = fs_->content_summary(folder).value();
    expect(summary.file_count == 1000 && summary.directory_count == 11, "content summary");
    expect(fs_->list_all(folder + "/d7").value().size() == 100, "a hundred in a folder");
    const Bytes seen = read_all(*fs_, folder + "/d7/f777");
    expect(std::ranges::equal(seen, as_byte_view("file 777")), "content");
    expect(!fs_->remove(folder, false), "a full directory goes with recursion only");
    expect(fs_->remove(folder, true).value(), "delete");
    expect(!fs_->remove(folder, true).value(), "deleted twice");
  }

  void truncate() {
    const std::string path = home_ + "/truncate";
    Bytes data = random_bytes(100'000, 9);
    write(path, data);
    bool done = fs_->truncate(path, 33'333).value();
    for (int i = 0; i < 200 && !done; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
      const auto again = fs_->truncate(path, 33'333);  // refused while the block is recovered
      done = again && *again;
    }
    data.resize(33'333);
    expect(read_all(*fs_, path) == data, "content");
  }

  void two_writers() {
    const std::string path = home_ + "/two-writers";
    const auto other = another_client();
    const auto writer = fs_->create(path, {}).value();
    writer->write(random_bytes(1'000, 1)).value();
    writer->hflush().value();
    refused(ErrorCode::kAlreadyBeingCreated, other->append(path), "a second writer");
    writer->write(random_bytes(1'000, 2)).value();
    writer->close().value();
    const auto next = other->append(path).value();
    next->write(random_bytes(1, 3)).value();
    next->close().value();
    expect(fs_->status(path).value().length_bytes == 2'001, "length after the other's append");
  }

  void refusals() {
    const std::string file = home_ + "/refusal-file";
    const std::string missing = home_ + "/missing";
    write(file, random_bytes(10, 1));
    CreateOptions keep;
    keep.overwrite = false;
    refused(ErrorCode::kFileNotFound, fs_->open(missing), "open");
    refused(ErrorCode::kFileNotFound, fs_->append(missing), "append");
    refused(ErrorCode::kFileNotFound, fs_->list_all(missing), "list");
    refused(ErrorCode::kFileNotFound, fs_->set_permission(missing, 0700), "set_permission");
    refused(ErrorCode::kFileNotFound, fs_->content_summary(missing), "content_summary");
    refused(ErrorCode::kFileAlreadyExists, fs_->create(file, keep), "create");
    refused(ErrorCode::kFileAlreadyExists, fs_->mkdirs(file, 0755), "mkdirs of a file");
    refused(ErrorCode::kParentNotDirectory, fs_->mkdirs(file + "/below", 0755), "mkdirs");
    refused(ErrorCode::kParentNotDirectory, fs_->create(file + "/below", {}),
            "create below a file");
    expect(!fs_->set_replication(missing, 2).value(), "replication of a missing file");
  }

  const Configuration configuration_;
  const std::shared_ptr<FileSystem> fs_;
  const std::string home_;
};

}  // namespace
}  // namespace mammoth::hdfs

int main(int argc, char** argv) {
  try {
    mammoth::hdfs::Program program;
    for (int i = 1; i < argc; ++i) program.run(argv[i]);
    if (argc == 1)
      for (const auto& [name, scenario] : mammoth::hdfs::Program::scenarios()) program.run(name);
    return 0;
  } catch (const std::exception& failure) {
    fmt::print(stderr, "{}\n", failure.what());
    return 1;
  }
}
