/* A user of libhdfs as any: argv[1] is the NameNode's host, argv[2] its port. Prints "ok NAME" a scenario. */
#include <hdfs.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int failures = 0;

#define CHECK(condition)                                                                  \
  do {                                                                                    \
    if (!(condition)) {                                                                   \
      printf("FAILED line %d: %s (errno %d)\n", __LINE__, #condition, errno);             \
      ++failures;                                                                         \
    }                                                                                     \
  } while (0)

static void write_file(hdfsFS fs, const char* path, const char* text) {
  hdfsFile file = hdfsOpenFile(fs, path, O_WRONLY | O_CREAT, 0, 1, 0);
  CHECK(file != NULL);
  CHECK(hdfsFileIsOpenForWrite(file) && !hdfsFileIsOpenForRead(file));
  CHECK(hdfsWrite(fs, file, text, (tSize)strlen(text)) == (tSize)strlen(text));
  CHECK(hdfsTell(fs, file) == (tOffset)strlen(text));
  CHECK(hdfsHFlush(fs, file) == 0 && hdfsHSync(fs, file) == 0 && hdfsFlush(fs, file) == 0);
  CHECK(hdfsCloseFile(fs, file) == 0);
}

static void reading(hdfsFS fs) {
  char buffer[64];
  write_file(fs, "/c/words", "elephants never forget");
  hdfsFile file = hdfsOpenFile(fs, "/c/words", O_RDONLY, 0, 0, 0);
  CHECK(file != NULL && hdfsFileIsOpenForRead(file));
  CHECK(hdfsAvailable(fs, file) == 22);
  CHECK(hdfsRead(fs, file, buffer, 9) == 9 && memcmp(buffer, "elephants", 9) == 0);
  CHECK(hdfsTell(fs, file) == 9 && hdfsAvailable(fs, file) == 13);
  CHECK(hdfsPread(fs, file, 10, buffer, 5) == 5 && memcmp(buffer, "never", 5) == 0);
  CHECK(hdfsPreadFully(fs, file, 16, buffer, 6) == 0 && memcmp(buffer, "forget", 6) == 0);
  CHECK(hdfsPreadFully(fs, file, 16, buffer, 7) == -1 && errno == EINTERNAL);
  CHECK(hdfsPread(fs, file, 22, buffer, 5) == 0);
  CHECK(hdfsSeek(fs, file, 16) == 0 && hdfsRead(fs, file, buffer, 60) == 6);
  CHECK(hdfsRead(fs, file, buffer, 60) == 0);
  CHECK(hdfsSeek(fs, file, 23) == -1 && errno == EINTERNAL);
  CHECK(hdfsSeek(fs, file, -1) == -1);
  CHECK(hdfsRead(fs, file, buffer, -1) == -1 && errno == EINVAL);
  CHECK(hdfsWrite(fs, file, buffer, 1) == -1 && errno == EINVAL);
  CHECK(hdfsUnbufferFile(file) == 0);
  CHECK(hdfsPread(fs, file, 0, buffer, 1) == 1);

  struct hdfsReadStatistics* statistics = NULL;
  CHECK(hdfsFileGetReadStatistics(file, &statistics) == 0 && statistics->totalBytesRead >= 21);
  CHECK(hdfsReadStatisticsGetRemoteBytesRead(statistics) >= 0);
  hdfsFileFreeReadStatistics(statistics);
  CHECK(hdfsFileClearReadStatistics(file) == 0);
  CHECK(hdfsFileGetReadStatistics(file, &statistics) == 0 && statistics->totalBytesRead == 0);
  hdfsFileFreeReadStatistics(statistics);

  struct hadoopRzOptions* options = hadoopRzOptionsAlloc();
  CHECK(hdfsSeek(fs, file, 0) == 0);
  CHECK(hadoopRzOptionsSetByteBufferPool(options, "no/such/Pool") == -1 && errno == EINVAL);
  CHECK(hadoopRzOptionsSetByteBufferPool(options, ELASTIC_BYTE_BUFFER_POOL_CLASS) == 0);
  struct hadoopRzBuffer* zero = hadoopReadZero(file, options, 9);
  CHECK(zero && hadoopRzBufferLength(zero) == 9 && !memcmp(hadoopRzBufferGet(zero), "elephants", 9));
  hadoopRzBufferFree(file, zero);
  CHECK(hdfsSeek(fs, file, 22) == 0);
  zero = hadoopReadZero(file, options, 9);
  CHECK(zero && hadoopRzBufferLength(zero) == 0 && hadoopRzBufferGet(zero) == NULL);
  hadoopRzBufferFree(file, zero);
  hadoopRzOptionsFree(options);
  CHECK(hdfsCloseFile(fs, file) == 0);
  puts("ok reading");
}

static void opening(hdfsFS fs) {
  CHECK(hdfsOpenFile(fs, "/c/words", O_RDWR, 0, 0, 0) == NULL && errno == ENOTSUP);
  CHECK(hdfsOpenFile(fs, "/c/none", O_RDONLY, 0, 0, 0) == NULL && errno == ENOENT);
  CHECK(strstr(hdfsGetLastExceptionRootCause(), "FileNotFoundException: ") != NULL);
  CHECK(strstr(hdfsGetLastExceptionStackTrace(), "java.io.FileNotFoundException: ") != NULL);
  CHECK(hdfsOpenFile(fs, NULL, O_RDONLY, 0, 0, 0) == NULL && errno == EINVAL);
  CHECK(hdfsOpenFile(fs, "hdfs://elsewhere:1/x", O_RDONLY, 0, 0, 0) == NULL && errno == EINVAL);
  CHECK(strstr(hdfsGetLastExceptionRootCause(), "Wrong FS: hdfs://elsewhere:1/x, expected: ") != NULL);

  struct hdfsStreamBuilder* stream = hdfsStreamBuilderAlloc(fs, "/c/built", O_WRONLY);
  CHECK(hdfsStreamBuilderSetReplication(stream, 1) == 0);
  CHECK(hdfsStreamBuilderSetDefaultBlockSize(stream, 1 << 20) == 0);
  CHECK(hdfsStreamBuilderSetBufferSize(stream, 4096) == 0);
  hdfsFile file = hdfsStreamBuilderBuild(stream);
  CHECK(file && hdfsCloseFile(fs, file) == 0);
  hdfsFileInfo* info = hdfsGetPathInfo(fs, "/c/built");
  CHECK(info && info->mBlockSize == 1 << 20 && info->mReplication == 1 && info->mSize == 0);
  hdfsFreeFileInfo(info, 1);
  stream = hdfsStreamBuilderAlloc(fs, "/c/built", O_RDONLY);
  CHECK(hdfsStreamBuilderSetReplication(stream, 1) == -1 && errno == EINVAL);
  hdfsStreamBuilderFree(stream);

  file = hdfsOpenFile(fs, "/c/words", O_WRONLY | O_APPEND, 0, 0, 0);
  CHECK(file && hdfsWrite(fs, file, "!", 1) == 1 && hdfsCloseFile(fs, file) == 0);
  CHECK(hdfsTruncateFile(fs, "/c/words", 23) == 1);
  CHECK(hdfsTruncateFile(fs, "/c/none", 1) == -1 && errno == ENOENT);
  CHECK(hdfsTruncateFile(fs, "/c/words", -1) == -1);

  hdfsOpenFileBuilder* builder = hdfsOpenFileBuilderAlloc(fs, "/c/words");
  builder = hdfsOpenFileBuilderMust(builder, "fs.option.openfile.read.policy", "random");
  builder = hdfsOpenFileBuilderOpt(builder, "some.key", "value");
  hdfsOpenFileFuture* future = hdfsOpenFileBuilderBuild(builder);
  file = hdfsOpenFileFutureGetWithTimeout(future, 20, jSeconds);
  CHECK(file && hdfsAvailable(fs, file) == 23 && hdfsCloseFile(fs, file) == 0);
  CHECK(hdfsOpenFileFutureCancel(future, 0) == -1);
  hdfsOpenFileFutureFree(future);
  builder = hdfsOpenFileBuilderMust(builder, "no.such.key", "value");
  CHECK(hdfsOpenFileBuilderBuild(builder) == NULL && errno == EINVAL);
  hdfsOpenFileBuilderFree(builder);
  CHECK(hdfsCloseFile(fs, NULL) == -1 && errno == EBADF);
  puts("ok opening");
}

static void namespace_calls(hdfsFS fs, hdfsFS local) {
  char buffer[256];
  int count = -1;
  CHECK(hdfsExists(fs, "/c/none") == -1 && errno == ENOENT);
  CHECK(hdfsCreateDirectory(fs, "/c/d/e") == 0 && hdfsExists(fs, "/c/d/e") == 0);
  CHECK(hdfsCreateDirectory(fs, "/c/words/x") == -1 && errno == ENOTDIR);
  CHECK(hdfsListDirectory(fs, "/c/d/e", &count) == NULL && errno == 0 && count == 0);
  CHECK(hdfsListDirectory(fs, "/c/none", &count) == NULL && errno == ENOENT);
  hdfsFileInfo* infos = hdfsListDirectory(fs, "/c", &count);
  CHECK(infos && count == 3 && infos[1].mKind == kObjectKindDirectory);
  CHECK(strncmp(infos[2].mName, "hdfs://", 7) == 0 && strstr(infos[2].mName, "/c/words") != NULL);
  CHECK(infos[2].mSize == 23 && infos[2].mKind == kObjectKindFile && !hdfsFileIsEncrypted(&infos[2]));
  hdfsFreeFileInfo(infos, count);
  CHECK(hdfsChmod(fs, "/c/words", 0600) == 0 && hdfsChown(fs, "/c/words", "ann", "staff") == 0);
  CHECK(hdfsUtime(fs, "/c/words", 1000, 2000) == 0 && hdfsSetReplication(fs, "/c/words", 2) == 0);
  infos = hdfsGetPathInfo(fs, "/c/words");
  CHECK(infos->mPermissions == 0600 && !strcmp(infos->mOwner, "ann") && !strcmp(infos->mGroup, "staff"));
  CHECK(infos->mLastMod == 1000 && infos->mLastAccess == 2000 && infos->mReplication == 2);
  hdfsFreeFileInfo(infos, 1);
  CHECK(hdfsSetReplication(fs, "/c/none", 2) == -1 && errno == ENOENT);
  CHECK(hdfsChmod(fs, "/c/none", 0600) == -1 && errno == ENOENT);
  CHECK(hdfsRename(fs, "/c/words", "/c/d/words") == 0);
  CHECK(hdfsRename(fs, "/c/none", "/c/d/words") == -1 && errno == EIO);
  CHECK(hdfsSetWorkingDirectory(fs, "/c/d") == 0 && hdfsExists(fs, "words") == 0);
  CHECK(hdfsGetWorkingDirectory(fs, buffer, sizeof buffer) == buffer && strstr(buffer, "/c/d"));
  CHECK(hdfsGetWorkingDirectory(fs, buffer, 4) == NULL && errno == ENAMETOOLONG);
  CHECK(hdfsCopy(fs, "/c/d/words", fs, "/c/copy") == 0 && hdfsExists(fs, "/c/d/words") == 0);
  CHECK(hdfsCopy(fs, "/c/d", fs, "/c/tree") == 0 && hdfsExists(fs, "/c/tree/words") == 0);
  CHECK(hdfsMove(fs, "/c/copy", local, "moved.tmp") == 0 && hdfsExists(fs, "/c/copy") == -1);
  CHECK(hdfsExists(local, "moved.tmp") == 0 && hdfsDelete(local, "moved.tmp", 0) == 0);
  CHECK(hdfsCopy(fs, "/c/none", fs, "/c/copy") == -1 && errno == ENOENT);
  char*** hosts = hdfsGetHosts(fs, "/c/d/words", 0, 100);
  CHECK(hosts && hosts[0] && hosts[0][0] && strlen(hosts[0][0]) > 0 && hosts[1] == NULL);
  hdfsFreeHosts(hosts);
  CHECK(hdfsGetHosts(fs, "/c/none", 0, 1) == NULL && errno == ENOENT);
  CHECK(hdfsGetDefaultBlockSize(fs) == 134217728 && hdfsGetDefaultBlockSizeAtPath(fs, "/x") == 134217728);
  CHECK(hdfsGetCapacity(fs) > 0 && hdfsGetUsed(fs) >= 0 && hdfsGetUsed(fs) < hdfsGetCapacity(fs));
  CHECK(hdfsDelete(fs, "/c/d", 0) == -1 && errno == EINTERNAL);
  CHECK(hdfsDelete(fs, "/c", 1) == 0 && hdfsDelete(fs, "/c", 1) == -1 && errno == EIO);
  puts("ok namespace");
}

static void connecting(const char* host, tPort port) {
  char uri[300];
  char* value = NULL;
  int32_t number = 7;
  snprintf(uri, sizeof uri, "hdfs://%s:%d", host, port);
  hdfsFS fs = hdfsConnectAsUser(host, port, "eve");
  CHECK(fs && hdfsCreateDirectory(fs, "/eve") == -1 && errno == EACCES);
  CHECK(hdfsDisconnect(fs) == 0);
  struct hdfsBuilder* builder = hdfsNewBuilder();
  hdfsBuilderSetNameNode(builder, uri);
  hdfsBuilderSetNameNodePort(builder, port);
  CHECK(hdfsBuilderConnect(builder) == NULL && errno == EINVAL);
  builder = hdfsNewBuilder();
  hdfsBuilderSetNameNode(builder, "default");
  CHECK(hdfsBuilderConfSetStr(builder, "dfs.replication", "2") == 0);
  fs = hdfsBuilderConnect(builder);
  CHECK(fs && hdfsExists(fs, "/") == 0);
  write_file(fs, "two", "2");
  CHECK(hdfsDelete(fs, "two", 0) == 0 && hdfsDisconnect(fs) == 0);
  fs = hdfsConnect(host, 1);
  CHECK(fs && hdfsExists(fs, "/") == -1 && errno == EINTERNAL);
  hdfsDisconnect(fs);
  CHECK(hdfsConfGetStr("fs.defaultFS", &value) == 0 && value && strcmp(value, uri) == 0);
  hdfsConfStrFree(value);
  CHECK(hdfsConfGetStr("no.such.key", &value) == 0 && value == NULL);
  CHECK(hdfsConfGetInt("no.such.key", &number) == 0 && number == 7);
  CHECK(hdfsConfGetInt("dfs.bytes-per-checksum", &number) == 0 && number == 512);
  CHECK(hdfsDisconnect(NULL) == -1 && errno == EBADF);
  puts("ok connecting");
}

int main(int argc, char** argv) {
  const tPort port = argc > 2 ? (tPort)atoi(argv[2]) : 8020;
  hdfsFS fs = hdfsConnect(argv[1], port);
  hdfsFS local = hdfsConnect(NULL, 0);
  CHECK(fs != NULL && local != NULL);
  reading(fs);
  opening(fs);
  namespace_calls(fs, local);
  connecting(argv[1], port);
  hdfsDisconnect(local);
  hdfsDisconnect(fs);
  return failures != 0;
}
