# The executable `parley`: everything of src/app linked with every module, plus what `cmake --install` puts where.
include(GNUInstallDirs)

# commit.hpp is looked at in every build and rewritten only when the commit has changed.
set(parley_generated ${PROJECT_BINARY_DIR}/generated)
add_custom_target(parley_commit
  COMMAND ${CMAKE_COMMAND} -DSOURCE=${PROJECT_SOURCE_DIR} -DOUT=${parley_generated}/commit.hpp
    -DVERSION=${PROJECT_VERSION} -P ${PROJECT_SOURCE_DIR}/scripts/cmake/write_commit.cmake
  BYPRODUCTS ${parley_generated}/commit.hpp
  COMMENT "Commit of this build" VERBATIM)

file(GLOB app_sources CONFIGURE_DEPENDS src/app/*.cpp)
list(REMOVE_ITEM app_sources ${PROJECT_SOURCE_DIR}/src/app/main.cpp)
get_property(modules GLOBAL PROPERTY parley_modules)
list(TRANSFORM modules PREPEND parley_)

# A library besides main.cpp, so that tests can put a whole node together.
add_library(parley_app STATIC ${app_sources})
add_dependencies(parley_app parley_commit)
target_include_directories(parley_app PUBLIC src/app PRIVATE ${parley_generated})
target_link_libraries(parley_app PUBLIC ${modules} PRIVATE parley_flags CLI11::CLI11)
target_precompile_headers(parley_app REUSE_FROM parley_async)

add_executable(parley src/app/main.cpp)
target_link_libraries(parley PRIVATE parley_app parley_flags CLI11::CLI11)

install(TARGETS parley RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
# What new organizations start from; the server does not read them.
install(DIRECTORY config/domains DESTINATION ${CMAKE_INSTALL_DATADIR}/parley)
install(DIRECTORY config/organizations DESTINATION ${CMAKE_INSTALL_DATADIR}/parley)
install(DIRECTORY .parley/models DESTINATION ${CMAKE_INSTALL_DATADIR}/parley OPTIONAL)
install(FILES config/default.yaml DESTINATION ${CMAKE_INSTALL_DATADIR}/parley OPTIONAL)
install(FILES LICENSE NOTICE DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/parley)

file(GLOB app_tests CONFIGURE_DEPENDS tests/app/*_test.cpp)
if(PARLEY_TESTS AND app_tests AND NOT PARLEY_TEST_MODULES)
  add_executable(app_tests ${app_tests})
  target_include_directories(app_tests PRIVATE tests)
  target_link_libraries(app_tests PRIVATE parley_app parley_flags parley_test_support GTest::gtest_main)
  parley_add_tests(app)
endif()
if(PARLEY_TESTS AND NOT PARLEY_SANITIZE)
  add_test(NAME app.installs_and_runs
    COMMAND ${PROJECT_SOURCE_DIR}/tests/app/install_test.sh ${PROJECT_BINARY_DIR} ${PROJECT_VERSION})
  set_tests_properties(app.installs_and_runs PROPERTIES LABELS app TIMEOUT 120)
endif()
if(PARLEY_TESTS AND NOT PARLEY_TEST_MODULES AND EXISTS ${PROJECT_SOURCE_DIR}/tests/app/tests.cmake)
  include(${PROJECT_SOURCE_DIR}/tests/app/tests.cmake)
endif()
