#include "common/rpc/remote_error.h"

#include <gtest/gtest.h>

namespace mammoth::rpc {
namespace {

TEST(RemoteErrorTest, EveryCodeSurvivesTheWire) {
  // A refusal crosses from server to client and must arrive as itself.
  for (int i = 0; i < static_cast<int>(ErrorCode::kRemote); ++i) {
    const Error sent{static_cast<ErrorCode>(i), "why"};
    const Error received = error_from_java(java_class_of(sent), sent.message);
    EXPECT_EQ(received.code, sent.code) << java_class_of(sent);
    EXPECT_EQ(received.message, "why");
  }
}

TEST(RemoteErrorTest, UnknownClassesKeepTheirName) {
  // Java's zoo is larger than ours: the class name goes through untouched in both directions.
  const Error error = error_from_java("javax.security.sasl.SaslException", "no");
  EXPECT_EQ(error.code, ErrorCode::kRemote);
  EXPECT_EQ(java_class_of(error), "javax.security.sasl.SaslException");
}

TEST(RemoteErrorTest, StackTraceIsCutOff) {
  // Hadoop sends the trace behind the message; users want the message, which may have lines itself.
  EXPECT_EQ(
      error_from_java("java.io.IOException", "two\nlines\n\tat a.b.C(C.java:1)\n\tat d").message,
      "two\nlines");
}

}  // namespace
}  // namespace mammoth::rpc
