/* libhdfs: HDFS for programs in C, without a JVM. Symbols, structures and error numbers are those of
 * Hadoop 3.4's libhdfs, so that programs written for it compile, link and run against this library.
 *
 * Unless a line says otherwise, functions that answer int give 0 when done and -1 with errno set when
 * not, and functions that answer a pointer give NULL with errno set. A refusal of the NameNode becomes:
 *
 *   ENOENT FileNotFoundException       EACCES AccessControlException    ENOTDIR ParentNotDirectoryException
 *   EEXIST FileAlreadyExistsException  EINVAL IllegalArgumentException  EROFS   SafeModeException
 *   EDQUOT QuotaExceededException      ESTALE LeaseExpiredException     ENOTSUP UnsupportedOperationException
 *   EINTERNAL (255) everything else
 *
 * The words are in hdfsGetLastExceptionRootCause() of the same thread, and go to standard error.
 *
 * A file system may be used by many threads; a file by one at a time, but for hdfsPread and
 * hdfsPreadFully. Configuration: core-site.xml and hdfs-site.xml in $HADOOP_CONF_DIR, else in the first
 * directory of $CLASSPATH that has one of them. Paths may be relative to the working directory and may
 * carry the file system's own scheme and authority. Times are seconds since 1970, sizes are bytes. */
#ifndef LIBHDFS_HDFS_H
#define LIBHDFS_HDFS_H

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#ifndef EINTERNAL
#define EINTERNAL 255
#endif

#define LIBHDFS_EXTERNAL __attribute__((visibility("default")))
#define ELASTIC_BYTE_BUFFER_POOL_CLASS "org/apache/hadoop/io/ElasticByteBufferPool"

