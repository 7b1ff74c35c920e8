#include "tenon.cuh"
#include "rows.cuh"

/* ---- rows that lie without gaps, kept in registers -------------------------------------------------------------------------------------------- */

template <int E, typename A, typename S> TN_INLINE void softmax_of(A (&x)[E], A max, A sum, bool logarithm) {
    if (logarithm) {
        A log_sum = log(sum);
        _Pragma("unroll") for (int e = 0; e < E; e++) { x[e] = x[e] - max - log_sum; }
    } else {
        A factor = 1 / sum;
        _Pragma("unroll") for (int e = 0; e < E; e++) { x[e] *= factor; }
    }
}

template <bool WARP, int E, typename A, typename S>
__device__ void softmax_row(const S* from, S* to, int n, bool packed, bool logarithm) {
    int thread = WARP ? threadIdx.x % 32 : threadIdx.x, threads = WARP ? 32 : blockDim.x;
    A x[E];
    tn_row_load(x, from, n, thread, threads, packed, -TN_INFINITY(A));
    A max = -TN_INFINITY(A), sum = 0;
    _Pragma("unroll") for (int e = 0; e < E; e++) { max = TnMax::of(max, x[e]); }
    max = tn_row_fold<WARP, TnMax>(max, -TN_INFINITY(A));
    _Pragma("unroll") for (int e = 0; e < E; e++) {
        A power = exp(x[e] - max);
        sum += tn_place<S>(e, thread, threads, packed) < n ? power : (A) 0;
        x[e] = logarithm ? x[e] : power;
    }
    sum = tn_row_fold<WARP, TnSum>(sum, (A) 0);
    softmax_of<E, A, S>(x, max, sum, logarithm);
    tn_row_store(to, x, n, thread, threads, packed);
}

template <int E, typename A, typename S> __device__ void softmax_warp(const S* from, S* to, long long rows, int n, bool logarithm) {
    long long row = blockIdx.x * (long long) (blockDim.x / 32) + threadIdx.x / 32;
    if (row < rows) {
        softmax_row<true, E, A>(from + row * n, to + row * n, n, false, logarithm);
    }
}

template <bool WARP, int E, typename A, typename S>
__device__ void softmax_backward_row(const S* grad, const S* output, S* to, int n, bool packed, bool logarithm) {
    int thread = WARP ? threadIdx.x % 32 : threadIdx.x, threads = WARP ? 32 : blockDim.x;
    A g[E], y[E], sum = 0;
    tn_row_load(g, grad, n, thread, threads, packed, (A) 0);
    tn_row_load(y, output, n, thread, threads, packed, (A) 0);
    _Pragma("unroll") for (int e = 0; e < E; e++) { sum += logarithm ? g[e] : g[e] * y[e]; }
    sum = tn_row_fold<WARP, TnSum>(sum, (A) 0);
    _Pragma("unroll") for (int e = 0; e < E; e++) { g[e] = logarithm ? g[e] - (A) exp(y[e]) * sum : y[e] * (g[e] - sum); }
    tn_row_store(to, g, n, thread, threads, packed);
}

template <int E, typename A, typename S>
__device__ void softmax_backward_warp(const S* grad, const S* output, S* to, long long rows, int n, bool logarithm) {
    long long row = blockIdx.x * (long long) (blockDim.x / 32) + threadIdx.x / 32;
    if (row < rows) {
        softmax_backward_row<true, E, A>(grad + row * n, output + row * n, to + row * n, n, false, logarithm);
    }
}

/* ---- rows of any length, read twice ------------------------------------------------------------------------------------------------------------- */

template <typename A, typename S> __device__ void softmax_long(const S* from, S* to, long long n, bool logarithm) {
    from += blockIdx.x * n;
    to += blockIdx.x * n;
    TnExpSum<A> total = tn_exp_sum_fold<false>(tn_exp_sum<A>(from, threadIdx.x, n, blockDim.x, 1));
    A log_sum = log(total.sum), factor = 1 / total.sum;
    for (long long i = threadIdx.x; i < n; i += blockDim.x) {
        A x = tn_load<A>(from, i) - total.max;
        tn_store(to, i, logarithm ? x - log_sum : (A) exp(x) * factor);
    }
}

template <typename A, typename S> __device__ void softmax_backward_long(const S* grad, const S* output, S* to, long long n, bool logarithm) {
    grad += blockIdx.x * n;
    output += blockIdx.x * n;
    to += blockIdx.x * n;
    A sum = 0;
    for (long long i = threadIdx.x; i < n; i += blockDim.x) {
        A g = tn_load<A>(grad, i);
        sum += logarithm ? g : g * tn_load<A>(output, i);
    }
    sum = tn_block_fold<TnSum>(sum, (A) 0);
    for (long long i = threadIdx.x; i < n; i += blockDim.x) {
        A g = tn_load<A>(grad, i), y = tn_load<A>(output, i);
        tn_store(to, i, logarithm ? g - (A) exp(y) * sum : y * (g - sum));
    }
}

/* ---- along another dimension than the last: [outer, n, inner], a lane for each of 32 columns, whose places 8 warps share ---------------------- */

