#include "spark-core/plan/node.h"

namespace mammoth::spark {

namespace {

class ConcatStream final : public Stream {
 public:
  explicit ConcatStream(std::vector<std::unique_ptr<Stream>> inputs) : inputs_(std::move(inputs)) {}
  bool next(Batch& batch) override {
    for (; at_ < inputs_.size(); ++at_) {
      if (inputs_[at_]->next(batch)) return true;
      inputs_[at_].reset();
    }
    return false;
  }

 private:
  std::vector<std::unique_ptr<Stream>> inputs_;
  std::size_t at_ = 0;
};

}  // namespace

std::unique_ptr<Stream> concat_streams(StreamArguments& arguments) {
  if (arguments.inputs.size() == 1) return std::move(arguments.inputs[0]);
  return std::make_unique<ConcatStream>(std::move(arguments.inputs));
}

}  // namespace mammoth::spark
