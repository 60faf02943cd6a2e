#include "common/http/connection.h"

#include <fmt/format.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <ctime>
#include <optional>

#include "common/base/check.h"
#include "common/base/log.h"
#include "common/http/head.h"
#include "common/net/address.h"
#include "common/net/failure_text.h"

namespace mammoth::http {

namespace beast = boost::beast;
using Parser = beast::http::request_parser<beast::http::buffer_body>;
using ErrorCodeOfSystem = boost::system::error_code;

namespace {

constexpr std::size_t kBodyBufferBytes = 64u << 10;
constexpr std::chrono::seconds kLingerTime{5};

bool is_protocol_error(const ErrorCodeOfSystem& failure) {
  return failure.category() ==
         beast::http::make_error_code(beast::http::error::bad_method).category();
}

// What a broken request is told; 0: nothing, its sender is gone.
unsigned status_of(const ErrorCodeOfSystem& failure) {
  using beast::http::error;
  if (!is_protocol_error(failure) || failure == error::end_of_stream ||
      failure == error::partial_message)
    return 0;
  if (failure == error::header_limit || failure == error::buffer_overflow) return 431;
  if (failure == error::body_limit) return 413;
  if (failure == error::bad_version) return 505;
  return 400;
}

Result<Request> read_request(const Parser& parser, std::string_view remote_address) {
  const auto& message = parser.get();
  const auto view = [](const auto& text) { return std::string_view(text.data(), text.size()); };
  RequestHead head{.method = view(message.method_string()),
                   .target = view(message.target()),
                   .version = message.version(),
                   .remote_address = remote_address};
  for (const auto& field : message)
    head.headers.emplace_back(std::string(field.name_string()), std::string(field.value()));
  return make_request(std::move(head));
}

// Runs `work` on the pool while the coroutine waits.
template <class Work>
Task<> on_worker(asio::thread_pool& workers, Work& work) {
  co_await asio::async_initiate<const asio::use_awaitable_t<>&, void()>(
      [&workers, &work](auto resume) {
        asio::post(workers, [&work, resume = std::move(resume)]() mutable {
          work();
          const auto executor = asio::get_associated_executor(resume);
          asio::post(executor, std::move(resume));
        });
      },
      asio::use_awaitable);
}

}  // namespace

class Connection::Impl {
 public:
  Impl(const ConnectionContext& context, asio::ip::tcp::socket socket)
      : context_(context), stream_(std::move(socket)) {
    ErrorCodeOfSystem ignored;
    stream_.socket().set_option(asio::ip::tcp::no_delay(true), ignored);
    remote_address_ = to_text(stream_.socket().remote_endpoint(ignored).address());
  }

  Task<> run() {
    try {
      while (co_await serve_one()) {
        if (buffer_.size() == 0) buffer_.shrink_to_fit();
      }
    } catch (const std::exception& lost) {
      log::debug("http", "a connection from {} ended: {}", remote_address_, failure_text(lost));
    }
    close();
  }

  void close() {
    closing_ = true;
    ErrorCodeOfSystem ignored;
    stream_.socket().close(ignored);
    stream_.cancel();
  }

 private:
  friend class Turn;
  class Turn;

  Task<bool> serve_one();
  Task<> refuse(unsigned status, std::string_view message);
  Task<> linger();
  void arm() { stream_.expires_after(context_.options.max_idle); }

  const ConnectionContext context_;
  beast::tcp_stream stream_;
  beast::flat_buffer buffer_;
  std::string remote_address_;
  bool closing_ = false;
};

// One request. The public members of Exchange are for the handler's thread and wait for the io
// thread, which meanwhile waits for the handler: nothing is used by both at once.
class Connection::Impl::Turn final : public Exchange {
 public:
  Turn(Impl& connection, Parser& parser, Request request)
      : connection_(connection), parser_(parser), request_(std::move(request)) {
    const auto expectation = request_.header("Expect");
    expects_continue_ = expectation && beast::iequals(std::string(*expectation), "100-continue");
  }

  const Request& request() const override { return request_; }

  std::size_t read(std::span<std::byte> into) override { return wait(read_some(into)); }

  void respond(Response response) override {
    check(!begun_, "an exchange is answered once");
    response_ = std::move(response);
  }

  void begin(const Response& head, std::optional<std::uint64_t> length) override {
    check(!begun_ && !response_, "an exchange is answered once");
    wait(send_head(head, length));
    if (!head.body.empty()) write(std::as_bytes(std::span(head.body.data(), head.body.size())));
  }

  using Exchange::write;
  void write(std::span<const std::byte> bytes) override {
    check(begun_, "begin() comes before write()");
    if (!bytes.empty()) wait(send_piece(bytes));
  }

