#include "tenon.cuh"

/* a thread takes a row of n elements, and walks it backwards where the matrix is transposed */
template <typename S> __device__ void causal_mean(const S* x, S* y, long long rows, long long n, bool transposed) {
    TN_LOOP(row, rows) {
        double sum = 0;
        for (long long i = 0; i < n; i++) {
            long long t = transposed ? n - 1 - i : i, at = row * n + t;
            sum += transposed ? tn_load<double>(x, at) / (t + 1) : tn_load<double>(x, at);
            tn_store<double>(y, at, transposed ? sum : sum / (t + 1));
        }
    }
}

#define CAUSAL_MEAN(S, A, SUFFIX) \
    extern "C" __global__ void causal_mean_##SUFFIX(const S* x, S* y, long long rows, long long n, bool transposed) { \
        causal_mean(x, y, rows, n, transposed); \
    }
TN_EACH_FLOATING(CAUSAL_MEAN)
