#include "mapreduce/api/files.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <mutex>

#include "common/config/configuration.h"
#include "common/hdfs/path.h"
#include "mapreduce/api/failure.h"

namespace mammoth::mapreduce::engine {

namespace {

constexpr std::uint16_t kDirectoryPermission = 0777;

class CountingReader final : public hdfs::FileReader {
 public:
  CountingReader(std::unique_ptr<hdfs::FileReader> reader, Counter* bytes)
      : reader_(std::move(reader)), bytes_(bytes) {}
  Result<std::size_t> read(std::span<std::byte> buffer) override {
    return counted(reader_->read(buffer));
  }
  Result<std::size_t> read_at(std::uint64_t offset, std::span<std::byte> buffer) override {
    return counted(reader_->read_at(offset, buffer));
  }
  Result<void> seek(std::uint64_t offset) override { return reader_->seek(offset); }
  std::uint64_t position() const override { return reader_->position(); }
  std::uint64_t length_bytes() const override { return reader_->length_bytes(); }

 private:
  Result<std::size_t> counted(Result<std::size_t> count) {
    if (count) bytes_->increment(static_cast<std::int64_t>(*count));
    return count;
  }
  std::unique_ptr<hdfs::FileReader> reader_;
  Counter* bytes_;
};

class CountingFileWriter final : public hdfs::FileWriter {
 public:
  CountingFileWriter(std::unique_ptr<hdfs::FileWriter> writer, Counter* bytes)
      : writer_(std::move(writer)), bytes_(bytes) {}
  Result<void> write(std::span<const std::byte> bytes) override {
    bytes_->increment(static_cast<std::int64_t>(bytes.size()));
    return writer_->write(bytes);
  }
  Result<void> hflush() override { return writer_->hflush(); }
  Result<void> hsync() override { return writer_->hsync(); }
  Result<void> close() override { return writer_->close(); }
  std::uint64_t position() const override { return writer_->position(); }

