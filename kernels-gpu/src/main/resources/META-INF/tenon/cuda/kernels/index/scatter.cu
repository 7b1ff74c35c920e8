#include "tenon.cuh"

/* Elements folded into places by atomic operations, in the dtypes that have them; a place that is out of range is passed over. */

TN_INLINE void add(double* p, double v) { atomicAdd(p, v); }
TN_INLINE void add(float* p, float v) { atomicAdd(p, v); }
TN_INLINE void add(long long* p, long long v) { atomicAdd((unsigned long long*) p, (unsigned long long) v); }

struct Product { template <typename A> static TN_INLINE A of(A a, A b) { return a * b; } };

/* in the order of ScatterReduce.Reduce */
enum { SUM, PROD, MEAN, AMAX, AMIN };

TN_INLINE double largest(double) { return tn_float(0x7f800000u); }
TN_INLINE float largest(float) { return tn_float(0x7f800000u); }
TN_INLINE long long largest(long long) { return 0x7fffffffffffffffLL; }
TN_INLINE double least(double) { return -tn_float(0x7f800000u); }
TN_INLINE float least(float) { return -tn_float(0x7f800000u); }
TN_INLINE long long least(long long) { return -0x7fffffffffffffffLL - 1; }

/* elements added where a layout says, which may be one place for several */
template <typename S> __device__ void embed_add(const S* source, S* target, long long n, const TnLayout& layout) {
    TN_LOOP(i, n) {
        add(target + tn_offset(layout, 0, i), source[i]);
    }
}

/* slices of source [outer, count, inner] added to those of target [outer, size, inner] that the index names */
template <typename S> __device__ void index_add(const S* source, const long long* index, S* target, long long n, long long count,
    long long size, long long inner, int dim, TnError* error, int operation) {
    TN_LOOP(i, n) {
        long long slice = tn_quotient(i, inner), outer = tn_quotient(slice, count);
        long long at = index[slice - outer * count];
        if (tn_in_range(at, size, dim, error, operation)) {
            add(target + (outer * size + at) * inner + i - slice * inner, source[i]);
        }
    }
}

/* every element of the source folded into its place; without a source, what a fold starts from is written there */
template <typename S> __device__ void scatter_fold(int reduce, const S* source, S* target, const long long* index, long long n,
    long long size, long long stride, int dim, TnError* error, int operation, const TnLayout& layout) {
    TN_LOOP(i, n) {
        long long at = index[i], place = tn_offset(layout, 0, i) + at * stride;
        if (!tn_in_range(at, size, dim, error, operation)) {
            continue;
        }
        if (!source) {
            target[place] = reduce == PROD ? (S) 1 : reduce == AMAX ? least((S) 0) : reduce == AMIN ? largest((S) 0) : (S) 0;
            continue;
        }
        S value = source[i];
        switch (reduce) {
            case PROD: tn_atomic<Product, S, S>(target, place, value); break;
            case AMAX: tn_atomic<TnMax, S, S>(target, place, value); break;
            case AMIN: tn_atomic<TnMin, S, S>(target, place, value); break;
            default: add(target + place, value);
        }
    }
}

/* how many elements of the index name each place, added to what is there */
__device__ void scatter_count(long long* counts, const long long* index, long long n, long long size, long long stride, int dim,
    TnError* error, int operation, const TnLayout& layout) {
    TN_LOOP(i, n) {
        long long at = index[i];
        if (tn_in_range(at, size, dim, error, operation)) {
            add(counts + tn_offset(layout, 0, i) + at * stride, 1LL);
        }
    }
}

TN_INLINE double mean(double sum, long long count) { return sum / (double) count; }
TN_INLINE float mean(float sum, long long count) { return sum / (float) count; }
TN_INLINE long long mean(long long sum, long long count) { return sum / count - (sum % count < 0 ? 1 : 0); }

/* sums divided by their counts and by one more for what was there before; where there is none, nothing is divided */
template <typename S> __device__ void divide(S* sums, const long long* counts, long long more, long long n) {
    TN_LOOP(i, n) {
        long long count = counts[i] + more;
        sums[i] = count > 1 ? mean(sums[i], count) : sums[i];
    }
}

#define SCATTER(S, A, SUFFIX) \
    extern "C" __global__ void embed_add_##SUFFIX(const S* source, S* target, long long n, TnLayout layout) { \
        embed_add(source, target, n, layout); \
    } \
    extern "C" __global__ void index_add_##SUFFIX(const S* source, const long long* index, S* target, long long n, long long count, \
        long long size, long long inner, int dim, TnError* error, int operation) { \
        index_add(source, index, target, n, count, size, inner, dim, error, operation); \
    } \
    extern "C" __global__ void scatter_fold_##SUFFIX(int reduce, const S* source, S* target, const long long* index, long long n, \
        long long size, long long stride, int dim, TnError* error, int operation, TnLayout layout) { \
        scatter_fold(reduce, source, target, index, n, size, stride, dim, error, operation, layout); \
    } \
    extern "C" __global__ void scatter_count_##SUFFIX(long long* counts, const long long* index, long long n, long long size, \
        long long stride, int dim, TnError* error, int operation, TnLayout layout) { \
        scatter_count(counts, index, n, size, stride, dim, error, operation, layout); \
    } \
    extern "C" __global__ void divide_##SUFFIX(S* sums, const long long* counts, long long more, long long n) { \
        divide(sums, counts, more, n); \
    }
TN_IF_float64(SCATTER) TN_IF_float32(SCATTER) TN_IF_int64(SCATTER)
