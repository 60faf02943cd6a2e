// Keeps what is open for writing open: renews this client's leases, and sends heartbeats through
// the pipelines of writers that have nothing to write (Hadoop: LeaseRenewer, DataStreamer's
// heartbeats).
//
// Thread-safe. Its thread starts with the first writer.
#pragma once

#include <condition_variable>
#include <mutex>
#include <set>
#include <thread>

namespace mammoth::hdfs {

class NamenodeProxy;

class LeaseRenewer {
 public:
  // A writer, as far as this class knows it.
  class Leaseholder {
   public:
    virtual ~Leaseholder() = default;
    // Called every few seconds on the renewer's thread; must not wait for whoever is writing.
    virtual void keep_alive() = 0;
  };

  explicit LeaseRenewer(NamenodeProxy& namenode) : namenode_(namenode) {}
  ~LeaseRenewer();

  void add(Leaseholder& holder);
  // When it returns, keep_alive() is not running for this one and will not be called again.
  void remove(Leaseholder& holder);

 private:
  void work();
  void renew();

  NamenodeProxy& namenode_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::set<Leaseholder*> holders_;  // guarded by mutex_
  bool stopping_ = false;           // guarded by mutex_
  std::thread thread_;              // started under mutex_
};

}  // namespace mammoth::hdfs
