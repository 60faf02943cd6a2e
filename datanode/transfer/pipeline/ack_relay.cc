#include "datanode/transfer/pipeline/ack_relay.h"

#include <fmt/format.h>

#include "common/base/log.h"
#include "common/io/malformed_input.h"
#include "datanode/transfer/idle_limit.h"

namespace mammoth::datanode {
namespace {

using transfer::PipelineAck;
using transfer::Status;

class AckRelay {
 public:
  explicit AckRelay(Pipeline& pipeline)
      : pipeline_(pipeline),
        mirror_(*pipeline.mirror),
        idle_(pipeline.upstream.socket().get_executor(), mirror_.idle_limit()) {}

  Task<> run() {
    try {
      co_await idle_.guard(relay_all());
    } catch (const DeadlineExceeded&) {
      break_mirror("no ack for too long");
    }
    if (mirror_.failed()) co_await report_broken_mirror();
  }

 private:
  // Until the last packet's ack has gone up, or the mirror has failed.
  Task<> relay_all() {
    for (bool done = false; !done;) {
      const auto ack = co_await next_ack();
      if (!ack) co_return;
      idle_.touch();
      done = co_await relay(*ack);
    }
  }

  // Nothing when the mirror has failed.
  Task<std::optional<PipelineAck>> next_ack() {
    try {
      co_return co_await mirror_.stream().read_ack();
    } catch (const boost::system::system_error& e) {
      if (e.code() == asio::error::operation_aborted && !mirror_.failed()) throw;
      break_mirror(e.code().message());
    } catch (const MalformedInput& e) {
      break_mirror(e.what());
    }
    co_return std::nullopt;
  }

  void break_mirror(std::string_view reason) {
    log::info("datanode", "mirror {} of {} failed: {}", mirror_.name(),
              to_text(pipeline_.replica.replica().block), reason);
    mirror_.fail();
  }

  // True after the last packet's.
  Task<bool> relay(const PipelineAck& ack) {
    if (ack.seqno == transfer::kOutOfBandSeqno) {  // a notice, or an error further down
      const AwaitedAck none{.seqno = ack.seqno, .passed_on = {}};
      co_await send(ack, none);
      co_return false;
    }
    while (pipeline_.awaited.empty()) co_await pipeline_.changed.wait();
    const AwaitedAck expected = pipeline_.awaited.front();
    if (ack.seqno != expected.seqno)
      throw ErrorException({ErrorCode::kIo, fmt::format("seqno: expected={}, received={}",
                                                        expected.seqno, ack.seqno)});
    if (!ack.replies.empty() && ack.replies[0].status == Status::ERROR_CHECKSUM)
      throw ErrorException({ErrorCode::kChecksum,
                            "Shutting down writer and responder since the down streams reported the "
                            "data sent by this thread is corrupt"});
    if (expected.is_last) pipeline_.finalize(/*hold=*/false);
    co_await send(ack, expected);
    if (expected.status == Status::ERROR_CHECKSUM)
      throw ErrorException({ErrorCode::kChecksum, "Terminating due to a checksum error."});
    pipeline_.awaited.pop_front();
    pipeline_.changed.notify();
    co_return expected.is_last;
  }

  // This node's reply, then those from downstream.
  Task<> send(const PipelineAck& downstream, const AwaitedAck& own) {
    PipelineAck ack{.seqno = own.seqno, .replies = {{.status = own.status}}};
    ack.replies.insert(ack.replies.end(), downstream.replies.begin(), downstream.replies.end());
    if (own.seqno >= 0)
      ack.downstream_ack_nanos = static_cast<std::uint64_t>(
          std::chrono::nanoseconds(std::chrono::steady_clock::now() - own.passed_on).count());
    if (ack.is_success()) pipeline_.replica.progress()->set_acknowledged(own.end_offset);
    co_await pipeline_.upstream.write_ack(ack);
  }

  Task<> report_broken_mirror() {
    const PipelineAck ack{.seqno = transfer::kOutOfBandSeqno,
                          .replies = {{.status = Status::SUCCESS}, {.status = Status::ERROR}}};
    co_await pipeline_.upstream.write_ack(ack);
  }

  Pipeline& pipeline_;
  Mirror& mirror_;
  IdleLimit idle_;
};

}  // namespace

Task<> relay_acks(Pipeline& pipeline) {
  AckRelay relay(pipeline);
  co_await relay.run();
}

}  // namespace mammoth::datanode
