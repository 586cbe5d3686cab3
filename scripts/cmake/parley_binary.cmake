# The executable `parley`, its build stamp and what `cmake --install` puts where.
add_custom_target(parley_commit
  COMMAND ${CMAKE_COMMAND} -DSOURCE=${PROJECT_SOURCE_DIR} -DOUTPUT=${PROJECT_BINARY_DIR}/stamp/commit.hpp
          -P ${PROJECT_SOURCE_DIR}/scripts/cmake/parley_commit.cmake
  BYPRODUCTS ${PROJECT_BINARY_DIR}/stamp/commit.hpp
  COMMENT "" VERBATIM)

file(GLOB app_sources CONFIGURE_DEPENDS src/app/*.cpp)
list(FILTER app_sources EXCLUDE REGEX "build_stamp.cpp$")
add_library(parley_build_stamp STATIC src/app/build_stamp.cpp)
target_include_directories(parley_build_stamp PRIVATE ${PROJECT_BINARY_DIR}/stamp PUBLIC include)
target_compile_definitions(parley_build_stamp PRIVATE PARLEY_VERSION="${PROJECT_VERSION}")
target_link_libraries(parley_build_stamp PRIVATE parley_flags parley_ops)
add_dependencies(parley_build_stamp parley_commit)

add_executable(parley ${app_sources})
target_include_directories(parley PRIVATE src/app)
target_link_libraries(parley PRIVATE parley_flags parley_build_stamp
  parley_config parley_ops parley_net parley_api parley_store parley_speech parley_call parley_commands CLI11::CLI11)
