#include "common/io/md5.h"

#include <openssl/evp.h>

#include "common/base/check.h"

namespace mammoth {

struct Md5::Context {
  Context() : evp(EVP_MD_CTX_new()) { check(evp != nullptr, "memory for MD5"); }
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;
  ~Context() { EVP_MD_CTX_free(evp); }
  void begin() { check(EVP_DigestInit_ex(evp, EVP_md5(), nullptr) == 1, "OpenSSL has MD5"); }

  EVP_MD_CTX* evp;
};

Md5::Md5() : context_(std::make_unique<Context>()) {
  context_->begin();
}
Md5::~Md5() = default;
Md5::Md5(Md5&&) noexcept = default;
Md5& Md5::operator=(Md5&&) noexcept = default;

void Md5::update(ByteView bytes) {
  check(EVP_DigestUpdate(context_->evp, bytes.data(), bytes.size()) == 1, "MD5 takes bytes");
}

Md5Digest Md5::finish() {
  Md5Digest digest;
  check(EVP_DigestFinal_ex(context_->evp, reinterpret_cast<unsigned char*>(digest.data()),
                           nullptr) == 1,
        "MD5 ends");
  context_->begin();
  return digest;
}

Md5Digest md5(ByteView bytes) {
  Md5 digester;
  digester.update(bytes);
  return digester.finish();
}

}  // namespace mammoth
