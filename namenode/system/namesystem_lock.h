// The lock of the namesystem: many readers or one writer, and a writer who waits keeps new readers
// out. (std::shared_mutex lets readers in for ever; a busy namenode would never create a file.)
#pragma once

#include <pthread.h>

#include "common/base/check.h"

namespace mammoth::namenode {

// Meets SharedLockable for std::unique_lock and std::shared_lock. A thread that reads must not
// begin to read again: it would wait for the writer that waits for it.
class NamesystemLock {
 public:
  NamesystemLock() {
    pthread_rwlockattr_t attributes;
    pthread_rwlockattr_init(&attributes);
    pthread_rwlockattr_setkind_np(&attributes, PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP);
    check(pthread_rwlock_init(&lock_, &attributes) == 0, "rwlock init");
    pthread_rwlockattr_destroy(&attributes);
  }
  ~NamesystemLock() { pthread_rwlock_destroy(&lock_); }
  NamesystemLock(const NamesystemLock&) = delete;
  NamesystemLock& operator=(const NamesystemLock&) = delete;

  void lock() { check(pthread_rwlock_wrlock(&lock_) == 0, "rwlock lock"); }
  void unlock() { pthread_rwlock_unlock(&lock_); }
  void lock_shared() { check(pthread_rwlock_rdlock(&lock_) == 0, "rwlock lock_shared"); }
  void unlock_shared() { pthread_rwlock_unlock(&lock_); }

 private:
  pthread_rwlock_t lock_;
};

}  // namespace mammoth::namenode
