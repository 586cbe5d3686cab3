# Checks of the house rules that run as tests: ctest -L house. Once is enough, so not in sanitizer builds.
if(PARLEY_SANITIZE)
  return()
endif()
find_package(Python3 REQUIRED COMPONENTS Interpreter)

# parley_check(name command...) runs from the project's root.
function(parley_check name)
  add_test(NAME house.${name} COMMAND ${ARGN} WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
  set_tests_properties(house.${name} PROPERTIES LABELS house TIMEOUT 600)
endfunction()

parley_check(layers ${Python3_EXECUTABLE} scripts/check_layers.py)
parley_check(layers_finds_planted_faults ${Python3_EXECUTABLE} tests/house/check_layers_test.py)
parley_check(awaits scripts/check_awaits.sh ${PROJECT_BINARY_DIR})
parley_check(awaits_finds_planted_faults tests/house/check_awaits_test.sh)
parley_check(headers_stand_alone scripts/check_headers.sh)
parley_check(format scripts/check_format.sh)
parley_check(links ${Python3_EXECUTABLE} scripts/check_docs.py)
parley_check(links_finds_planted_faults ${Python3_EXECUTABLE} tests/house/check_docs_test.py)
parley_check(tidy scripts/check_tidy.sh ${PROJECT_BINARY_DIR})
# Minutes where nothing was read before, on a machine that does other work as well.
set_tests_properties(house.awaits PROPERTIES TIMEOUT 1500)
set_tests_properties(house.tidy PROPERTIES LABELS "house;tidy" TIMEOUT 2400)
