// A place beside a change that is not durable yet, for what the author of the change is answered:
// both become durable together, or neither does.
#pragma once

#include <memory>
#include <string_view>

namespace mammoth {

// Whoever makes the change durable gives it out and waits for it to be filled or destroyed. So it
// is not kept for longer than it takes to write the answer, and whoever has one waits for nothing
// that waits for the disk.
class AnswerSlot {
 public:
  AnswerSlot() = default;
  AnswerSlot(const AnswerSlot&) = delete;
  AnswerSlot& operator=(const AnswerSlot&) = delete;
  virtual ~AnswerSlot() = default;  // one that was not filled leaves no answer

  virtual void fill(std::string_view answer) = 0;  // at most once
};

using AnswerSlotPtr = std::unique_ptr<AnswerSlot>;

}  // namespace mammoth
