/* Reads a file through libhdfs and says how: argv is NameNode's port, path, "once" or a second path to
 * wait for between two reads of the first. */
#include <hdfs.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int read_all(hdfsFS fs, const char* path, unsigned long* sum) {
  hdfsFile file = hdfsOpenFile(fs, path, O_RDONLY, 0, 0, 0);
  if (!file) return -1;
  static unsigned char buffer[1 << 20];
  unsigned long long total = 0;
  int count = 0;
  *sum = 0;
  /* Odd sizes, so that reads begin and end inside of chunks. */
  for (int size = 1; (count = hdfsRead(fs, file, buffer, size)) > 0; size = size * 7 % 999983 + 1) {
    total += (unsigned long long)count;
    for (int i = 0; i < count; ++i) *sum = *sum * 31 + buffer[i];
  }
  unsigned char first = 0;
  if (total > 0 && (hdfsPread(fs, file, 0, &first, 1) != 1)) count = -1;
  struct hdfsReadStatistics* statistics = NULL;
  if (hdfsFileGetReadStatistics(file, &statistics) != 0) return -1;
  printf("%llu bytes, local %d, short-circuit %d, sum %lu\n", total,
         statistics->totalLocalBytesRead == statistics->totalBytesRead,
         statistics->totalShortCircuitBytesRead == statistics->totalBytesRead, *sum);
  fflush(stdout);
  hdfsFileFreeReadStatistics(statistics);
  hdfsCloseFile(fs, file);
  return count;
}

int main(int argc, char** argv) {
  unsigned long sum = 0;
  hdfsFS fs = hdfsConnect("127.0.0.1", (tPort)atoi(argv[1]));
  if (!fs || read_all(fs, argv[2], &sum) != 0) return 1;
  if (argc < 4) return 0;
  for (int i = 0; i < 200 && hdfsExists(fs, argv[3]) != 0; ++i) usleep(100000);
  return read_all(fs, argv[2], &sum) != 0;
}
