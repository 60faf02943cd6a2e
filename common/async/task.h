// The vocabulary of the asynchronous shell. Coroutines appear only where a byte crosses a socket or
// waits for a disk; everything they call is synchronous.
//
// Rules that keep it true: an awaited coroutine may take references (its caller waits); a spawned one
// takes everything by value. Nothing is detached: a TaskGroup owns what runs. No lock is held across
// co_await. Every queue and every wait has a bound.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>

namespace mammoth {

namespace asio = boost::asio;

template <class T = void>
using Task = asio::awaitable<T>;

using Duration = std::chrono::steady_clock::duration;

}  // namespace mammoth