#ifdef __cplusplus
extern "C" {
#endif

typedef int32_t tSize;
typedef time_t tTime;
typedef int64_t tOffset;
typedef uint16_t tPort;
typedef enum tObjectKind { kObjectKindFile = 'F', kObjectKindDirectory = 'D' } tObjectKind;

struct hdfs_internal;
typedef struct hdfs_internal* hdfsFS;
struct hdfsFile_internal;
typedef struct hdfsFile_internal* hdfsFile;
struct hdfsBuilder;
struct hdfsStreamBuilder;

/* --- connecting ------------------------------------------------------------------------------------ */

/* A builder is freed by hdfsBuilderConnect, whether that succeeds or not. The strings given to it must
 * live until then. NameNode: "default" means fs.defaultFS, NULL the local file system, a name without a
 * scheme is hdfs://; a port must not be given twice. */
LIBHDFS_EXTERNAL struct hdfsBuilder* hdfsNewBuilder(void);
LIBHDFS_EXTERNAL void hdfsBuilderSetForceNewInstance(struct hdfsBuilder* builder);
LIBHDFS_EXTERNAL void hdfsBuilderSetNameNode(struct hdfsBuilder* builder, const char* namenode);
LIBHDFS_EXTERNAL void hdfsBuilderSetNameNodePort(struct hdfsBuilder* builder, tPort port);
LIBHDFS_EXTERNAL void hdfsBuilderSetUserName(struct hdfsBuilder* builder, const char* user);
LIBHDFS_EXTERNAL void hdfsBuilderSetKerbTicketCachePath(struct hdfsBuilder* builder, const char* path);
LIBHDFS_EXTERNAL int hdfsBuilderConfSetStr(struct hdfsBuilder* builder, const char* key,
                                           const char* value);
LIBHDFS_EXTERNAL void hdfsFreeBuilder(struct hdfsBuilder* builder);
LIBHDFS_EXTERNAL hdfsFS hdfsBuilderConnect(struct hdfsBuilder* builder);

LIBHDFS_EXTERNAL hdfsFS hdfsConnect(const char* namenode, tPort port);
LIBHDFS_EXTERNAL hdfsFS hdfsConnectAsUser(const char* namenode, tPort port, const char* user);
LIBHDFS_EXTERNAL hdfsFS hdfsConnectNewInstance(const char* namenode, tPort port);
LIBHDFS_EXTERNAL hdfsFS hdfsConnectAsUserNewInstance(const char* namenode, tPort port,
                                                     const char* user);
/* Frees the handle. Files that are still open keep what they need. */
LIBHDFS_EXTERNAL int hdfsDisconnect(hdfsFS fs);

/* A value of the configuration: NULL, or untouched, when there is none. 0 or an error number. */
LIBHDFS_EXTERNAL int hdfsConfGetStr(const char* key, char** value);
LIBHDFS_EXTERNAL int hdfsConfGetInt(const char* key, int32_t* value);
LIBHDFS_EXTERNAL void hdfsConfStrFree(char* value);

/* --- opening and closing ---------------------------------------------------------------------------- */

/* O_RDONLY, O_WRONLY (create or overwrite) or O_WRONLY|O_APPEND; O_RDWR is ENOTSUP. 0 for sizes and
 * replication means the configured ones. */
LIBHDFS_EXTERNAL hdfsFile hdfsOpenFile(hdfsFS fs, const char* path, int flags, int bufferSize,
                                       short replication, tSize blocksize);
LIBHDFS_EXTERNAL struct hdfsStreamBuilder* hdfsStreamBuilderAlloc(hdfsFS fs, const char* path,
                                                                  int flags);
LIBHDFS_EXTERNAL void hdfsStreamBuilderFree(struct hdfsStreamBuilder* builder);
LIBHDFS_EXTERNAL int hdfsStreamBuilderSetBufferSize(struct hdfsStreamBuilder* builder,
                                                    int32_t bufferSize);
/* EINVAL for these two when the stream is to be read. */
LIBHDFS_EXTERNAL int hdfsStreamBuilderSetReplication(struct hdfsStreamBuilder* builder,
                                                     int16_t replication);
LIBHDFS_EXTERNAL int hdfsStreamBuilderSetDefaultBlockSize(struct hdfsStreamBuilder* builder,
                                                          int64_t defaultBlockSize);
LIBHDFS_EXTERNAL hdfsFile hdfsStreamBuilderBuild(struct hdfsStreamBuilder* builder);

/* Opening for reading in the background. A key that "must" be known and is not makes the open fail. */
typedef struct hdfsOpenFileBuilder hdfsOpenFileBuilder;
typedef struct hdfsOpenFileFuture hdfsOpenFileFuture;
typedef enum javaConcurrentTimeUnit {
  jNanoseconds, jMicroseconds, jMilliseconds, jSeconds, jMinutes, jHours, jDays
} javaConcurrentTimeUnit;
LIBHDFS_EXTERNAL hdfsOpenFileBuilder* hdfsOpenFileBuilderAlloc(hdfsFS fs, const char* path);
LIBHDFS_EXTERNAL hdfsOpenFileBuilder* hdfsOpenFileBuilderMust(hdfsOpenFileBuilder* builder,
                                                              const char* key, const char* value);
LIBHDFS_EXTERNAL hdfsOpenFileBuilder* hdfsOpenFileBuilderOpt(hdfsOpenFileBuilder* builder,
                                                             const char* key, const char* value);
LIBHDFS_EXTERNAL hdfsOpenFileFuture* hdfsOpenFileBuilderBuild(hdfsOpenFileBuilder* builder);
LIBHDFS_EXTERNAL void hdfsOpenFileBuilderFree(hdfsOpenFileBuilder* builder);
/* The file is the caller's to close. ETIMEDOUT when the time is over. */
LIBHDFS_EXTERNAL hdfsFile hdfsOpenFileFutureGet(hdfsOpenFileFuture* future);
LIBHDFS_EXTERNAL hdfsFile hdfsOpenFileFutureGetWithTimeout(hdfsOpenFileFuture* future, int64_t timeout,
                                                           javaConcurrentTimeUnit unit);
/* -1 when the file was open already. */
LIBHDFS_EXTERNAL int hdfsOpenFileFutureCancel(hdfsOpenFileFuture* future, int mayInterruptIfRunning);
LIBHDFS_EXTERNAL void hdfsOpenFileFutureFree(hdfsOpenFileFuture* future);

/* Frees `file` in any case. A written file is complete and durable when this answers 0. */
LIBHDFS_EXTERNAL int hdfsCloseFile(hdfsFS fs, hdfsFile file);
LIBHDFS_EXTERNAL int hdfsFileIsOpenForRead(hdfsFile file);
LIBHDFS_EXTERNAL int hdfsFileIsOpenForWrite(hdfsFile file);
LIBHDFS_EXTERNAL int hdfsUnbufferFile(hdfsFile file); /* 0 or an error number */

/* --- reading and writing ---------------------------------------------------------------------------- */

/* The bytes read, which may be fewer than asked for; 0 at the end of the file. */
LIBHDFS_EXTERNAL tSize hdfsRead(hdfsFS fs, hdfsFile file, void* buffer, tSize length);
LIBHDFS_EXTERNAL tSize hdfsPread(hdfsFS fs, hdfsFile file, tOffset position, void* buffer, tSize length);
/* All of them, or an error. */
LIBHDFS_EXTERNAL int hdfsPreadFully(hdfsFS fs, hdfsFile file, tOffset position, void* buffer,
                                    tSize length);
LIBHDFS_EXTERNAL int hdfsSeek(hdfsFS fs, hdfsFile file, tOffset position);
LIBHDFS_EXTERNAL tOffset hdfsTell(hdfsFS fs, hdfsFile file);
LIBHDFS_EXTERNAL int hdfsAvailable(hdfsFS fs, hdfsFile file);
LIBHDFS_EXTERNAL tSize hdfsWrite(hdfsFS fs, hdfsFile file, const void* buffer, tSize length);
LIBHDFS_EXTERNAL int hdfsFlush(hdfsFS fs, hdfsFile file);
LIBHDFS_EXTERNAL int hdfsHFlush(hdfsFS fs, hdfsFile file); /* new readers see it */
LIBHDFS_EXTERNAL int hdfsHSync(hdfsFS fs, hdfsFile file);  /* and it is on the DataNodes' disks */

/* Reading into a buffer of the library's. Without a pool class only bytes that need no copy are read,
 * else EPROTONOSUPPORT; with one they are copied when they must be. */
struct hadoopRzOptions;
struct hadoopRzBuffer;
LIBHDFS_EXTERNAL struct hadoopRzOptions* hadoopRzOptionsAlloc(void);
LIBHDFS_EXTERNAL int hadoopRzOptionsSetSkipChecksum(struct hadoopRzOptions* options, int skip);
LIBHDFS_EXTERNAL int hadoopRzOptionsSetByteBufferPool(struct hadoopRzOptions* options,
                                                      const char* className);
LIBHDFS_EXTERNAL void hadoopRzOptionsFree(struct hadoopRzOptions* options);
LIBHDFS_EXTERNAL struct hadoopRzBuffer* hadoopReadZero(hdfsFile file, struct hadoopRzOptions* options,
                                                       int32_t maxLength);
LIBHDFS_EXTERNAL int32_t hadoopRzBufferLength(const struct hadoopRzBuffer* buffer);
LIBHDFS_EXTERNAL const void* hadoopRzBufferGet(const struct hadoopRzBuffer* buffer); /* NULL at the end */
LIBHDFS_EXTERNAL void hadoopRzBufferFree(hdfsFile file, struct hadoopRzBuffer* buffer);

struct hdfsReadStatistics {
  uint64_t totalBytesRead;
  uint64_t totalLocalBytesRead;
  uint64_t totalShortCircuitBytesRead;
  uint64_t totalZeroCopyBytesRead;
};
LIBHDFS_EXTERNAL int hdfsFileGetReadStatistics(hdfsFile file, struct hdfsReadStatistics** statistics);
LIBHDFS_EXTERNAL int64_t
hdfsReadStatisticsGetRemoteBytesRead(const struct hdfsReadStatistics* statistics);
LIBHDFS_EXTERNAL int hdfsFileClearReadStatistics(hdfsFile file); /* 0 or an error number */
LIBHDFS_EXTERNAL void hdfsFileFreeReadStatistics(struct hdfsReadStatistics* statistics);

struct hdfsHedgedReadMetrics {
  uint64_t hedgedReadOps;
  uint64_t hedgedReadOpsWin;
  uint64_t hedgedReadOpsInCurThread;
};
LIBHDFS_EXTERNAL int hdfsGetHedgedReadMetrics(hdfsFS fs, struct hdfsHedgedReadMetrics** metrics);
LIBHDFS_EXTERNAL void hdfsFreeHedgedReadMetrics(struct hdfsHedgedReadMetrics* metrics);

/* --- the namespace ---------------------------------------------------------------------------------- */

LIBHDFS_EXTERNAL int hdfsExists(hdfsFS fs, const char* path);
LIBHDFS_EXTERNAL int hdfsCopy(hdfsFS srcFS, const char* src, hdfsFS dstFS, const char* dst);
LIBHDFS_EXTERNAL int hdfsMove(hdfsFS srcFS, const char* src, hdfsFS dstFS, const char* dst);
LIBHDFS_EXTERNAL int hdfsDelete(hdfsFS fs, const char* path, int recursive);
LIBHDFS_EXTERNAL int hdfsRename(hdfsFS fs, const char* oldPath, const char* newPath);
LIBHDFS_EXTERNAL char* hdfsGetWorkingDirectory(hdfsFS fs, char* buffer, size_t bufferSize);
LIBHDFS_EXTERNAL int hdfsSetWorkingDirectory(hdfsFS fs, const char* path);
LIBHDFS_EXTERNAL int hdfsCreateDirectory(hdfsFS fs, const char* path); /* with its parents */
LIBHDFS_EXTERNAL int hdfsSetReplication(hdfsFS fs, const char* path, int16_t replication);
/* 1: done; 0: the last block is being cut, wait before writing; -1: errno. */
LIBHDFS_EXTERNAL int hdfsTruncateFile(hdfsFS fs, const char* path, tOffset newlength);
LIBHDFS_EXTERNAL int hdfsChown(hdfsFS fs, const char* path, const char* owner, const char* group);
LIBHDFS_EXTERNAL int hdfsChmod(hdfsFS fs, const char* path, short mode);
LIBHDFS_EXTERNAL int hdfsUtime(hdfsFS fs, const char* path, tTime mtime, tTime atime); /* -1: leave */

typedef struct {
  tObjectKind mKind;
  char* mName; /* with scheme and authority */
  tTime mLastMod;
  tOffset mSize;
  short mReplication;
  tOffset mBlockSize;
  char* mOwner;
  char* mGroup;
  short mPermissions;
  tTime mLastAccess;
} hdfsFileInfo;

/* NULL with errno 0 for an empty directory. */
LIBHDFS_EXTERNAL hdfsFileInfo* hdfsListDirectory(hdfsFS fs, const char* path, int* numEntries);
LIBHDFS_EXTERNAL hdfsFileInfo* hdfsGetPathInfo(hdfsFS fs, const char* path);
LIBHDFS_EXTERNAL void hdfsFreeFileInfo(hdfsFileInfo* info, int numEntries);
LIBHDFS_EXTERNAL int hdfsFileIsEncrypted(hdfsFileInfo* info); /* 1 or 0 */

/* For each block of the range the host names, NULL after the last; NULL after the last block. */
LIBHDFS_EXTERNAL char*** hdfsGetHosts(hdfsFS fs, const char* path, tOffset start, tOffset length);
LIBHDFS_EXTERNAL void hdfsFreeHosts(char*** blockHosts);
LIBHDFS_EXTERNAL tOffset hdfsGetDefaultBlockSize(hdfsFS fs);
LIBHDFS_EXTERNAL tOffset hdfsGetDefaultBlockSizeAtPath(hdfsFS fs, const char* path);
LIBHDFS_EXTERNAL tOffset hdfsGetCapacity(hdfsFS fs);
LIBHDFS_EXTERNAL tOffset hdfsGetUsed(hdfsFS fs);

/* Of this thread's last call that failed: "FileNotFoundException: File does not exist: /a", and the same
 * with the full class name. The library's; valid until the thread's next call. NULL: none failed. */
LIBHDFS_EXTERNAL char* hdfsGetLastExceptionRootCause(void);
LIBHDFS_EXTERNAL char* hdfsGetLastExceptionStackTrace(void);

#ifdef __cplusplus
}
#endif
#endif
