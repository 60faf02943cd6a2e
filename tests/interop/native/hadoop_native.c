/* What Hadoop's Java client needs of its native library for short-circuit reads, and no more: domain sockets that pass
 * descriptors, a watcher for them, mapped memory, checksums. The library itself is in no registry; this stands in for
 * it, so that an unmodified Java client can read past our DataNode. Compiled by short_circuit_java_test.py. */
#define _GNU_SOURCE
#include <errno.h>
#include <jni.h>
#include <poll.h>
#include <stdio.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#define SOCKET(type, name) JNIEXPORT type JNICALL Java_org_apache_hadoop_net_unix_DomainSocket_##name
#define WATCHER(type, name) JNIEXPORT type JNICALL Java_org_apache_hadoop_net_unix_DomainSocketWatcher_##name
#define NATIVE_IO(type, name) JNIEXPORT type JNICALL Java_org_apache_hadoop_io_nativeio_NativeIO_##name
#define LOADER(type, name) JNIEXPORT type JNICALL Java_org_apache_hadoop_util_NativeCodeLoader_##name
#define CRC(type, name) JNIEXPORT type JNICALL Java_org_apache_hadoop_util_NativeCrc32_##name

static void throw_named(JNIEnv *env, const char *class_name, const char *what) {
  (*env)->ThrowNew(env, (*env)->FindClass(env, class_name), what);
}

static void throw_errno(JNIEnv *env, const char *operation) {
  char text[256];
  snprintf(text, sizeof text, "%s error: %s", operation, strerror(errno));
  const int timed_out = errno == EAGAIN || errno == EWOULDBLOCK;
  throw_named(env, timed_out ? "java/net/SocketTimeoutException" : "java/io/IOException", text);
}

/* ---- java.io.FileDescriptor */

static jfieldID fd_field(JNIEnv *env) {
  return (*env)->GetFieldID(env, (*env)->FindClass(env, "java/io/FileDescriptor"), "fd", "I");
}

static jobject new_descriptor(JNIEnv *env, int fd) {
  jclass type = (*env)->FindClass(env, "java/io/FileDescriptor");
  jobject object = (*env)->NewObject(env, type, (*env)->GetMethodID(env, type, "<init>", "()V"));
  if (object) (*env)->SetIntField(env, object, fd_field(env), fd);
  return object;
}

/* ---- Which library this is */

LOADER(jboolean, buildSupportsIsal)(JNIEnv *env, jclass c) { return JNI_FALSE; }
LOADER(jboolean, buildSupportsZstd)(JNIEnv *env, jclass c) { return JNI_FALSE; }
LOADER(jboolean, buildSupportsOpenssl)(JNIEnv *env, jclass c) { return JNI_FALSE; }
LOADER(jstring, getLibraryName)(JNIEnv *env, jclass c) { return (*env)->NewStringUTF(env, "stand-in"); }

/* ---- DomainSocket */

SOCKET(void, anchorNative)(JNIEnv *env, jclass c) {}
SOCKET(void, validateSocketPathSecurity0)(JNIEnv *env, jclass c, jstring path, jint skip) {}

SOCKET(jint, connect0)(JNIEnv *env, jclass c, jstring jpath) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  const char *path = (*env)->GetStringUTFChars(env, jpath, NULL);
  if (!path) return -1;
  const int fits = strlen(path) < sizeof address.sun_path;
  if (fits) strcpy(address.sun_path, path);
  (*env)->ReleaseStringUTFChars(env, jpath, path);
  const int fd = fits ? socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0) : (errno = ENAMETOOLONG, -1);
  if (fd >= 0 && connect(fd, (struct sockaddr *)&address, sizeof address) == 0) return fd;
  throw_errno(env, "connect(2)");
  if (fd >= 0) close(fd);
  return -1;
}

SOCKET(jintArray, socketpair0)(JNIEnv *env, jclass c) {
  jint fds[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) != 0) return throw_errno(env, "socketpair(2)"), NULL;
  jintArray array = (*env)->NewIntArray(env, 2);
  if (array) (*env)->SetIntArrayRegion(env, array, 0, 2, fds);
  return array;
}

