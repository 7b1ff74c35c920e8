#include "tenon.cuh"
#include "rows.cuh"
#include "statistics.cuh"

/* Variance or standard deviation, and mean, of rows. A block sums its chunk of a row, about the row's first element. */
template <typename S> __device__ void finish(const TnBlockSums<S>& row, TnSums sums, S* spread, S* mean, long long at, double divisor, bool root) {
    TnMoments m = tn_moments<S>(row, row.first(), sums, (double) row.n);
    if (threadIdx.x == 0) {
        tn_store(spread, at, root ? tn_spread(m, divisor) : tn_variance(m, divisor));
        tn_store(mean, at, m.mean);
    }
}

template <typename S> __device__ void moments(const S* from, double* sums, double* squares, S* spread, S* mean, long long rows,
    long long n, long long chunk, double divisor, bool root) {
    long long chunks = n == 0 ? 1 : (n + chunk - 1) / chunk;
    for (long long t = blockIdx.x; t < rows * chunks; t += gridDim.x) {
        long long at = tn_quotient(t, chunks), begin = (t - at * chunks) * chunk, end = begin + chunk < n ? begin + chunk : n;
        TnBlockSums<S> row = {from + at * n, n};
        TnSums part = row.part(begin, end, row.first(), 1);
        if (chunks == 1) {
            finish(row, part, spread, mean, at, divisor, root);
        } else if (threadIdx.x == 0) {
            sums[t] = part.sum;
            squares[t] = part.squares;
        }
    }
}

/* the chunks of each row, by a block */
template <typename S> __device__ void join(const S* from, const double* sums, const double* squares, S* spread, S* mean, long long rows,
    long long n, long long chunk, double divisor, bool root) {
    long long chunks = (n + chunk - 1) / chunk;
    for (long long at = blockIdx.x; at < rows; at += gridDim.x) {
        double sum = 0, square = 0;
        for (long long c = threadIdx.x; c < chunks; c += blockDim.x) {
            sum += sums[at * chunks + c];
            square += squares[at * chunks + c];
        }
        TnBlockSums<S> row = {from + at * n, n};
        TnSums total = {tn_block_fold<TnSum>(sum, 0.0), tn_block_fold<TnSum>(square, 0.0)};
        finish(row, total, spread, mean, at, divisor, root);
    }
}

#define MOMENTS(S, A, SUFFIX) \
    extern "C" __global__ void moments_##SUFFIX(const S* from, double* sums, double* squares, S* spread, S* mean, long long rows, \
        long long n, long long chunk, double divisor, bool root) { \
        moments(from, sums, squares, spread, mean, rows, n, chunk, divisor, root); \
    } \
    extern "C" __global__ void join_##SUFFIX(const S* from, const double* sums, const double* squares, S* spread, S* mean, \
        long long rows, long long n, long long chunk, double divisor, bool root) { \
        join(from, sums, squares, spread, mean, rows, n, chunk, divisor, root); \
    }
TN_EACH_FLOATING(MOMENTS)
