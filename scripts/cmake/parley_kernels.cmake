# Kernels of the encoder, one file a set of instructions; which runs is chosen on the machine. -ffp-contract=off: all give
# the same vectors. GCC 12 takes its own _mm512_undefined_ps for a mistake (GCC bug 105593).
# -fno-tree-pre: with it GCC 12 stores every sum in every step, at half the speed.
set(parley_kernel_options -ffp-contract=off $<$<NOT:$<CONFIG:Debug>>:-O3> $<$<CXX_COMPILER_ID:GNU>:-fno-tree-pre>)
set_source_files_properties(src/encoder/kernels_portable.cpp PROPERTIES COMPILE_OPTIONS "${parley_kernel_options}")
set(parley_kernels_avx2 -mavx2)
set(parley_kernels_avx_vnni -mavx2 -mavxvnni)
set(parley_kernels_avx512 -mavx512f -mavx512bw -mavx512vl -mavx512dq -mavx512vnni -Wno-uninitialized)
if(CMAKE_SYSTEM_PROCESSOR STREQUAL "x86_64")
  foreach(set IN ITEMS avx2 avx_vnni avx512)
    set_source_files_properties(src/encoder/kernels_${set}.cpp PROPERTIES
      COMPILE_OPTIONS "${parley_kernel_options};${parley_kernels_${set}}")
  endforeach()
endif()