 private:
  std::unique_ptr<hdfs::FileWriter> writer_;
  Counter* bytes_;
};

// Every file system this process has opened; they hold connections and threads.
std::shared_ptr<hdfs::FileSystem> opened(const std::string& uri, const Configuration& conf) {
  static std::mutex mutex;
  static std::map<std::string, std::shared_ptr<hdfs::FileSystem>> all;
  const std::lock_guard lock(mutex);
  auto& found = all[uri];
  if (found == nullptr) found = orRaise(hdfs::open_file_system(uri, conf.properties()));
  return found;
}

std::string default_uri(const Configuration& configuration) {
  const std::string uri = configuration.get("fs.defaultFS", "file:///");
  if (uri == "local") return "file:///";
  return uri.find('/') == std::string::npos ? "hdfs://" + uri : uri;
}

void count(Counter* counter) {
  if (counter != nullptr) counter->increment(1);
}

}  // namespace

Files::Place Files::at(const std::string& text) const {
  const hdfs::Path path = orRaise(hdfs::Path::parse(text));
  const std::string standard = default_uri(configuration_);
  const bool is_default =
      !path.authority() && (!path.scheme() || *path.scheme() == hdfs::scheme_of(standard));
  const std::string uri =
      is_default
          ? fmt::format("{}://{}", hdfs::scheme_of(standard), hdfs::authority_of(standard))
          : fmt::format("{}://{}", path.scheme().value_or("file"), path.authority().value_or(""));
  Place place;
  place.file_system = opened(uri.ends_with("://") ? uri + "/" : uri, configuration_);
  const std::string working_directory = place.file_system->scheme() == "file"
                                            ? std::filesystem::current_path().string()
                                            : place.file_system->home_directory();
  const hdfs::Path full = path.qualified(place.file_system->uri(), working_directory);
  place.path = full.path();
  place.uri = full.to_string();
  return place;
}

FileCounts Files::countsOf(const hdfs::FileSystem& file_system) const {
  if (counters_ == nullptr) return {};
  std::string scheme = file_system.scheme();
  std::ranges::transform(scheme, scheme.begin(), [](char c) { return static_cast<char>(c - 32); });
  const auto counter = [&](std::string_view name) {
    return &counters_->findCounter(kFileSystemCounterGroup, fmt::format("{}_{}", scheme, name));
  };
  FileCounts counts{counter("BYTES_READ"), counter("BYTES_WRITTEN"), counter("READ_OPS"),
                    counter("WRITE_OPS")};
  counter("LARGE_READ_OPS");
  if (scheme == "FILE") counts.read_ops = counts.write_ops = nullptr;  // as in Hadoop: not counted
  if (scheme == "HDFS") counter("BYTES_READ_EC");
  return counts;
}

std::unique_ptr<hdfs::FileReader> Files::open(const std::string& path) const {
  const Place place = at(path);
  const FileCounts counts = countsOf(*place.file_system);
  count(counts.read_ops);
  auto reader = orRaise(place.file_system->open(place.path));
  if (counts.bytes_read == nullptr) return reader;
  return countedReader(std::move(reader), *counts.bytes_read);
}

std::unique_ptr<hdfs::FileWriter> Files::create(const std::string& path, bool overwrite) const {
  const Place place = at(path);
  const FileCounts counts = countsOf(*place.file_system);
  count(counts.write_ops);
  hdfs::CreateOptions options;
  options.overwrite = overwrite;
  auto writer = orRaise(place.file_system->create(place.path, options));
  if (counts.bytes_written == nullptr) return writer;
  return countedWriter(std::move(writer), *counts.bytes_written);
}

std::optional<hdfs::FileStatus> Files::status(const std::string& path) const {
  const Place place = at(path);
  count(countsOf(*place.file_system).read_ops);
  Result<hdfs::FileStatus> found = place.file_system->status(place.path);
  if (found) return std::move(*found);
  if (found.error().code == ErrorCode::kFileNotFound) return std::nullopt;
  raise(found.error());
}

std::vector<hdfs::FileStatus> Files::list(const std::string& directory) const {
  const Place place = at(directory);
  count(countsOf(*place.file_system).read_ops);
  return orRaise(place.file_system->list_all(place.path));
}

void Files::makeDirectories(const std::string& path) const {
  const Place place = at(path);
  count(countsOf(*place.file_system).write_ops);
  if (!orRaise(place.file_system->mkdirs(place.path, kDirectoryPermission)))
    throw IOException("Mkdirs failed to create " + place.uri);
}

void Files::rename(const std::string& from, const std::string& to) const {
  const Place source = at(from);
  const Place target = at(to);
  count(countsOf(*source.file_system).write_ops);
  if (!orRaise(source.file_system->rename(source.path, target.path)))
    throw IOException(fmt::format("Failed to rename {} to {}", source.uri, target.uri));
}

bool Files::remove(const std::string& path) const {
  const Place place = at(path);
  count(countsOf(*place.file_system).write_ops);
  return orRaise(place.file_system->remove(place.path, true));
}

std::string Files::readAll(const std::string& path, std::uint64_t limit) const {
  const auto reader = open(path);
  if (reader->length_bytes() > limit)
    throw IOException(
        fmt::format("{} has {} bytes, the limit is {}", path, reader->length_bytes(), limit));
  std::string bytes(reader->length_bytes(), '\0');
  std::size_t done = 0;
  while (done < bytes.size()) {
    const std::size_t count =
        orRaise(reader->read(std::as_writable_bytes(std::span(bytes).subspan(done))));
    if (count == 0) break;
    done += count;
  }
  bytes.resize(done);
  return bytes;
}

std::unique_ptr<hdfs::FileReader> countedReader(std::unique_ptr<hdfs::FileReader> reader,
                                                Counter& bytes) {
  return std::make_unique<CountingReader>(std::move(reader), &bytes);
}

std::unique_ptr<hdfs::FileWriter> countedWriter(std::unique_ptr<hdfs::FileWriter> writer,
                                                Counter& bytes) {
  return std::make_unique<CountingFileWriter>(std::move(writer), &bytes);
}

std::string joined(const std::string& directory, const std::string& name) {
  return directory.ends_with('/') ? directory + name : directory + "/" + name;
}

std::string baseName(const std::string& path) {
  return path.substr(path.rfind('/') + 1);
}

std::string withSchemeOf(const std::string& uri, const std::string& path) {
  const auto scheme = hdfs::scheme_of(uri);
  const bool has_authority = uri.substr(scheme.size()).starts_with("://");
  if (!has_authority) return fmt::format("{}:{}", scheme, path);
  return fmt::format("{}://{}{}", scheme, hdfs::authority_of(uri), path);
}

}  // namespace mammoth::mapreduce::engine
