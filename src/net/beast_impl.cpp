// SPDX-License-Identifier: Apache-2.0
// Beast compiled once; http_server.cpp and http_client.cpp see declarations (BOOST_BEAST_SEPARATE_COMPILATION).
#include <boost/beast/src.hpp>
