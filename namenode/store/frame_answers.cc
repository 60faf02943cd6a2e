#include "namenode/store/frame_answers.h"

#include <utility>

namespace mammoth::namenode {

class FrameAnswers::Slot final : public AnswerSlot {
 public:
  explicit Slot(std::shared_ptr<FrameAnswers> answers) : answers_(std::move(answers)) {}
  ~Slot() override {
    bool last = false;
    {
      const std::lock_guard lock(answers_->mutex_);
      last = --answers_->open_slots_ == 0;
    }
    if (last) answers_->closed_.notify_one();
  }

  void fill(std::string_view answer) override {
    const std::lock_guard lock(answers_->mutex_);
    answers_->answers_.emplace_back(answer);
  }

 private:
  const std::shared_ptr<FrameAnswers> answers_;
};

AnswerSlotPtr FrameAnswers::open_slot() {
  {
    const std::lock_guard lock(mutex_);
    ++open_slots_;
  }
  return std::make_unique<Slot>(shared_from_this());
}

std::vector<std::string> FrameAnswers::take() {
  std::unique_lock lock(mutex_);
  closed_.wait(lock, [this] { return open_slots_ == 0; });
  return std::exchange(answers_, {});
}

}  // namespace mammoth::namenode
