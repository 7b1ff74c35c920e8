#include "tenon.cuh"

/* ---- copies of elements as they are: a unit for each width --------------------------------------------------------------------------- */

#define TN_EACH_WIDTH(M) TN_IF_int64(M) TN_IF_int32(M) TN_IF_int16(M) TN_IF_int8(M)

/* to = from in any two layouts */
template <typename S> __device__ void move(const S* from, S* to, long long n, const TnLayout& layout) {
    TN_LOOP(i, n) {
        to[tn_offset(layout, 1, i)] = from[tn_offset(layout, 0, i)];
    }
}

/* to = from, where to is row-major */
template <typename S> __device__ void pack(const S* from, S* to, long long n, const TnLayout& layout) {
    TN_LOOP(i, n) {
        to[i] = from[tn_offset(layout, 0, i)];
    }
}

/*
 * Planes of [rows, columns] whose columns lie side by side in the source and whose rows do in the target: by square tiles in shared
 * memory, so that both are read and written along lines. Blocks are of 32 x 8; planes are found by the layout.
 */
template <typename S> __device__ void transpose(const S* from, S* to, long long rows, long long columns, long long fromStride,
    long long toStride, long long planes, const TnLayout& layout) {
    __shared__ S tile[32][33];
    long long down = (rows + 31) / 32, across = (columns + 31) / 32, tiles = down * across;
    for (long long t = blockIdx.x; t < planes * tiles; t += gridDim.x) {
        long long plane = tn_quotient(t, tiles), at = t - plane * tiles, band = tn_quotient(at, across);
        long long row = band * 32, column = (at - band * across) * 32;
        const S* source = from + tn_offset(layout, 0, plane);
        S* target = to + tn_offset(layout, 1, plane);
        for (int k = threadIdx.y; k < 32; k += 8) {
            if (row + threadIdx.x < rows && column + k < columns) {
                tile[k][threadIdx.x] = source[(column + k) * fromStride + row + threadIdx.x];
            }
        }
        __syncthreads();
        for (int k = threadIdx.y; k < 32; k += 8) {
            if (row + k < rows && column + threadIdx.x < columns) {
                target[(row + k) * toStride + column + threadIdx.x] = tile[threadIdx.x][k];
            }
        }
        __syncthreads();
    }
}

#define MOVES(S, A, SUFFIX) \
    extern "C" __global__ void move_##SUFFIX(const S* from, S* to, long long n, TnLayout layout) { \
        move(from, to, n, layout); \
    } \
    extern "C" __global__ void pack_##SUFFIX(const S* from, S* to, long long n, TnLayout layout) { \
        pack(from, to, n, layout); \
    } \
    extern "C" __global__ void transpose_##SUFFIX(const S* from, S* to, long long rows, long long columns, long long fromStride, \
        long long toStride, long long planes, TnLayout layout) { \
        transpose(from, to, rows, columns, fromStride, toStride, planes, layout); \
    }
TN_EACH_WIDTH(MOVES)
