#include "tenon.cuh"

/* The coordinates of all elements that are not 0, in row-major order. NaN is not 0. */

struct Sizes {
    long long at[32];
};

/* how many there are in each chunk; a block takes one */
template <typename S, typename A> __device__ void nonzero_count(const S* from, long long n, long long chunk, long long* counts) {
    long long begin = blockIdx.x * chunk, end = begin + chunk < n ? begin + chunk : n, found = 0;
    for (long long i = begin + threadIdx.x; i < end; i += blockDim.x) {
        found += tn_load<A>(from, i) != (A) 0;
    }
    found = tn_block_fold<TnSum>(found, 0LL);
    if (threadIdx.x == 0) {
        counts[blockIdx.x] = found;
    }
}

/* a block writes its chunk's coordinates behind those of the chunks before it; of more than most, the last are left out */
template <typename S, typename A> __device__ void nonzero_rows(const S* from, long long n, long long chunk, const long long* counts,
    long long most, long long* to, int rank, const Sizes& sizes) {
    __shared__ int folded[32];
    int lane = threadIdx.x % 32, warp = threadIdx.x / 32, warps = blockDim.x / 32;
    long long begin = blockIdx.x * chunk, end = begin + chunk < n ? begin + chunk : n, before = 0;
    for (int i = threadIdx.x; i < blockIdx.x; i += blockDim.x) {
        before += counts[i];
    }
    before = tn_block_fold<TnSum>(before, 0LL);
    for (long long at = begin; at < end; at += blockDim.x) {
        long long i = at + threadIdx.x;
        bool isFound = i < end && tn_load<A>(from, i) != (A) 0;
        unsigned int votes = __ballot_sync(0xffffffffu, isFound);
        __syncthreads();
        if (lane == 0) {
            folded[warp] = __popc(votes);
        }
        __syncthreads();
        long long row = before + __popc(votes & ((1u << lane) - 1));
        for (int w = 0; w < warps; w++) {
            row += w < warp ? folded[w] : 0;
            before += folded[w];
        }
        if (isFound && row < most) {
            for (int d = rank - 1; d >= 0; d--) {
                long long rest = tn_quotient(i, sizes.at[d]);
                to[row * rank + d] = i - rest * sizes.at[d];
                i = rest;
            }
        }
    }
}

#define NONZERO(S, A, SUFFIX) \
    extern "C" __global__ void nonzero_count_##SUFFIX(const S* from, long long n, long long chunk, long long* counts) { \
        nonzero_count<S, A>(from, n, chunk, counts); \
    } \
    extern "C" __global__ void nonzero_rows_##SUFFIX(const S* from, long long n, long long chunk, const long long* counts, long long most, \
        long long* to, int rank, Sizes sizes) { \
        nonzero_rows<S, A>(from, n, chunk, counts, most, to, rank, sizes); \
    }
TN_EACH(NONZERO)
