// SPDX-License-Identifier: Apache-2.0
#include "kernels.hpp"

#if defined(__x86_64__)
#include <cpuid.h>
#endif

namespace parley::encoder {

#if defined(__x86_64__)

namespace {

// __builtin_cpu_supports of GCC 12 does not know AVX-VNNI: leaf 7, subleaf 1, EAX bit 4.
bool says_avx_vnni() {
  unsigned a = 0;
  unsigned b = 0;
  unsigned c = 0;
  unsigned d = 0;
  return __get_cpuid_count(7, 1, &a, &b, &c, &d) != 0 && (a >> 4 & 1) != 0;
}

}  // namespace

bool has_avx2() { return __builtin_cpu_supports("avx2") != 0; }
bool has_avx_vnni() { return has_avx2() && says_avx_vnni(); }
bool has_avx512_vnni() {
  return __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512bw") != 0 &&
         __builtin_cpu_supports("avx512vl") != 0 && __builtin_cpu_supports("avx512dq") != 0 &&
         __builtin_cpu_supports("avx512vnni") != 0;
}

#else

bool has_avx2() { return false; }
bool has_avx_vnni() { return false; }
bool has_avx512_vnni() { return false; }

#endif

const Kernels& kernels_here() {
  static const Kernels& fastest = has_avx512_vnni() ? avx512_vnni_kernels()
                                  : has_avx_vnni()  ? avx_vnni_kernels()
                                  : has_avx2()      ? avx2_kernels()
                                                    : portable_kernels();
  return fastest;
}

}  // namespace parley::encoder