SOCKET(void, setAttribute0)(JNIEnv *env, jclass c, jint fd, jint type, jint value) {
  const struct timeval time = {.tv_sec = value / 1000, .tv_usec = value % 1000 * 1000};
  int failed;
  if (type == 1 || type == 2)
    failed = setsockopt(fd, SOL_SOCKET, type == 1 ? SO_SNDBUF : SO_RCVBUF, &value, sizeof value);
  else
    failed = setsockopt(fd, SOL_SOCKET, type == 3 ? SO_SNDTIMEO : SO_RCVTIMEO, &time, sizeof time);
  if (failed) throw_errno(env, "setsockopt");
}

SOCKET(jint, getAttribute0)(JNIEnv *env, jobject o, jint fd, jint type) {
  if (type == 1 || type == 2) {
    int value = 0;
    socklen_t size = sizeof value;
    if (getsockopt(fd, SOL_SOCKET, type == 1 ? SO_SNDBUF : SO_RCVBUF, &value, &size)) throw_errno(env, "getsockopt");
    return value / 2; /* Linux doubles what it was told */
  }
  struct timeval time = {0};
  socklen_t size = sizeof time;
  if (getsockopt(fd, SOL_SOCKET, type == 3 ? SO_SNDTIMEO : SO_RCVTIMEO, &time, &size)) throw_errno(env, "getsockopt");
  return (jint)(time.tv_sec * 1000 + time.tv_usec / 1000);
}

SOCKET(void, close0)(JNIEnv *env, jclass c, jint fd) {
  if (close(fd)) throw_errno(env, "close(2)");
}
SOCKET(void, closeFileDescriptor0)(JNIEnv *env, jclass c, jobject descriptor) {
  if (close((*env)->GetIntField(env, descriptor, fd_field(env)))) throw_errno(env, "close(2)");
}
SOCKET(void, shutdown0)(JNIEnv *env, jclass c, jint fd) {
  if (shutdown(fd, SHUT_RDWR)) throw_errno(env, "shutdown(2)");
}
SOCKET(jint, available0)(JNIEnv *env, jclass c, jint fd) {
  int bytes = 0;
  if (ioctl(fd, FIONREAD, &bytes)) throw_errno(env, "ioctl(2)");
  return bytes;
}

static ssize_t read_some(int fd, void *to, size_t length) {
  ssize_t count;
  do count = read(fd, to, length);
  while (count < 0 && errno == EINTR);
  return count;
}

SOCKET(jint, readArray0)(JNIEnv *env, jclass c, jint fd, jbyteArray array, jint offset, jint length) {
  char buffer[65536];
  const ssize_t count = read_some(fd, buffer, length < (jint)sizeof buffer ? (size_t)length : sizeof buffer);
  if (count < 0) return throw_errno(env, "read(2)"), 0;
  if (count == 0) return -1;
  (*env)->SetByteArrayRegion(env, array, offset, (jsize)count, (const jbyte *)buffer);
  return (jint)count;
}

SOCKET(jint, readByteBufferDirect0)(JNIEnv *env, jclass c, jint fd, jobject buffer, jint position, jint remaining) {
  char *to = (*env)->GetDirectBufferAddress(env, buffer);
  const ssize_t count = read_some(fd, to + position, (size_t)remaining);
  if (count < 0) return throw_errno(env, "read(2)"), 0;
  return count == 0 ? -1 : (jint)count;
}

SOCKET(void, writeArray0)(JNIEnv *env, jclass c, jint fd, jbyteArray array, jint offset, jint length) {
  char buffer[65536];
  while (length > 0) {
    const jint part = length < (jint)sizeof buffer ? length : (jint)sizeof buffer;
    (*env)->GetByteArrayRegion(env, array, offset, part, (jbyte *)buffer);
    if ((*env)->ExceptionCheck(env)) return;
    const ssize_t count = send(fd, buffer, (size_t)part, MSG_NOSIGNAL);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return throw_errno(env, "write(2)");
    offset += (jint)count;
    length -= (jint)count;
  }
}

