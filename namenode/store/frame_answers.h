// What the authors of a frame's changes are answered, on its way into that frame. The frame is not
// written before each of them has his answer or will get none; others gather in the next frame
// meanwhile.
//
// Thread-safe. Its slots share it, and may outlive the store.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "common/base/answer_slot.h"

namespace mammoth::namenode {

class FrameAnswers : public std::enable_shared_from_this<FrameAnswers> {
 public:
  AnswerSlotPtr open_slot();
  // Waits for all slots. No more may be opened.
  std::vector<std::string> take();

 private:
  class Slot;

  std::mutex mutex_;
  std::condition_variable closed_;
  // Guarded by mutex_.
  std::size_t open_slots_ = 0;
  std::vector<std::string> answers_;
};

}  // namespace mammoth::namenode
