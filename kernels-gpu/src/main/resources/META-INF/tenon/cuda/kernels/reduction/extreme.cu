#include "tenon.cuh"

/* The extreme element along one dimension and where it stands: the first of equal ones, and a NaN before everything. */

template <typename A> struct Placed {
    A value;
    long long place; /* -1: there is no element */
};

template <bool LARGEST, typename A> TN_INLINE Placed<A> better(Placed<A> a, Placed<A> b) {
    if (a.place < 0 || b.place < 0) {
        return a.place < 0 ? b : a;
    }
    bool aIsNan = a.value != a.value, bIsNan = b.value != b.value;
    if (aIsNan != bIsNan) {
        return aIsNan ? a : b;
    }
    if (aIsNan || a.value == b.value) {
        return a.place < b.place ? a : b;
    }
    return (LARGEST ? a.value > b.value : a.value < b.value) ? a : b;
}

template <bool LARGEST, typename A> __device__ Placed<A> best_of_block(Placed<A> v) {
    __shared__ Placed<A> partial[32];
    for (int step = 16; step > 0; step /= 2) {
        Placed<A> other = {__shfl_down_sync(0xffffffffu, v.value, step), __shfl_down_sync(0xffffffffu, v.place, step)};
        v = better<LARGEST>(v, other);
    }
    __syncthreads();
    if (threadIdx.x % 32 == 0) {
        partial[threadIdx.x / 32] = v;
    }
    __syncthreads();
    Placed<A> best = partial[0];
    for (int w = 1; w < blockDim.x / 32; w++) {
        best = better<LARGEST>(best, partial[w]);
    }
    return best;
}

/* a block takes one chunk of a row; from places, if given, it is known where a row's elements stood at first */
template <bool LARGEST, typename A, typename S> __device__ void extreme_rows(const S* from, const long long* from_places, S* to,
    long long* places, long long rows, long long n, long long chunk) {
    long long chunks = (n + chunk - 1) / chunk;
    for (long long t = blockIdx.x; t < rows * chunks; t += gridDim.x) {
        long long row = tn_quotient(t, chunks), begin = (t - row * chunks) * chunk, end = begin + chunk < n ? begin + chunk : n;
        Placed<A> best = {0, -1};
        for (long long i = begin + threadIdx.x; i < end; i += blockDim.x) {
            Placed<A> element = {tn_load<A>(from, row * n + i), from_places ? from_places[row * n + i] : i};
            best = better<LARGEST>(best, element);
        }
        best = best_of_block<LARGEST>(best);
        if (threadIdx.x == 0) {
            tn_store(to, t, best.value);
            places[t] = best.place;
        }
    }
}

/* a thread takes a column of [outer, n, inner] */
template <bool LARGEST, typename A, typename S> __device__ void extreme_columns(const S* from, S* to, long long* places, long long outer,
    long long n, long long inner) {
    TN_LOOP(column, outer * inner) {
        long long block = tn_quotient(column, inner), at = block * n * inner + column - block * inner;
        Placed<A> best = {0, -1};
        for (long long i = 0; i < n; i++, at += inner) {
            Placed<A> element = {tn_load<A>(from, at), i};
            best = better<LARGEST>(best, element);
        }
        tn_store(to, column, best.value);
        places[column] = best.place;
    }
}

#define EXTREME(NAME, LARGEST, S, A, SUFFIX) \
    extern "C" __global__ void NAME##_rows_##SUFFIX(const S* from, const long long* from_places, S* to, long long* places, long long rows, \
        long long n, long long chunk) { \
        extreme_rows<LARGEST, A>(from, from_places, to, places, rows, n, chunk); \
    } \
    extern "C" __global__ void NAME##_columns_##SUFFIX(const S* from, S* to, long long* places, long long outer, long long n, \
        long long inner) { \
        extreme_columns<LARGEST, A>(from, to, places, outer, n, inner); \
    }
#define EXTREMES(S, A, SUFFIX) EXTREME(largest, true, S, A, SUFFIX) EXTREME(smallest, false, S, A, SUFFIX)
TN_EACH(EXTREMES)
