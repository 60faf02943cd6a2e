// All of libmammoth-hdfs.so is in the rooms that it is linked from (CMakeLists.txt).