  // The io thread's side, after the handler: the rest of the answer. True: another request may
  // follow.
  Task<bool> finish(std::exception_ptr failure);

 private:
  template <class T>
  T wait(Task<T> task) {
    return asio::co_spawn(connection_.stream_.get_executor(), std::move(task), asio::use_future)
        .get();
  }

  bool body_is_there() const { return !parser_.is_done(); }
  bool client_waits() const { return expects_continue_ && !said_continue_ && body_is_there(); }

  Task<std::size_t> read_some(std::span<std::byte> into);
  Task<> send_head(const Response& head, std::optional<std::uint64_t> length);
  Task<> send_piece(std::span<const std::byte> bytes);
  Task<> send_whole(Response response);
  Task<> discard_body();
  std::string compose_head(const Response& head, std::optional<std::uint64_t> length);
  Response answer_for(const std::exception_ptr& failure) const;

  Impl& connection_;
  Parser& parser_;
  const Request request_;
  bool expects_continue_ = false;
  bool said_continue_ = false;
  std::optional<Response> response_;
  bool begun_ = false;
  bool keep_alive_ = false;
  bool chunked_ = false;
  std::optional<std::uint64_t> unsent_bytes_;  // of an announced length
};

Task<std::size_t> Connection::Impl::Turn::read_some(std::span<std::byte> into) {
  auto& stream = connection_.stream_;
  if (client_waits()) {
    said_continue_ = true;
    connection_.arm();
    co_await asio::async_write(stream, asio::buffer("HTTP/1.1 100 Continue\r\n\r\n", 25),
                               asio::use_awaitable);
  }
  if (into.empty() || !body_is_there()) co_return 0;
  connection_.buffer_.reserve(kBodyBufferBytes);
  auto& body = parser_.get().body();
  body.data = into.data();
  body.size = into.size();
  body.more = true;
  while (body_is_there() && body.size == into.size()) {
    connection_.arm();
    const auto [failure, bytes] = co_await beast::http::async_read_some(
        stream, connection_.buffer_, parser_, asio::as_tuple(asio::use_awaitable));
    if (failure == beast::http::error::body_limit) throw BodyTooLarge();
    if (failure && failure != beast::http::error::need_buffer)
      throw boost::system::system_error(failure);
  }
  co_return into.size() - body.size;
}

std::string Connection::Impl::Turn::compose_head(const Response& head,
                                                 std::optional<std::uint64_t> length) {
  const bool is_old = parser_.get().version() < 11;
  const auto left = parser_.content_length_remaining();
  keep_alive_ = parser_.keep_alive() && !connection_.closing_ && !client_waits() &&
                !(left && *left > connection_.context_.options.max_discarded_bytes) &&
                !(is_old && !length);
  chunked_ = !length && !is_old;
  unsent_bytes_ = length;
  std::string text = status_line(head.status);
  append_header(text, "Date", http_date(std::time(nullptr)));
  for (const auto& [name, value] : head.headers) append_header(text, name, value);
  if (length) append_header(text, "Content-Length", std::to_string(*length));
  if (chunked_) append_header(text, "Transfer-Encoding", "chunked");
  if (!keep_alive_)
    append_header(text, "Connection", "close");
  else if (is_old)
    append_header(text, "Connection", "keep-alive");
  return text += "\r\n";
}

Task<> Connection::Impl::Turn::send_head(const Response& head,
                                         std::optional<std::uint64_t> length) {
  begun_ = true;
  const std::string text = compose_head(head, length);
  connection_.arm();
  co_await asio::async_write(connection_.stream_, asio::buffer(text), asio::use_awaitable);
}

Task<> Connection::Impl::Turn::send_piece(std::span<const std::byte> bytes) {
  if (unsent_bytes_) {
    check(bytes.size() <= *unsent_bytes_, "a body is not longer than its length");
    *unsent_bytes_ -= bytes.size();
  }
  if (request_.method == "HEAD") co_return;
  connection_.arm();
  if (!chunked_) {
    co_await asio::async_write(connection_.stream_, asio::buffer(bytes.data(), bytes.size()),
                               asio::use_awaitable);
    co_return;
  }
  const std::string size = fmt::format("{:x}\r\n", bytes.size());
  const std::array<asio::const_buffer, 3> chunk{
      asio::buffer(size), asio::buffer(bytes.data(), bytes.size()), asio::buffer("\r\n", 2)};
  co_await asio::async_write(connection_.stream_, chunk, asio::use_awaitable);
}

Task<> Connection::Impl::Turn::send_whole(Response response) {
  begun_ = true;
  const std::string head = compose_head(response, response.body.size());
  unsent_bytes_ = 0;
  if (request_.method == "HEAD") response.body.clear();
  const std::array<asio::const_buffer, 2> both{asio::buffer(head), asio::buffer(response.body)};
  connection_.arm();
  co_await asio::async_write(connection_.stream_, both, asio::use_awaitable);
}

// Clients send a body before they read that it was not wanted.
Task<> Connection::Impl::Turn::discard_body() {
  std::vector<std::byte> scratch(kBodyBufferBytes);
  std::uint64_t discarded = 0;
  expects_continue_ = false;
  while (body_is_there()) {
    discarded += co_await read_some(scratch);
    if (discarded <= connection_.context_.options.max_discarded_bytes) continue;
    keep_alive_ = false;
    co_return;
  }
}

Response Connection::Impl::Turn::answer_for(const std::exception_ptr& failure) const {
  try {
    std::rethrow_exception(failure);
  } catch (const BodyTooLarge& e) {
    return plain_answer(413, e.what());
  } catch (const boost::system::system_error& e) {
    const unsigned status = status_of(e.code());
    if (status == 0) throw;
    return plain_answer(status, e.code().message());
  } catch (const std::exception& e) {
    log::error("http", "{} {} failed: {}", request_.method, request_.path, failure_text(e));
    return plain_answer(500, "Internal Server Error");
  }
}

Task<bool> Connection::Impl::Turn::finish(std::exception_ptr failure) {
  if (failure) {
    if (begun_) std::rethrow_exception(failure);
    Response answer = answer_for(failure);
    co_await send_whole(std::move(answer));
    co_await connection_.linger();
    co_return false;
  }
  if (!begun_) {
    check(response_.has_value(), "a handler answers");
    co_await send_whole(std::move(*response_));
  } else if (chunked_ && request_.method != "HEAD") {
    connection_.arm();
    co_await asio::async_write(connection_.stream_, asio::buffer("0\r\n\r\n", 5),
                               asio::use_awaitable);
  }
  if (unsent_bytes_.value_or(0) != 0) co_return false;
  if (keep_alive_) co_await discard_body();
  if (!keep_alive_) co_await connection_.linger();
  co_return keep_alive_ && !connection_.closing_;
}

// One request and its answer. False: the connection ends.
Task<bool> Connection::Impl::serve_one() {
  Parser parser;
  parser.header_limit(context_.options.max_head_bytes);
  if (context_.options.max_body_bytes)
    parser.body_limit(*context_.options.max_body_bytes);
  else
    parser.body_limit(boost::none);
  arm();
  const auto [failure, bytes] = co_await beast::http::async_read_header(
      stream_, buffer_, parser, asio::as_tuple(asio::use_awaitable));
  if (failure) {
    if (const unsigned status = status_of(failure); status != 0)
      co_await refuse(status, failure.message());
    co_return false;
  }
  auto request = read_request(parser, remote_address_);
  if (!request) {
    co_await refuse(400, request.error().message);
    co_return false;
  }
  Turn turn(*this, parser, std::move(*request));
  std::exception_ptr thrown;
  auto work = [&] {
    try {
      context_.handler(turn);
    } catch (...) {
      thrown = std::current_exception();
    }
  };
  co_await on_worker(context_.workers, work);
  co_return co_await turn.finish(thrown);
}

// An answer to what could not be understood.
Task<> Connection::Impl::refuse(unsigned status, std::string_view message) {
  const Response answer = plain_answer(status, message);
  std::string text = status_line(status);
  for (const auto& [name, value] : answer.headers) append_header(text, name, value);
  append_header(text, "Content-Length", std::to_string(answer.body.size()));
  append_header(text, "Connection", "close");
  text.append("\r\n").append(answer.body);
  arm();
  co_await asio::async_write(stream_, asio::buffer(text), asio::use_awaitable);
  co_await linger();
}

// The client reads the answer before it meets a reset: what it still sends is thrown away for a
// while.
Task<> Connection::Impl::linger() {
  ErrorCodeOfSystem failure;
  stream_.socket().shutdown(asio::ip::tcp::socket::shutdown_send, failure);
  stream_.expires_after(kLingerTime);
  std::vector<std::byte> scratch(kBodyBufferBytes);
  std::uint64_t discarded = 0;
  while (!failure && discarded <= context_.options.max_discarded_bytes) {
    const auto [end, bytes] = co_await stream_.async_read_some(
        asio::buffer(scratch.data(), scratch.size()), asio::as_tuple(asio::use_awaitable));
    failure = end;
    discarded += bytes;
  }
}

Connection::Connection(const ConnectionContext& context, asio::ip::tcp::socket socket)
    : impl_(std::make_unique<Impl>(context, std::move(socket))) {}

Connection::~Connection() = default;

Task<> Connection::run() {
  return impl_->run();
}
void Connection::close() {
  impl_->close();
}

}  // namespace mammoth::http
