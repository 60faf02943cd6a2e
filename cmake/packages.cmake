# All from Debian 12; README.md says why each is here.
find_package(Boost 1.81 REQUIRED)           # Asio (header only, compiled once in common/async)
find_package(Threads REQUIRED)
find_package(Protobuf REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(fmt REQUIRED)
find_package(yaml-cpp REQUIRED)
find_package(EXPAT REQUIRED)
find_package(ZLIB REQUIRED)
find_package(BZip2 REQUIRED)
find_package(GTest REQUIRED)
find_library(ROCKSDB_LIBRARY rocksdb REQUIRED)
find_library(ISAL_LIBRARY isal REQUIRED)

add_library(mammoth_asio INTERFACE)
target_link_libraries(mammoth_asio INTERFACE Threads::Threads)
target_compile_definitions(mammoth_asio INTERFACE BOOST_ASIO_SEPARATE_COMPILATION
                           BOOST_ASIO_NO_DEPRECATED)
