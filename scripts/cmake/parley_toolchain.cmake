# Compiler flags shared by every module; vendors' headers are SYSTEM so that warnings are ours alone.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

find_program(PARLEY_CCACHE ccache)
if(PARLEY_CCACHE)
  # pch_defines,time_macros: without them ccache refuses every file that uses a precompiled header.
  # BASEDIR and NOHASHDIR: a second checkout hits the cache of the first; -ffile-prefix-map keeps debug paths true.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros
    CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${PARLEY_CCACHE})
  set(CMAKE_C_COMPILER_LAUNCHER ${CMAKE_CXX_COMPILER_LAUNCHER})
endif()

# Debug information and __FILE__ name files from the project's root, wherever it was checked out.
add_compile_options(-ffile-prefix-map=${PROJECT_SOURCE_DIR}/=)

add_library(parley_flags INTERFACE)
target_compile_options(parley_flags INTERFACE
  -Wall -Wextra -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wold-style-cast -Wconversion)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(parley_flags INTERFACE
    # GCC 12 reports these wrongly inside libstdc++ and Boost (GCC bugs 105329, 105562) and for the frames of Asio's
    # coroutines (109224).
    -Wno-restrict -Wno-maybe-uninitialized -Wno-stringop-overflow -Wno-mismatched-new-delete
    -fpch-preprocess)
endif()
target_compile_definitions(parley_flags INTERFACE
  BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION BOOST_ASIO_NO_DEPRECATED)
if(PARLEY_WERROR)
  target_compile_options(parley_flags INTERFACE -Werror)
endif()
if(PARLEY_SANITIZE)
  string(REPLACE "," ";" sanitizers "${PARLEY_SANITIZE}")
  foreach(sanitizer IN LISTS sanitizers)
    add_compile_options(-fsanitize=${sanitizer})
    add_link_options(-fsanitize=${sanitizer})
  endforeach()
  list(GET sanitizers 0 first_sanitizer)
  string(REGEX REPLACE "^(.).*" "\\1san" parley_sanitizer "${first_sanitizer}")  # asan, tsan
  set(parley_sanitizer_environment
    UBSAN_OPTIONS=print_stacktrace=1
    LSAN_OPTIONS=suppressions=${PROJECT_SOURCE_DIR}/scripts/sanitizers/leaks.txt:print_suppressions=0
    TSAN_OPTIONS=suppressions=${PROJECT_SOURCE_DIR}/scripts/sanitizers/races.txt:print_suppressions=0)
  add_compile_options(-fno-omit-frame-pointer -fno-sanitize-recover=all)
  # GCC 12 with a sanitizer reports more false maybe-uninitialized and array-bounds in vendors' templates.
  target_compile_options(parley_flags INTERFACE -Wno-array-bounds -Wno-tsan)
endif()
if(PARLEY_FUZZ)
  # vptr needs RTTI of libraries; function trips clang 14 over coroutines.
  add_compile_options(-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined -fno-sanitize=vptr,function)
  add_link_options(-fsanitize=address,undefined)
endif()
find_program(PARLEY_MOLD mold)
if(PARLEY_MOLD)
  add_link_options(-fuse-ld=mold)
endif()