/* the fold over the warps of a block, column by column */
template <typename F, typename A> __device__ A column_fold(A value) {
    __shared__ A partial[8][32];
    int lane = threadIdx.x % 32, warp = threadIdx.x / 32;
    __syncthreads();
    partial[warp][lane] = value;
    __syncthreads();
    for (int i = 0; i < 8; i++) {
        value = i == 0 ? partial[0][lane] : F::of(value, partial[i][lane]);
    }
    return value;
}

template <typename A, typename S> __device__ void softmax_columns(const S* from, S* to, long long n, long long inner, bool logarithm) {
    int warp = threadIdx.x / 32;
    unsigned int tiles = (unsigned int) ((inner + 31) / 32);
    long long column = blockIdx.x % tiles * 32LL + threadIdx.x % 32;
    long long first = blockIdx.x / tiles * n * inner + column, end = column < inner ? n : 0;
    TnExpSum<A> part = tn_exp_sum<A>(from + first, warp, end, 8, inner);
    A max = column_fold<TnMax>(part.max);
    A sum = column_fold<TnSum>(part.sum * tn_exp_below(part.max, max));
    A log_sum = log(sum), factor = 1 / sum;
    for (long long i = warp; i < end; i += 8) {
        A x = tn_load<A>(from, first + i * inner) - max;
        tn_store(to, first + i * inner, logarithm ? x - log_sum : (A) exp(x) * factor);
    }
}

template <typename A, typename S>
__device__ void softmax_backward_columns(const S* grad, const S* output, S* to, long long n, long long inner, bool logarithm) {
    int warp = threadIdx.x / 32;
    unsigned int tiles = (unsigned int) ((inner + 31) / 32);
    long long column = blockIdx.x % tiles * 32LL + threadIdx.x % 32;
    long long first = blockIdx.x / tiles * n * inner + column, end = column < inner ? n : 0;
    A sum = 0;
    for (long long i = warp; i < end; i += 8) {
        A g = tn_load<A>(grad, first + i * inner);
        sum += logarithm ? g : g * tn_load<A>(output, first + i * inner);
    }
    sum = column_fold<TnSum>(sum);
    for (long long i = warp; i < end; i += 8) {
        A g = tn_load<A>(grad, first + i * inner), y = tn_load<A>(output, first + i * inner);
        tn_store(to, first + i * inner, logarithm ? g - (A) exp(y) * sum : y * (g - sum));
    }
}

/* Three blocks of the largest size on a multiprocessor at once hide each other's waiting; elements of 8 bytes need more registers than that. */
#define THREE_BLOCKS(A) __launch_bounds__(512, sizeof(A) == 4 ? 3 : 1)

#define SOFTMAX(S, A, SUFFIX) \
    extern "C" __global__ void softmax_short_##SUFFIX(const S* from, S* to, long long rows, int n, bool logarithm) { \
        softmax_warp<4, A>(from, to, rows, n, logarithm); \
    } \
    extern "C" __global__ void softmax_warp_##SUFFIX(const S* from, S* to, long long rows, int n, bool logarithm) { \
        softmax_warp<16, A>(from, to, rows, n, logarithm); \
    } \
    extern "C" __global__ void THREE_BLOCKS(A) softmax_block_##SUFFIX(const S* from, S* to, int n, bool packed, bool logarithm) { \
        softmax_row<false, 16, A>(from + blockIdx.x * (long long) n, to + blockIdx.x * (long long) n, n, packed, logarithm); \
    } \
    extern "C" __global__ void softmax_long_##SUFFIX(const S* from, S* to, long long n, bool logarithm) { \
        softmax_long<A>(from, to, n, logarithm); \
    } \
    extern "C" __global__ void softmax_columns_##SUFFIX(const S* from, S* to, long long n, long long inner, bool logarithm) { \
        softmax_columns<A>(from, to, n, inner, logarithm); \
    } \
    extern "C" __global__ void softmax_backward_short_##SUFFIX(const S* grad, const S* output, S* to, long long rows, int n, bool logarithm) { \
        softmax_backward_warp<4, A>(grad, output, to, rows, n, logarithm); \
    } \
    extern "C" __global__ void softmax_backward_warp_##SUFFIX(const S* grad, const S* output, S* to, long long rows, int n, bool logarithm) { \
        softmax_backward_warp<16, A>(grad, output, to, rows, n, logarithm); \
    } \
    extern "C" __global__ void __launch_bounds__(512) softmax_backward_block_##SUFFIX(const S* grad, const S* output, S* to, int n, bool packed, bool logarithm) { \
        long long first = blockIdx.x * (long long) n; \
        softmax_backward_row<false, 16, A>(grad + first, output + first, to + first, n, packed, logarithm); \
    } \
    extern "C" __global__ void softmax_backward_long_##SUFFIX(const S* grad, const S* output, S* to, long long n, bool logarithm) { \
        softmax_backward_long<A>(grad, output, to, n, logarithm); \
    } \
    extern "C" __global__ void softmax_backward_columns_##SUFFIX( \
        const S* grad, const S* output, S* to, long long n, long long inner, bool logarithm) { \
        softmax_backward_columns<A>(grad, output, to, n, inner, logarithm); \
    }
TN_EACH_FLOATING(SOFTMAX)
