#include "tenon.cuh"

/* to = from up to a diagonal of matrices, or from it on, and 0 elsewhere; one unit for each width, because nothing is computed */
template <typename S> __device__ void triangle(const S* from, S* to, long long n, long long rows, long long columns, long long diagonal,
    bool lower, const TnLayout& layout) {
    TN_LOOP(i, n) {
        long long row = tn_quotient(i, columns), column = i - row * columns;
        long long above = column - row % rows;
        to[i] = (lower ? above <= diagonal : above >= diagonal) ? from[tn_offset(layout, 0, i)] : (S) 0;
    }
}

#define TRIANGLE(S, A, SUFFIX) \
    extern "C" __global__ void triangle_##SUFFIX(const S* from, S* to, long long n, long long rows, long long columns, long long diagonal, \
        bool lower, TnLayout layout) { \
        triangle(from, to, n, rows, columns, diagonal, lower, layout); \
    }
TN_IF_int64(TRIANGLE) TN_IF_int32(TRIANGLE) TN_IF_int16(TRIANGLE) TN_IF_int8(TRIANGLE)
