# The Debian package: `cpack -G DEB` in the build directory. Besides what `cmake --install` puts under the prefix, it holds
# the unit, the configuration under /etc and the scripts of config/debian.
if(NOT TARGET parley)
  return()
endif()
set(CMAKE_SKIP_INSTALL_ALL_DEPENDENCY ON)
install(FILES config/debian/parley.yaml DESTINATION /etc/parley COMPONENT debian EXCLUDE_FROM_ALL)
install(FILES config/organizations/demo.yaml DESTINATION /etc/parley/organizations COMPONENT debian EXCLUDE_FROM_ALL)
install(FILES config/parley.service DESTINATION /lib/systemd/system COMPONENT debian EXCLUDE_FROM_ALL)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME parley)
set(CPACK_PACKAGE_CONTACT "Parley maintainers <maintainers@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "real-time voice agent server
 Answers phone calls by SIP, Twilio and browser: recognises speech, finds the
 organization's answer and speaks it, on this machine alone. Records and
 configuration of several organizations go to PostgreSQL, instances share what
 runs over Redis; it serves without either.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
# Both components in one package: Unspecified is everything that has no other name.
set(CPACK_INSTALL_CMAKE_PROJECTS
  "${PROJECT_BINARY_DIR};${PROJECT_NAME};Unspecified;/;${PROJECT_BINARY_DIR};${PROJECT_NAME};debian;/")
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION comm)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# The acoustic model and the voices' time zones are files, which shlibdeps does not see.
set(CPACK_DEBIAN_PACKAGE_DEPENDS "pocketsphinx-en-us, tzdata, ca-certificates, adduser")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "postgresql (>= 15), redis-server (>= 5:7)")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA
  ${PROJECT_SOURCE_DIR}/config/debian/conffiles
  ${PROJECT_SOURCE_DIR}/config/debian/postinst
  ${PROJECT_SOURCE_DIR}/config/debian/prerm
  ${PROJECT_SOURCE_DIR}/config/debian/postrm)
include(CPack)

if(PARLEY_TESTS AND NOT PARLEY_TEST_MODULES AND NOT PARLEY_SANITIZE)
  find_package(Python3 REQUIRED COMPONENTS Interpreter)
  add_test(NAME packaging.deb
    COMMAND ${PROJECT_SOURCE_DIR}/tests/packaging/deb_test.sh ${PROJECT_BINARY_DIR} ${PROJECT_VERSION})
  add_test(NAME packaging.compose
    COMMAND ${Python3_EXECUTABLE} ${PROJECT_SOURCE_DIR}/tests/packaging/compose_test.py $<TARGET_FILE:parley>)
  add_test(NAME packaging.compose_stores
    COMMAND ${PROJECT_SOURCE_DIR}/tests/packaging/compose_stores_test.sh $<TARGET_FILE:parley>)
  set_tests_properties(packaging.deb packaging.compose packaging.compose_stores PROPERTIES LABELS packaging TIMEOUT 180)
endif()
