// The names of Hadoop's own counter groups and counters, and those of enumerators.
#pragma once

#include <string_view>
#include <type_traits>

namespace mammoth::mapreduce {

inline constexpr std::string_view kTaskCounterGroup = "org.apache.hadoop.mapreduce.TaskCounter";
inline constexpr std::string_view kJobCounterGroup = "org.apache.hadoop.mapreduce.JobCounter";
inline constexpr std::string_view kFileSystemCounterGroup =
    "org.apache.hadoop.mapreduce.FileSystemCounter";
inline constexpr std::string_view kFileInputCounterGroup =
    "org.apache.hadoop.mapreduce.lib.input.FileInputFormatCounter";
inline constexpr std::string_view kFileOutputCounterGroup =
    "org.apache.hadoop.mapreduce.lib.output.FileOutputFormatCounter";
inline constexpr std::string_view kShuffleErrorsGroup = "Shuffle Errors";

enum class TaskCounter {
  MAP_INPUT_RECORDS,
  MAP_OUTPUT_RECORDS,
  MAP_SKIPPED_RECORDS,
  MAP_OUTPUT_BYTES,
  MAP_OUTPUT_MATERIALIZED_BYTES,
  SPLIT_RAW_BYTES,
  COMBINE_INPUT_RECORDS,
  COMBINE_OUTPUT_RECORDS,
  REDUCE_INPUT_GROUPS,
  REDUCE_SHUFFLE_BYTES,
  REDUCE_INPUT_RECORDS,
  REDUCE_OUTPUT_RECORDS,
  REDUCE_SKIPPED_GROUPS,
  REDUCE_SKIPPED_RECORDS,
  SPILLED_RECORDS,
  SHUFFLED_MAPS,
  FAILED_SHUFFLE,
  MERGED_MAP_OUTPUTS,
  GC_TIME_MILLIS,
  CPU_MILLISECONDS,
  PHYSICAL_MEMORY_BYTES,
  VIRTUAL_MEMORY_BYTES,
  COMMITTED_HEAP_BYTES,
  MAP_PHYSICAL_MEMORY_BYTES_MAX,
  MAP_VIRTUAL_MEMORY_BYTES_MAX,
  REDUCE_PHYSICAL_MEMORY_BYTES_MAX,
  REDUCE_VIRTUAL_MEMORY_BYTES_MAX,
};

// To be specialised for a group name other than the enumeration's C++ name.
template <class Enum>
struct CounterGroupName {
  static constexpr std::string_view value{};
};
template <>
struct CounterGroupName<TaskCounter> {
  static constexpr std::string_view value = kTaskCounterGroup;
};

namespace engine {

// "mammoth::Quality::BAD" out of the compiler's own text for a function of this parameter:
// clang "… [Enumerator = X]", gcc "… [with auto Enumerator = X; …]".
template <auto Enumerator>
constexpr std::string_view writtenName() {
  std::string_view text = __PRETTY_FUNCTION__;
  text.remove_prefix(text.find("Enumerator = ") + 13);
  return text.substr(0, text.find_first_of(";]"));
}

template <auto Enumerator>
constexpr std::string_view nameOf() {
  static_assert(std::is_enum_v<decltype(Enumerator)>, "counters are named by enumerators");
  constexpr std::string_view written = writtenName<Enumerator>();
  return written.substr(written.rfind("::") + 2);
}

template <auto Enumerator>
constexpr std::string_view groupOf() {
  using Enum = decltype(Enumerator);
  if constexpr (!CounterGroupName<Enum>::value.empty()) return CounterGroupName<Enum>::value;
  constexpr std::string_view written = writtenName<Enumerator>();
  constexpr std::string_view group = written.substr(0, written.rfind("::"));
  constexpr std::size_t unnamed = group.rfind(")::");      // (anonymous namespace)::
  constexpr std::size_t gcc_unnamed = group.rfind(">::");  // {anonymous}:: is "<unnamed>::"
  if constexpr (unnamed != std::string_view::npos) return group.substr(unnamed + 3);
  if constexpr (gcc_unnamed != std::string_view::npos) return group.substr(gcc_unnamed + 3);
  constexpr std::size_t brace = group.rfind("}::");
  if constexpr (brace != std::string_view::npos) return group.substr(brace + 3);
  return group;
}

}  // namespace engine
}  // namespace mammoth::mapreduce
