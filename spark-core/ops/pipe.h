// RDD.pipe: the lines that a program writes when it reads the elements of a partition, a line each as
// saveAsTextFile prints them. The command is split at blanks; no shell is involved.
#pragma once

#include <sstream>

#include "spark-core/ops/map_partitions.h"
#include "spark-core/ops/save_as_text_file.h"
#include "spark-core/plan/external_program.h"

namespace mammoth::spark {

struct PipeCommand {
  std::vector<std::string> words;
  std::map<std::string, std::string> variables;
  void save(Writer& out) const {
    Serializer<std::vector<std::string>>::write(out, words);
    Serializer<std::map<std::string, std::string>>::write(out, variables);
  }
  static PipeCommand load(Reader& in) {
    auto words = Serializer<std::vector<std::string>>::read(in);
    return {std::move(words), Serializer<std::map<std::string, std::string>>::read(in)};
  }
};

template <class T>
class PipeStream final : public Stream {
 public:
  explicit PipeStream(StreamArguments& arguments)
      : command_(*static_cast<const PipeCommand*>(arguments.function)),
        context_(arguments.context),
        input_(std::move(arguments.inputs.at(0))),
        program_(start_program(command_.words, command_.variables)),
        out_(arguments.type) {}

  bool next(Batch& batch) override {
    out_.clear();
    while (out_.size() == 0 && program_) {
      context_.check_interrupted();
      if (!said_.empty() && take_lines()) break;
      if (!step()) finish();
    }
    batch = out_.batch();
    return out_.size() != 0;
  }

 private:
  // Writes and reads a little; false when the program has said all.
  bool step() {
    if (written_ == lines_.size() && input_ && !fill()) input_.reset();
    if (!input_) return program_->rest(said_);
    written_ += program_->exchange(std::string_view(lines_).substr(written_), said_);
    return true;
  }
  bool fill() {
    Batch batch;
    if (!input_->next(batch)) return false;
    lines_.clear();
    written_ = 0;
    for (std::size_t i = 0; i < batch.size; ++i) {
      print_element(lines_, batch.items<T>()[i]);
      lines_ += '\n';
    }
    return true;
  }
  // Complete lines become elements.
  bool take_lines() {
    std::size_t begin = 0;
    for (std::size_t end = 0; (end = said_.find('\n', begin)) != std::string::npos; begin = end + 1)
      out_.emplace<std::string>(said_, begin, end - begin);
    said_.erase(0, begin);
    return out_.size() != 0;
  }
  void finish() {
    if (!said_.empty()) out_.emplace<std::string>(std::move(said_));
    said_.clear();
    const int status = program_->wait();
    program_.reset();
    if (status == 0) return;
    std::string words;
    for (const std::string& word : command_.words) words += (words.empty() ? "" : " ") + word;
    throw SparkException("Subprocess exited with status " + std::to_string(status) +
                         ". Command ran: " + words);
  }

  const PipeCommand& command_;
  TaskContext& context_;
  std::unique_ptr<Stream> input_;
  std::unique_ptr<ExternalProgram> program_;
  std::string lines_;         // of the batch that is being written
  std::size_t written_ = 0;
  std::string said_;
  OutputBuffer out_;
};

template <class T>
RDD<std::string> rdd_pipe(const RDD<T>& rdd, const std::string& command,
                          std::map<std::string, std::string> variables) {
  std::istringstream blanks(command);
  std::vector<std::string> words;
  for (std::string word; blanks >> word;) words.push_back(word);
  if (words.empty()) throw std::invalid_argument("pipe needs a command");
  return derive<std::string>(rdd, "pipe", &make_stream<PipeStream<T>>,
                             make_closure(PipeCommand{std::move(words), std::move(variables)}));
}

}  // namespace mammoth::spark
