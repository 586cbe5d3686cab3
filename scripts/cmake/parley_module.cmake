# parley_module(name USES modules... LIBRARIES targets... [PRECOMPILE])
# One static library from src/<name>, one test executable from tests/<name>/*_test.cpp with the module's label.
# LIBRARIES are private: a vendor's headers cannot leak through a module's public headers.
# tests/<name>/tests.cmake, when there, adds tests that are no gtest cases (scenarios on the wire).
include(GoogleTest)

# `ninja module_tests` builds what parley_add_tests registers.
add_custom_target(module_tests)

# Registers the executable <name>_tests with the label <name>. Suites that end in OnPostgres are one test: each process
# that runs one starts a server.
function(parley_add_tests name)
  add_dependencies(module_tests ${name}_tests)
  if(PARLEY_SANITIZE)
    # One test a module: starting a process for each case costs more than the cases under a sanitizer.
    add_test(NAME ${parley_sanitizer}.${name} COMMAND ${name}_tests)
    set_tests_properties(${parley_sanitizer}.${name} PROPERTIES
      LABELS "${name};${parley_sanitizer}" TIMEOUT 900 ENVIRONMENT "${parley_sanitizer_environment}")
  else()
    gtest_discover_tests(${name}_tests TEST_FILTER -*OnPostgres.* DISCOVERY_TIMEOUT 60
      PROPERTIES LABELS ${name} TIMEOUT 120)
    get_target_property(on_postgres ${name}_tests parley_on_postgres)
    if(on_postgres)
      add_test(NAME ${name}.on_postgres COMMAND ${name}_tests --gtest_filter=*OnPostgres.*)
      set_tests_properties(${name}.on_postgres PROPERTIES LABELS ${name} TIMEOUT 300)
    endif()
  endif()
endfunction()

# Links the private server of tests/support to a module's tests when one of them includes it.
function(parley_give_postgres name)
  foreach(test IN LISTS ARGN)
    file(STRINGS ${test} uses REGEX "support/postgres_room.hpp" LIMIT_COUNT 1)
    if(uses)
      set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${test})
      target_link_libraries(${name}_tests PRIVATE parley_postgres_room)
      set_target_properties(${name}_tests PROPERTIES parley_on_postgres TRUE)
      return()
    endif()
  endforeach()
endfunction()

function(parley_module name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "PRECOMPILE" "" "USES;LIBRARIES")
  file(GLOB sources CONFIGURE_DEPENDS src/${name}/*.cpp src/${name}/*.c)
  file(GLOB headers CONFIGURE_DEPENDS include/parley/${name}/*.hpp)
  list(TRANSFORM arg_USES PREPEND parley_)
  if(sources)
    add_library(parley_${name} STATIC ${sources})
    target_include_directories(parley_${name} PUBLIC include PRIVATE src/${name})
    target_link_libraries(parley_${name} PUBLIC ${arg_USES} PRIVATE parley_flags ${arg_LIBRARIES})
    if(arg_PRECOMPILE)
      target_precompile_headers(parley_${name} PRIVATE ${PROJECT_SOURCE_DIR}/scripts/cmake/io_pch.hpp)
    endif()
  else()
    add_library(parley_${name} INTERFACE)
    target_include_directories(parley_${name} INTERFACE include)
    target_link_libraries(parley_${name} INTERFACE ${arg_USES})
  endif()
  set_property(GLOBAL APPEND PROPERTY parley_modules ${name})
  set_property(GLOBAL PROPERTY parley_headers_${name} "${headers}")

  file(GLOB tests CONFIGURE_DEPENDS tests/${name}/*_test.cpp)
  if(PARLEY_TEST_MODULES AND NOT name IN_LIST PARLEY_TEST_MODULES)
    return()
  endif()
  if(PARLEY_TESTS AND tests)
    add_executable(${name}_tests ${tests})
    target_include_directories(${name}_tests PRIVATE tests src/${name})
    target_link_libraries(${name}_tests PRIVATE
      parley_${name} parley_flags GTest::gtest_main ${arg_LIBRARIES})
    if(NOT name STREQUAL "core" AND "parley_async" IN_LIST arg_USES OR name STREQUAL "async")
      target_link_libraries(${name}_tests PRIVATE parley_test_support)
    endif()
    target_compile_definitions(${name}_tests PRIVATE PARLEY_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
    parley_give_postgres(${name} ${tests})
    parley_add_tests(${name})
  endif()
  if(PARLEY_TESTS AND EXISTS ${PROJECT_SOURCE_DIR}/tests/${name}/tests.cmake)
    include(${PROJECT_SOURCE_DIR}/tests/${name}/tests.cmake)
  endif()
endfunction()
