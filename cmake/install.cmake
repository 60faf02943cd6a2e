# What `cmake --install build/release --prefix DIR` puts where, and the package that job authors find
# (MammothConfig.cmake.in); the build folder has one too: -DMammoth_DIR=build/release/cmake.
set(MAMMOTH_PACKAGE_INCLUDE_DIR ${CMAKE_SOURCE_DIR})
set(MAMMOTH_PACKAGE_LIBRARY_DIR ${CMAKE_LIBRARY_OUTPUT_DIRECTORY})
configure_file(cmake/MammothConfig.cmake.in ${CMAKE_BINARY_DIR}/cmake/MammothConfig.cmake @ONLY)

# Relative to lib/cmake/Mammoth.
set(MAMMOTH_PACKAGE_INCLUDE_DIR "\${CMAKE_CURRENT_LIST_DIR}/../../../include/mammoth")
set(MAMMOTH_PACKAGE_LIBRARY_DIR "\${CMAKE_CURRENT_LIST_DIR}/../..")
configure_file(cmake/MammothConfig.cmake.in ${CMAKE_BINARY_DIR}/cmake/installed/MammothConfig.cmake
               @ONLY)
install(FILES ${CMAKE_BINARY_DIR}/cmake/installed/MammothConfig.cmake
        DESTINATION lib/cmake/Mammoth COMPONENT jobs)

# The headers of job authors, below the paths they include each other by.
install(FILES common/job_library/program.h DESTINATION include/mammoth/common/job_library
        COMPONENT jobs)
install(DIRECTORY mapreduce/api mapreduce/io DESTINATION include/mammoth/mapreduce COMPONENT jobs
        FILES_MATCHING PATTERN "*.h"
        PATTERN "files.h" EXCLUDE PATTERN "failure.h" EXCLUDE PATTERN "output_file.h" EXCLUDE
        PATTERN "ifile.h" EXCLUDE PATTERN "spill_index.h" EXCLUDE)
install(DIRECTORY spark-core DESTINATION include/mammoth COMPONENT jobs
        FILES_MATCHING PATTERN "*.h")

foreach(target mammoth-mapreduce mammoth-spark)
  if(TARGET ${target})
    install(TARGETS ${target} DESTINATION lib COMPONENT jobs)
  endif()
endforeach()
foreach(target mapred mapreduce-appmaster mapreduce-task spark-submit spark-executor spark-master spark-worker)
  if(TARGET ${target})
    install(TARGETS ${target} DESTINATION bin COMPONENT jobs)
    set_target_properties(${target} PROPERTIES INSTALL_RPATH "$ORIGIN/../lib")
  endif()
endforeach()
