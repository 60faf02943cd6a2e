#include "spark-core/plan/transform.h"

namespace mammoth::spark {
namespace {

class TransformStream final : public Stream {
 public:
  TransformStream(StreamArguments& arguments, TransformKernel kernel)
      : input_(std::move(arguments.inputs.at(0))),
        kernel_(kernel),
        function_(arguments.function),
        out_(arguments.type) {}

  bool next(Batch& batch) override {
    out_.clear();
    while (out_.size() == 0) {
      if (at_ == in_.size) {
        at_ = 0;
        if (!input_->next(in_)) {
          in_ = {};
          return false;
        }
      }
      at_ = kernel_(function_, in_, at_, out_);
    }
    batch = out_.batch();
    return true;
  }

 private:
  std::unique_ptr<Stream> input_;
  TransformKernel kernel_;
  const void* function_;
  OutputBuffer out_;
  Batch in_{};
  std::size_t at_ = 0;
};

}  // namespace

std::unique_ptr<Stream> make_transform(StreamArguments& arguments, TransformKernel kernel) {
  return std::make_unique<TransformStream>(arguments, kernel);
}

}  // namespace mammoth::spark
