# The compiler is clang 19 with libstdc++ (presets name it): g++ 12 destroys some temporaries of
# coroutines twice. Everything here is about speed of the build and strictness of the warnings.

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
      CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${CCACHE})
endif()

find_program(MOLD mold)
if(MOLD)
  add_link_options(-fuse-ld=mold)
endif()

add_compile_options(-Wall -Wextra -Wshadow -Wnon-virtual-dtor -Wthread-safety
                    -Wno-gnu-statement-expression
                    -fno-plt -fpch-instantiate-templates -march=x86-64-v2)
add_link_options(-Wl,--as-needed)
set(CMAKE_CXX_FLAGS_RELEASE "-O2")          # assertions stay on: a broken invariant must stop
set(CMAKE_CXX_FLAGS_DEBUG "-O0 -g1")
set(CMAKE_POSITION_INDEPENDENT_CODE ON)     # the client library is also linked into job libraries

if(MAMMOTH_SANITIZE)
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=undefined
                      -fno-omit-frame-pointer -O1)
  add_link_options(-fsanitize=address,undefined)
endif()

if(MAMMOTH_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
  add_link_options(-fsanitize=fuzzer-no-link)
endif()
