#include "mapreduce/api/composite_format.h"

#include <fmt/format.h>

#include "mapreduce/api/files.h"

namespace mammoth::mapreduce {

namespace {

constexpr std::uint32_t kMaxSources = 64;

// The text between two places, which moves on.
std::string takenUntil(std::string_view& rest, char end, const std::string& whole) {
  const std::size_t at = rest.find(end);
  if (at == std::string_view::npos)
    throw IOException("Unexpected EOF in join expression: " + whole);
  std::string text(rest.substr(0, at));
  rest.remove_prefix(at + 1);
  return text;
}

}  // namespace

std::string composeJoin(const std::string& operation, const std::string& format,
                        const std::vector<std::string>& paths) {
  std::string text = operation + "(";
  for (std::size_t i = 0; i < paths.size(); ++i)
    text += fmt::format("{}tbl({},\"{}\")", i == 0 ? "" : ",", format, paths[i]);
  return text + ")";
}

engine::JoinExpression engine::joinExpression(const Configuration& configuration) {
  const std::string whole = configuration.get("mapreduce.join.expr", "");
  std::string_view rest = whole;
  JoinExpression join;
  join.operation = takenUntil(rest, '(', whole);
  if (join.operation != "inner" && join.operation != "outer" && join.operation != "override")
    throw IOException("No join operation " + join.operation + " in " + whole);
  while (!rest.empty() && rest.front() != ')') {
    if (rest.front() == ',') rest.remove_prefix(1);
    if (!rest.starts_with("tbl("))
      throw IOException("Expected tbl(FORMAT,\"PATH\") in join expression: " + whole);
    rest.remove_prefix(4);
    JoinExpression::Source source;
    source.format = takenUntil(rest, ',', whole);
    takenUntil(rest, '"', whole);
    source.path = takenUntil(rest, '"', whole);
    takenUntil(rest, ')', whole);
    join.sources.push_back(std::move(source));
  }
  if (join.sources.empty() || join.sources.size() > kMaxSources)
    throw IOException("A join of " + std::to_string(join.sources.size()) + " sources: " + whole);
  return join;
}

std::uint64_t engine::CompositeSplit::getLength() const {
  std::uint64_t length = 0;
  for (const FileSplit& part : parts_) length += part.getLength();
  return length;
}

std::vector<std::string> engine::CompositeSplit::getLocations() const {
  std::vector<std::string> all;
  for (const FileSplit& part : parts_)
    for (const std::string& host : part.getLocations())
      if (std::ranges::find(all, host) == all.end()) all.push_back(host);
  return all;
}

std::string engine::CompositeSplit::toString() const {
  std::string text;
  for (const FileSplit& part : parts_) text += (text.empty() ? "" : ",") + part.toString();
  return text;
}

std::string engine::CompositeSplit::className() const {
  return "org.apache.hadoop.mapreduce.lib.join.CompositeInputSplit";
}

std::string engine::CompositeSplit::serialize() const {
  std::string out;
  appendVLong(static_cast<std::int64_t>(parts_.size()), out);
  for (const FileSplit& part : parts_) Text(part.className()).write(out);
  for (const FileSplit& part : parts_) out += part.serialize();
  return out;
}

std::unique_ptr<engine::CompositeSplit> engine::CompositeSplit::deserialize(
    std::string_view bytes) {
  const std::int32_t count = takeVInt(bytes);
  if (count < 0 || static_cast<std::uint32_t>(count) > kMaxSources) throwShort();
  Text name;
  for (std::int32_t i = 0; i < count; ++i) name.readFields(bytes);
  std::vector<FileSplit> parts;
  for (std::int32_t i = 0; i < count; ++i) {
    Text path;
    path.readFields(bytes);
    const auto start = takeFixed<std::uint64_t>(bytes);
    const auto length = takeFixed<std::uint64_t>(bytes);
    parts.emplace_back(path.toString(), start, length, std::vector<std::string>());
  }
  return std::make_unique<CompositeSplit>(std::move(parts));
}

InputFormatBase::Splits engine::compositeSplits(const JobContext& context,
                                                const JoinExpression& join) {
  std::vector<std::vector<FileSplit>> sources;
  for (const JoinExpression::Source& source : join.sources) {
    JobContext job(context.getConfiguration(), context.getJobID());
    job.getConfiguration().set("mapreduce.input.fileinputformat.inputdir",
                               Files(context.getConfiguration()).qualified(source.path));
    InputFormatBase::Splits whole_files;
    for (const FileStatus& file : FileInputFormat::listStatus(job))
      FileInputFormat::addSplits(job, file, false, whole_files);
    std::vector<FileSplit>& parts = sources.emplace_back();
    for (const auto& split : whole_files) parts.push_back(dynamic_cast<FileSplit&>(*split));
    if (parts.size() != sources.front().size())
      throw IOException(fmt::format("Inconsistent split cardinality from child {} ({}/{})",
                                    sources.size() - 1, sources.front().size(), parts.size()));
  }
  InputFormatBase::Splits splits;
  for (std::size_t i = 0; i < sources.front().size(); ++i) {
    std::vector<FileSplit> parts;
    for (const auto& source : sources) parts.push_back(source[i]);
    splits.push_back(std::make_unique<CompositeSplit>(std::move(parts)));
  }
  return splits;
}

const engine::CompositeSplit& engine::compositeSplitOf(const InputSplit& split) {
  const auto* composite = dynamic_cast<const CompositeSplit*>(&split);
  if (composite == nullptr)
    throw IOException("Invalid split type:" + engine::typeName(typeid(split)));
  return *composite;
}

}  // namespace mammoth::mapreduce
