#include "tenon.cuh"

/*
 * Variance and mean of rows, in double. A block reads its chunk of a row twice, for the mean and then for the squared deviations from it,
 * which are exact to rounding whatever the mean; chunks of one row are joined by Chan's formula.
 */
template <typename S> __device__ void moments(const S* from, double* squares, double* means, S* variance, S* mean, long long rows,
    long long n, long long chunk, double divisor) {
    long long chunks = n == 0 ? 1 : (n + chunk - 1) / chunk;
    for (long long t = blockIdx.x; t < rows * chunks; t += gridDim.x) {
        long long row = tn_quotient(t, chunks), begin = (t - row * chunks) * chunk, end = begin + chunk < n ? begin + chunk : n;
        double sum = 0, deviations = 0;
        for (long long i = begin + threadIdx.x; i < end; i += blockDim.x) {
            sum += tn_load<double>(from, row * n + i);
        }
        double middle = tn_block_fold<TnSum>(sum, 0.0) / (double) (end - begin);
        for (long long i = begin + threadIdx.x; i < end; i += blockDim.x) {
            double deviation = tn_load<double>(from, row * n + i) - middle;
            deviations += deviation * deviation;
        }
        deviations = tn_block_fold<TnSum>(deviations, 0.0);
        if (threadIdx.x != 0) {
            continue;
        }
        if (chunks > 1) {
            squares[t] = deviations;
            means[t] = middle;
        } else {
            tn_store(variance, row, n == 0 ? middle : deviations / divisor);
            tn_store(mean, row, middle);
        }
    }
}

template <typename S> __device__ void join(const double* squares, const double* means, S* variance, S* mean, long long rows, long long n,
    long long chunk, double divisor) {
    long long chunks = (n + chunk - 1) / chunk;
    TN_LOOP(row, rows) {
        double count = 0, middle = 0, deviations = 0;
        for (long long c = 0; c < chunks; c++) {
            double more = (double) (c + 1 < chunks ? chunk : n - c * chunk), apart = means[row * chunks + c] - middle;
            deviations += squares[row * chunks + c] + apart * apart * (count * more / (count + more));
            middle += apart * (more / (count + more));
            count += more;
        }
        tn_store(variance, row, deviations / divisor);
        tn_store(mean, row, middle);
    }
}

#define MOMENTS(S, A, SUFFIX) \
    extern "C" __global__ void moments_##SUFFIX(const S* from, double* squares, double* means, S* variance, S* mean, long long rows, \
        long long n, long long chunk, double divisor) { \
        moments(from, squares, means, variance, mean, rows, n, chunk, divisor); \
    } \
    extern "C" __global__ void join_##SUFFIX(const double* squares, const double* means, S* variance, S* mean, long long rows, \
        long long n, long long chunk, double divisor) { \
        join(squares, means, variance, mean, rows, n, chunk, divisor); \
    }
TN_EACH_FLOATING(MOMENTS)
