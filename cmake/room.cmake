# A room is a folder, and a static library named <folder>_<room>. Its sources are found by looking:
# whoever adds a file adds nothing else.
#
#   mammoth_room(common_rpc common/rpc DEPS common_net common_protocol [PCH header] [UNITY])
#
# UNITY, for rooms of many small files: the option MAMMOTH_UNITY compiles a dozen at a time, so that a
# cold build takes half the time. Names in anonymous namespaces must then be unique in the room.

function(mammoth_room name folder)
  cmake_parse_arguments(ROOM "UNITY" "PCH" "DEPS" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${folder}/*.cc)
  list(FILTER sources EXCLUDE REGEX "/main\\.cc$")
  if(NOT sources)
    add_library(${name} INTERFACE)
    target_link_libraries(${name} INTERFACE ${ROOM_DEPS})
    target_include_directories(${name} INTERFACE ${CMAKE_SOURCE_DIR} ${CMAKE_BINARY_DIR})
    return()
  endif()
  add_library(${name} STATIC ${sources})
  target_include_directories(${name} PUBLIC ${CMAKE_SOURCE_DIR} ${CMAKE_BINARY_DIR})
  target_link_libraries(${name} PUBLIC ${ROOM_DEPS})
  if(ROOM_PCH)
    target_precompile_headers(${name} PRIVATE ${CMAKE_SOURCE_DIR}/${ROOM_PCH})
  endif()
  if(ROOM_UNITY AND MAMMOTH_UNITY)
    set_target_properties(${name} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 12)
  endif()
endfunction()

# Every .proto below the folders, compiled into one library; headers land below the build folder under
# the same path as the source.
#
#   mammoth_protocol(common_protocol_yarn FOLDERS common/protocol/yarn DEPS common_protocol)
function(mammoth_protocol name)
  cmake_parse_arguments(PROTOCOL "" "" "FOLDERS;DEPS" ${ARGN})
  list(TRANSFORM PROTOCOL_FOLDERS REPLACE "^(.+)$" "${CMAKE_SOURCE_DIR}/\\1/*.proto")
  file(GLOB_RECURSE protos CONFIGURE_DEPENDS ${PROTOCOL_FOLDERS})
  set(generated)
  foreach(proto ${protos})
    file(RELATIVE_PATH path ${CMAKE_SOURCE_DIR} ${proto})
    string(REGEX REPLACE "\\.proto$" "" stem ${CMAKE_BINARY_DIR}/${path})
    add_custom_command(OUTPUT ${stem}.pb.cc ${stem}.pb.h
      COMMAND protobuf::protoc --proto_path=${CMAKE_SOURCE_DIR} --cpp_out=${CMAKE_BINARY_DIR} ${path}
      WORKING_DIRECTORY ${CMAKE_SOURCE_DIR} DEPENDS ${protos})
    list(APPEND generated ${stem}.pb.cc)
  endforeach()
  add_library(${name} STATIC ${generated})
  target_include_directories(${name} SYSTEM PUBLIC ${CMAKE_BINARY_DIR})
  target_link_libraries(${name} PUBLIC ${PROTOCOL_DEPS} protobuf::libprotobuf)
  target_compile_options(${name} PRIVATE -w)
  if(MAMMOTH_UNITY)
    # protoc gives these two the same name in every file.
    set(unique "#define MAMMOTH_JOIN_(a, b) a##b\n#define MAMMOTH_JOIN(a, b) MAMMOTH_JOIN_(a, b)\n")
    foreach(repeated schemas file_default_instances)
      string(APPEND unique "#define ${repeated} MAMMOTH_JOIN(MAMMOTH_FILE, _${repeated})\n")
    endforeach()
    set_target_properties(${name} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 12
      UNITY_BUILD_UNIQUE_ID MAMMOTH_FILE UNITY_BUILD_CODE_BEFORE_INCLUDE "${unique}")
  endif()
  if(MAMMOTH_SANITIZE)  # not ours, and twice as long to compile
    target_compile_options(${name} PRIVATE -fno-sanitize=all)
  endif()
  # Otherwise generated code checks every string for UTF-8 and logs what a peer got wrong.
  target_compile_definitions(${name} PRIVATE NDEBUG)
  target_precompile_headers(${name} PRIVATE <google/protobuf/descriptor.h> <google/protobuf/message.h>
    <google/protobuf/reflection_ops.h> <google/protobuf/wire_format.h>)
endfunction()

# The files of a folder (pages of a server) become part of a library, behind a function that `header`
# declares: mammoth_assets(common_http common/http/pages mammoth::http::shared_pages common/http/assets.h)
function(mammoth_assets target folder function header)
  file(GLOB files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${folder}/*)
  set(names)
  foreach(file ${files})
    get_filename_component(name ${file} NAME)
    list(APPEND names ${name})
  endforeach()
  list(JOIN names "|" names)
  set(output ${CMAKE_BINARY_DIR}/${folder}.cc)
  add_custom_command(OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -DFOLDER=${CMAKE_SOURCE_DIR}/${folder} "-DNAMES=${names}" -DFUNCTION=${function}
            -DHEADER=${header} -DOUTPUT=${output} -P ${CMAKE_SOURCE_DIR}/cmake/embed.cmake
    DEPENDS ${files} ${CMAKE_SOURCE_DIR}/cmake/embed.cmake VERBATIM)
  target_sources(${target} PRIVATE ${output})
endfunction()

function(mammoth_program name main)
  add_executable(${name} ${CMAKE_SOURCE_DIR}/${main})
  target_link_libraries(${name} PRIVATE ${ARGN})
endfunction()

# The unit tests of one folder under tests/, one program: mammoth_test(unit_common_rpc tests/unit/common/rpc DEPS common_rpc)
function(mammoth_test name folder)
  cmake_parse_arguments(TEST "" "" "DEPS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${folder}/*_test.cc)
  if(NOT sources)
    return()
  endif()
  add_executable(${name} ${sources})
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR})
  target_link_libraries(${name} PRIVATE ${TEST_DEPS} GTest::gtest GTest::gmock GTest::gtest_main)
  # The first program compiles the header for all.
  get_property(first GLOBAL PROPERTY mammoth_first_test)
  if(first)
    target_precompile_headers(${name} REUSE_FROM ${first})
  else()
    set_property(GLOBAL PROPERTY mammoth_first_test ${name})
    target_precompile_headers(${name} PRIVATE ${CMAKE_SOURCE_DIR}/tests/support/pch.h)
  endif()
  add_test(NAME ${name} COMMAND ${name})
endfunction()
