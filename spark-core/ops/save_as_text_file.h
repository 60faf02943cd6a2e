// RDD.saveAsTextFile: a file part-NNNNN for each partition, a line for each element, and _SUCCESS.
// Numbers and strings print as themselves, pairs and tuples as (a,b), vectors and optionals as
// Scala prints List(a, b) and Some(a); other types need an operator<<. And saveAsBinaryRecords: the
// same without ends of lines, of strings only.
#pragma once

#include <sstream>

#include "spark-core/api/build.h"
#include "spark-core/plan/task_output.h"

namespace mammoth::spark {

template <class T>
void print_element(std::string& line, const T& value) {
  if constexpr (std::is_convertible_v<const T&, std::string_view>) {
    line += std::string_view(value);
  } else if constexpr (std::is_same_v<T, bool>) {
    line += value ? "true" : "false";
  } else if constexpr (std::is_same_v<T, char>) {
    line += value;
  } else if constexpr (std::is_floating_point_v<T>) {
    print_number(line, static_cast<double>(value), sizeof(T) < sizeof(double));
  } else if constexpr (std::is_integral_v<T>) {
    line += std::to_string(value);
  } else if constexpr (requires(std::ostream& out) { out << value; }) {
    std::ostringstream out;
    out << value;
    line += out.str();
  } else if constexpr (requires {
                         value.has_value();
                         *value;
                       }) {
    if (!value) return static_cast<void>(line += "None");
    line += "Some(";
    print_element(line, *value);
    line += ')';
  } else if constexpr (requires {
                         value.begin();
                         value.size();
                       }) {
    line += "List(";
    std::string_view separator;
    for (const auto& each : value) {
      line += separator;
      separator = ", ";
      print_element(line, each);
    }
    line += ')';
  } else {
    static_assert(
        requires { std::tuple_size<T>::value; },
        "this element has no text: give it an operator<<, or map it to a string");
    line += '(';
    std::apply(
        [&](const auto&... each) {
          std::string_view separator;
          ((line += separator, separator = ",", print_element(line, each)), ...);
        },
        value);
    line += ')';
  }
}

template <class T, bool kLines>
void save_text_kernel(const void* function, TaskContext& context, Stream& elements, Writer&) {
  const auto output =
      open_task_output(context, static_cast<const Constant<std::string>*>(function)->value);
  std::string lines;
  for (Batch batch; elements.next(batch);) {
    context.check_interrupted();
    for (std::size_t i = 0; i < batch.size; ++i) {
      print_element(lines, batch.items<T>()[i]);
      if constexpr (kLines) lines += '\n';
    }
    if (lines.size() < 256 * 1024) continue;
    output->write(lines);
    lines.clear();
  }
  output->write(lines);
  output->commit();
}

// Runs the kernel on all partitions, with the output directory's descriptor, and commits the whole.
template <class T>
void save_with(const RDD<T>& rdd, ActionKernel kernel, const std::string& path,
               const std::string& codec, const std::string& call_site) {
  const std::string descriptor = rdd.session()->begin_output(path, codec);
  try {
    rdd.session()->run_job(
        rdd.node(), Action{kernel, make_closure(Constant<std::string>{descriptor})},
        all_partitions(rdd), [](std::size_t, std::string_view) {}, call_site);
  } catch (...) {
    rdd.session()->abort_output(descriptor);
    throw;
  }
  rdd.session()->commit_output(descriptor);
}

template <class T>
void rdd_save_as_text_file(const RDD<T>& rdd, const std::string& path, const std::string& codec) {
  save_with(rdd, &save_text_kernel<T, true>, path, codec, "saveAsTextFile");
}

template <class T>
void rdd_save_as_binary_records(const RDD<T>& rdd, const std::string& path) {
  static_assert(std::is_convertible_v<const T&, std::string_view>,
                "binary records are strings: map the elements to their bytes");
  save_with(rdd, &save_text_kernel<T, false>, path, "", "saveAsBinaryRecords");
}

}  // namespace mammoth::spark
