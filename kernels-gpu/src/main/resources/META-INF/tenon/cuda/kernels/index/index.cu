#include "tenon.cuh"

/* Elements by their places. They are moved as they are: one unit for each width. Index values are checked; for a wrong one 0 is read. */

/* to [outer, count, inner] = the slices of from [outer, size, inner] that the index names */
template <typename S> __device__ void select(const S* from, const long long* index, S* to, long long n, long long count, long long size,
    long long inner, int dim, TnError* error, int operation) {
    TN_LOOP(i, n) {
        long long slice = tn_quotient(i, inner), outer = tn_quotient(slice, count);
        long long at = index[slice - outer * count];
        to[i] = tn_in_range(at, size, dim, error, operation) ? from[(outer * size + at) * inner + i - slice * inner] : (S) 0;
    }
}

/* to[i] = the element at index[i] along one dimension, and at i's own place in the others, which the layout gives */
template <typename S> __device__ void gather(const S* from, S* to, const long long* index, long long n, long long size, long long stride,
    int dim, TnError* error, int operation, const TnLayout& layout) {
    TN_LOOP(i, n) {
        long long at = index[i];
        to[i] = tn_in_range(at, size, dim, error, operation) ? from[tn_offset(layout, 0, i) + at * stride] : (S) 0;
    }
}

/* the number, from 1 on, of the last element of the index for each place */
__device__ void scatter_last(unsigned long long* last, const long long* index, long long n, long long size, long long stride, int dim,
    TnError* error, int operation, const TnLayout& layout) {
    TN_LOOP(i, n) {
        long long at = index[i];
        if (tn_in_range(at, size, dim, error, operation)) {
            atomicMax(last + tn_offset(layout, 0, i) + at * stride, (unsigned long long) i + 1);
        }
    }
}

/* of several elements for one place the last is written */
template <typename S> __device__ void scatter(const S* from, S* to, const unsigned long long* last, const long long* index, long long n,
    long long size, long long stride, int dim, TnError* error, int operation, const TnLayout& layout) {
    TN_LOOP(i, n) {
        long long at = index[i], place = tn_offset(layout, 0, i) + at * stride;
        if (tn_in_range(at, size, dim, error, operation) && last[place] == (unsigned long long) i + 1) {
            to[place] = from[tn_offset(layout, 1, i)];
        }
    }
}

#define INDEX(S, A, SUFFIX) \
    extern "C" __global__ void select_##SUFFIX(const S* from, const long long* index, S* to, long long n, long long count, long long size, \
        long long inner, int dim, TnError* error, int operation) { \
        select(from, index, to, n, count, size, inner, dim, error, operation); \
    } \
    extern "C" __global__ void gather_##SUFFIX(const S* from, S* to, const long long* index, long long n, long long size, \
        long long stride, int dim, TnError* error, int operation, TnLayout layout) { \
        gather(from, to, index, n, size, stride, dim, error, operation, layout); \
    } \
    extern "C" __global__ void scatter_last_##SUFFIX(unsigned long long* last, const long long* index, long long n, long long size, \
        long long stride, int dim, TnError* error, int operation, TnLayout layout) { \
        scatter_last(last, index, n, size, stride, dim, error, operation, layout); \
    } \
    extern "C" __global__ void scatter_##SUFFIX(const S* from, S* to, const unsigned long long* last, const long long* index, long long n, \
        long long size, long long stride, int dim, TnError* error, int operation, TnLayout layout) { \
        scatter(from, to, last, index, n, size, stride, dim, error, operation, layout); \
    }
TN_IF_int64(INDEX) TN_IF_int32(INDEX) TN_IF_int16(INDEX) TN_IF_int8(INDEX)