SOCKET(jint, receiveFileDescriptors0)(JNIEnv *env, jclass c, jint fd, jobjectArray descriptors, jbyteArray array,
                                      jint offset, jint length) {
  char data[256];
  union {
    char bytes[CMSG_SPACE(16 * sizeof(int))];
    struct cmsghdr align;
  } control;
  struct iovec vector = {data, length < (jint)sizeof data ? (size_t)length : sizeof data};
  struct msghdr message = {.msg_iov = &vector, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
  ssize_t count;
  do count = recvmsg(fd, &message, MSG_CMSG_CLOEXEC);
  while (count < 0 && errno == EINTR);
  if (count < 0) return throw_errno(env, "recvmsg(2)"), 0;
  jsize next = 0;
  for (struct cmsghdr *part = CMSG_FIRSTHDR(&message); part; part = CMSG_NXTHDR(&message, part)) {
    if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_RIGHTS) continue;
    const size_t received = (part->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    for (size_t i = 0; i < received; ++i) {
      int one;
      memcpy(&one, CMSG_DATA(part) + i * sizeof one, sizeof one);
      if (next < (*env)->GetArrayLength(env, descriptors))
        (*env)->SetObjectArrayElement(env, descriptors, next++, new_descriptor(env, one));
      else
        close(one);
    }
  }
  if (count > 0) (*env)->SetByteArrayRegion(env, array, offset, (jsize)count, (const jbyte *)data);
  return count == 0 ? -1 : (jint)count;
}

/* ---- DomainSocketWatcher: FdSet.data points to a FdSet */

struct FdSet {
  size_t count;
  struct pollfd fds[1024];
};

static struct FdSet *set_of(JNIEnv *env, jobject object) {
  jfieldID data = (*env)->GetFieldID(env, (*env)->GetObjectClass(env, object), "data", "J");
  return (struct FdSet *)(intptr_t)(*env)->GetLongField(env, object, data);
}

WATCHER(void, anchorNative)(JNIEnv *env, jclass c) {}
JNIEXPORT jlong JNICALL Java_org_apache_hadoop_net_unix_DomainSocketWatcher_00024FdSet_alloc0(JNIEnv *env, jclass c) {
  return (jlong)(intptr_t)calloc(1, sizeof(struct FdSet));
}
JNIEXPORT void JNICALL Java_org_apache_hadoop_net_unix_DomainSocketWatcher_00024FdSet_add(JNIEnv *env, jobject o, jint fd) {
  struct FdSet *set = set_of(env, o);
  if (set->count == sizeof set->fds / sizeof set->fds[0])
    return throw_named(env, "java/lang/RuntimeException", "too many sockets to watch");
  set->fds[set->count++] = (struct pollfd){.fd = fd, .events = POLLIN};
}
JNIEXPORT void JNICALL Java_org_apache_hadoop_net_unix_DomainSocketWatcher_00024FdSet_remove(JNIEnv *env, jobject o, jint fd) {
  struct FdSet *set = set_of(env, o);
  for (size_t i = 0; i < set->count; ++i)
    if (set->fds[i].fd == fd) set->fds[i--] = set->fds[--set->count];
}
JNIEXPORT jintArray JNICALL Java_org_apache_hadoop_net_unix_DomainSocketWatcher_00024FdSet_getAndClearReadableFds(
    JNIEnv *env, jobject o) {
  struct FdSet *set = set_of(env, o);
  jint readable[1024];
  jsize count = 0;
  for (size_t i = 0; i < set->count; ++i) {
    if (set->fds[i].revents) readable[count++] = set->fds[i].fd;
    set->fds[i].revents = 0;
  }
  jintArray array = (*env)->NewIntArray(env, count);
  if (array) (*env)->SetIntArrayRegion(env, array, 0, count, readable);
  return array;
}
JNIEXPORT void JNICALL Java_org_apache_hadoop_net_unix_DomainSocketWatcher_00024FdSet_close(JNIEnv *env, jobject o) {
  free(set_of(env, o));
}
WATCHER(jint, doPoll0)(JNIEnv *env, jclass c, jint wait_ms, jobject object) {
  struct FdSet *set = set_of(env, object);
  const int count = poll(set->fds, set->count, wait_ms);
  if (count < 0 && errno != EINTR) throw_errno(env, "poll(2)");
  return count < 0 ? 0 : count;
}

/* ---- NativeIO */

NATIVE_IO(void, initNative)(JNIEnv *env, jclass c) {}
NATIVE_IO(jlong, getMemlockLimit0)(JNIEnv *env, jclass c) { return 0; }
JNIEXPORT jlong JNICALL Java_org_apache_hadoop_io_nativeio_NativeIO_00024POSIX_mmap(JNIEnv *env, jclass c, jobject descriptor,
                                                                                   jint prot, jboolean shared, jlong length) {
  const int fd = (*env)->GetIntField(env, descriptor, fd_field(env));
  const int how = (prot & 1 ? PROT_READ : 0) | (prot & 2 ? PROT_WRITE : 0) | (prot & 4 ? PROT_EXEC : 0);
  void *at = mmap(NULL, (size_t)length, how, shared ? MAP_SHARED : MAP_PRIVATE, fd, 0);
  if (at == MAP_FAILED) return throw_errno(env, "mmap(2)"), 0;
  return (jlong)(intptr_t)at;
}
JNIEXPORT void JNICALL Java_org_apache_hadoop_io_nativeio_NativeIO_00024POSIX_munmap(JNIEnv *env, jclass c, jlong address,
                                                                                    jlong length) {
  if (munmap((void *)(intptr_t)address, (size_t)length)) throw_errno(env, "munmap(2)");
}

/* ---- NativeCrc32: types 1 (CRC32) and 2 (CRC32C), a checksum in big-endian order for each chunk */

static uint32_t crc_of(int type, const uint8_t *data, size_t length) {
  static uint32_t tables[2][256];
  uint32_t *table = tables[type == 2];
  if (!table[1])
    for (uint32_t i = 0; i < 256; ++i) {
      uint32_t value = i;
      for (int bit = 0; bit < 8; ++bit) value = value >> 1 ^ (value & 1 ? (type == 2 ? 0x82f63b78u : 0xedb88320u) : 0);
      table[i] = value;
    }
  uint32_t crc = ~0u;
  while (length--) crc = table[(crc ^ *data++) & 255] ^ crc >> 8;
  return ~crc;
}

static void chunked(JNIEnv *env, jint chunk, jint type, uint8_t *sums, const uint8_t *data, jint length, jlong base,
                    jboolean verify) {
  for (jint done = 0; done < length; done += chunk, sums += 4) {
    const uint32_t crc = crc_of(type, data + done, (size_t)(length - done < chunk ? length - done : chunk));
    const uint8_t bytes[4] = {(uint8_t)(crc >> 24), (uint8_t)(crc >> 16), (uint8_t)(crc >> 8), (uint8_t)crc};
    if (!verify) {
      memcpy(sums, bytes, 4);
    } else if (memcmp(sums, bytes, 4)) {
      jclass type_of = (*env)->FindClass(env, "org/apache/hadoop/fs/ChecksumException");
      jmethodID make = (*env)->GetMethodID(env, type_of, "<init>", "(Ljava/lang/String;J)V");
      jstring text = (*env)->NewStringUTF(env, "Checksum error");
      (*env)->Throw(env, (*env)->NewObject(env, type_of, make, text, base + done));
      return;
    }
  }
}

CRC(void, nativeComputeChunkedSums)(JNIEnv *env, jclass c, jint chunk, jint type, jobject sums, jint sums_offset,
                                    jobject data, jint data_offset, jint length, jstring name, jlong base,
                                    jboolean verify) {
  uint8_t *at = (*env)->GetDirectBufferAddress(env, sums), *from = (*env)->GetDirectBufferAddress(env, data);
  chunked(env, chunk, type, at + sums_offset, from + data_offset, length, base, verify);
}
CRC(void, nativeVerifyChunkedSums)(JNIEnv *env, jclass c, jint chunk, jint type, jobject sums, jint sums_offset,
                                   jobject data, jint data_offset, jint length, jstring name, jlong base) {
  uint8_t *at = (*env)->GetDirectBufferAddress(env, sums), *from = (*env)->GetDirectBufferAddress(env, data);
  chunked(env, chunk, type, at + sums_offset, from + data_offset, length, base, JNI_TRUE);
}
CRC(void, nativeComputeChunkedSumsByteArray)(JNIEnv *env, jclass c, jint chunk, jint type, jbyteArray sums,
                                             jint sums_offset, jbyteArray data, jint data_offset, jint length,
                                             jstring name, jlong base, jboolean verify) {
  jbyte *at = (*env)->GetByteArrayElements(env, sums, NULL), *from = (*env)->GetByteArrayElements(env, data, NULL);
  if (at && from)
    chunked(env, chunk, type, (uint8_t *)at + sums_offset, (uint8_t *)from + data_offset, length, base, verify);
  if (from) (*env)->ReleaseByteArrayElements(env, data, from, JNI_ABORT);
  if (at) (*env)->ReleaseByteArrayElements(env, sums, at, verify ? JNI_ABORT : 0);
}
