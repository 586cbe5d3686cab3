# tests/fuzz/<name>_fuzz.cpp defines LLVMFuzzerTestOneInput, includes private headers as "module/header.hpp" and finds
# its seeds in tests/fuzz/corpus/<name>/. With PARLEY_FUZZ (clang) each becomes a libFuzzer program, scripts/fuzz runs
# them; otherwise a test that replays the seeds and a fixed number of mutations of them.
file(GLOB fuzzers CONFIGURE_DEPENDS tests/fuzz/*_fuzz.cpp)

foreach(fuzzer IN LISTS fuzzers)
  cmake_path(GET fuzzer STEM name)
  string(REGEX REPLACE "_fuzz$" "" subject ${name})
  set(seeds ${PROJECT_SOURCE_DIR}/tests/fuzz/corpus/${subject})
  if(PARLEY_FUZZ)
    add_executable(${name} ${fuzzer})
    target_link_options(${name} PRIVATE -fsanitize=fuzzer)
  else()
    add_executable(${name} ${fuzzer} tests/fuzz/replay.cpp)
    if(PARLEY_SANITIZE)
      set(test ${parley_sanitizer}.fuzz.${subject})
    else()
      set(test fuzz.${subject})
    endif()
    add_test(NAME ${test} COMMAND ${name} ${seeds} 5000)
    set_tests_properties(${test} PROPERTIES
      LABELS "fuzz;${parley_sanitizer}" TIMEOUT 300 ENVIRONMENT "${parley_sanitizer_environment}")
  endif()
  # Linked with the modules whose headers it includes.
  file(STRINGS ${fuzzer} includes REGEX "^#include \"")
  list(TRANSFORM includes REPLACE "^#include \"(parley/)?([a-z]+)/.*" "parley_\\2" OUTPUT_VARIABLE modules)
  list(REMOVE_DUPLICATES modules)
  target_include_directories(${name} PRIVATE src)
  target_link_libraries(${name} PRIVATE ${modules} parley_flags)
endforeach()
