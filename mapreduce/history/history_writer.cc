#include "mapreduce/history/history_writer.h"

#include <fmt/format.h>

#include <functional>
#include <span>
#include <utility>
#include <vector>

#include "common/base/log.h"
#include "mapreduce/api/failure.h"
#include "mapreduce/api/files.h"
#include "mapreduce/history/avro.h"

namespace mammoth::mapreduce::history {

namespace {

constexpr std::uint16_t kEveryonesDirectory = 01777;
constexpr std::uint16_t kUsersDirectory = 0770;
constexpr std::uint16_t kFilePermission = 0770;
constexpr std::size_t kCopyBytes = 1 << 20;

const AvroSchema& our_schema() {
  static const AvroSchema schema = engine::orRaise(AvroSchema::parse(event_schema()));
  return schema;
}

// Whether somebody who follows the job should see it at once.
bool is_urgent(const Event& event) {
  return !std::holds_alternative<TaskStarted>(event) &&
         !std::holds_alternative<AttemptStarted>(event);
}

std::string xml_escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (static_cast<unsigned char>(c) < 0x20)
      out += fmt::format("&#{};", static_cast<int>(c));
    else
      out += c;
  }
  return out;
}

void write_text(hdfs::FileWriter& file, std::string_view text) {
  engine::orRaise(file.write(std::as_bytes(std::span(text))));
}

// One finished file of the intermediate directory: visible once it is whole.
class Delivery {
 public:
  Delivery(const engine::Files& files, const std::string& directory)
      : files_(files), directory_(directory) {}

  void add(const std::string& name, const std::function<void(hdfs::FileWriter&)>& content) {
    const engine::Files::Place place = files_.at(engine::joined(directory_, name + "_tmp"));
    hdfs::CreateOptions options;
    options.overwrite = true;
    options.permission = kFilePermission;
    const auto file = engine::orRaise(place.file_system->create(place.path, options));
    content(*file);
    engine::orRaise(file->close());
    engine::orRaise(place.file_system->set_permission(place.path, kFilePermission));
    names_.push_back(name);
  }
  void show() {
    for (const std::string& name : names_)
      files_.rename(engine::joined(directory_, name + "_tmp"), engine::joined(directory_, name));
  }

 private:
  const engine::Files& files_;
  const std::string directory_;
  std::vector<std::string> names_;
};

void make_directory(const engine::Files& files, const std::string& path, std::uint16_t permission) {
  const engine::Files::Place place = files.at(path);
  if (files.exists(path)) return;
  if (!engine::orRaise(place.file_system->mkdirs(place.path, permission)))
    throw IOException("Mkdirs failed to create " + place.uri);
  engine::orRaise(place.file_system->set_permission(place.path, permission));
}

// Java's DataOutputStream.writeUTF: a length of two bytes before the text.
std::string with_length(std::string_view text) {
  constexpr std::size_t kMaxBytes = 0xffff;
  const std::string_view kept = text.substr(0, kMaxBytes);
  std::string out{static_cast<char>(kept.size() >> 8), static_cast<char>(kept.size() & 0xff)};
  return out += kept;
}

}  // namespace

struct HistoryWriter::Impl {
  std::unique_ptr<hdfs::FileWriter> file;
  bool is_binary = true;
};

HistoryWriter::HistoryWriter(const Configuration& configuration, const std::string& directory,
                             const std::string& job_id, int master_attempt)
    : configuration_(configuration),
      path_(engine::joined(directory, fmt::format("{}_{}.jhist", job_id, master_attempt))),
      impl_(std::make_unique<Impl>()) {
  const std::string format = configuration_.get("mapreduce.jobhistory.jhist.format", "binary");
  impl_->is_binary = format != "json";
  impl_->file = engine::Files(configuration_).create(path_, true);
  write_text(*impl_->file, impl_->is_binary ? "Avro-Binary\n" : "Avro-Json\n");
  write_text(*impl_->file, event_schema());
  write_text(*impl_->file, "\n");
}

HistoryWriter::~HistoryWriter() = default;

void HistoryWriter::write(const Event& event) {
  const http::JsonValue value = to_avro(event);
  std::string bytes;
  if (impl_->is_binary)
    engine::orRaise(our_schema().encode(value, bytes));
  else
    bytes = json_text(value) + "\n\n";
  const std::lock_guard lock(mutex_);
  if (impl_->file == nullptr) throw IOException("the history of the job has ended: " + path_);
  write_text(*impl_->file, bytes);
  if (is_urgent(event)) engine::orRaise(impl_->file->hflush());
}

void HistoryWriter::publish(const JobIndex& index, const std::string& configuration_text,
                            const std::string& summary) {
  const std::lock_guard lock(mutex_);
  if (impl_->file == nullptr) return;
  engine::orRaise(std::exchange(impl_->file, nullptr)->close());
  const engine::Files files(configuration_);
  const std::string all = intermediate_directory(configuration_);
  const std::string directory = engine::joined(all, index.user);
  if (configuration_.getBoolean("yarn.app.mapreduce.am.create-intermediate-jh-base-dir", true))
    make_directory(files, all, kEveryonesDirectory);
  make_directory(files, directory, kUsersDirectory);

  Delivery delivery(files, directory);
  delivery.add(summary_file_name(index.job_id), [&](hdfs::FileWriter& file) {
    write_text(file, with_length(summary.empty() ? "jobId=" + index.job_id : summary));
  });
  delivery.add(conf_file_name(index.job_id),
               [&](hdfs::FileWriter& file) { write_text(file, configuration_text); });
  const int limit = configuration_.getInt("mapreduce.jobhistory.jobname.limit", 50);
  delivery.add(done_file_name(index, limit), [&](hdfs::FileWriter& file) {
    const auto reader = files.open(path_);
    std::string buffer(kCopyBytes, '\0');
    const auto bytes = std::as_writable_bytes(std::span(buffer));
    while (const std::size_t count = engine::orRaise(reader->read(bytes)))
      engine::orRaise(file.write(bytes.first(count)));
  });
  delivery.show();
}

std::string configuration_xml(const Configuration& configuration) {
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?><configuration>\n";
  for (const auto& [name, value] : configuration.entries())
    out += fmt::format(
        "<property><name>{}</name><value>{}</value><final>false</final>"
        "<source>job.xml</source></property>\n",
        xml_escaped(name), xml_escaped(value));
  return out + "</configuration>\n";
}

}  // namespace mammoth::mapreduce::history
