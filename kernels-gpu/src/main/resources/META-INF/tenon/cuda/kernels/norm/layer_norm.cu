#include "tenon.cuh"
#include "rows.cuh"
#include "statistics.cuh"

/* ---- forward ------------------------------------------------------------------------------------------------------------------------------------ */

/* (x - mean) * rstd * weight + bias; a weight or bias that was not given is null */
template <typename A, typename S> TN_INLINE A scaled(A x, TnScale<A> scale, const S* weight, const S* bias, long long i) {
    A y = tn_scaled(x, scale);
    y = weight ? y * tn_load<A>(weight, i) : y;
    return bias ? y + tn_load<A>(bias, i) : y;
}

/* the sums of a row in registers */
template <bool WARP, int E, typename A, typename S> struct RowSums {
    const A (&x)[E];
    int n, thread, threads;
    bool packed;

    TN_INLINE TnSums operator()(double shift, double factor) const {
        double sum = 0, squares = 0;
        _Pragma("unroll") for (int e = 0; e < E; e++) {
            double d = tn_place<S>(e, thread, threads, packed) < n ? tn_deviation<S>((double) x[e], shift, factor) : 0.0;
            sum += d;
            squares += d * d;
        }
        TnSums sums = {tn_row_fold<WARP, TnSum>(sum, 0.0), tn_row_fold<WARP, TnSum>(squares, 0.0)};
        return sums;
    }
};

template <bool WARP, int E, typename A, typename S>
__device__ void norm_row(const S* from, const S* weight, const S* bias, S* to, A* mean, A* rstd, int n, bool packed, double eps) {
    int thread = WARP ? threadIdx.x % 32 : threadIdx.x, threads = WARP ? 32 : blockDim.x;
    A x[E];
    tn_row_load(x, from, n, thread, threads, packed, (A) 0);
    double first = n > 0 ? tn_load<double>(from, 0) : 0.0;
    RowSums<WARP, E, A, S> sums = {x, n, thread, threads, packed};
    TnMoments m = tn_moments<S>(sums, first, sums(first, 1.0), n);
    TnScale<A> scale = tn_scale<A>(m.mean, tn_rstd(m, n, eps));
    _Pragma("unroll") for (int e = 0; e < E; e++) {
        int at = tn_place<S>(e, thread, threads, packed);
        x[e] = at < n ? scaled(x[e], scale, weight, bias, at) : (A) 0;
    }
    tn_row_store(to, x, n, thread, threads, packed);
    if (thread == 0) {
        *mean = scale.high;
        *rstd = scale.rstd;
    }
}

/* a row that is too long for registers */
template <typename A, typename S>
__device__ void norm_long(const S* from, const S* weight, const S* bias, S* to, A* mean, A* rstd, long long n, double eps) {
    TnBlockSums<S> sums = {from, n};
    TnMoments m = tn_moments<S>(sums, sums.first(), sums(sums.first(), 1.0), (double) n);
    TnScale<A> scale = tn_scale<A>(m.mean, tn_rstd(m, (double) n, eps));
    for (long long i = threadIdx.x; i < n; i += blockDim.x) {
        tn_store(to, i, scaled(tn_load<A>(from, i), scale, weight, bias, i));
    }
    if (threadIdx.x == 0) {
        *mean = scale.high;
        *rstd = scale.rstd;
    }
}

/* ---- the gradient of the input ------------------------------------------------------------------------------------------------------------------- */

/* what is the same for a row: gx = g w a + (x - mean) rstd b + c */
template <typename A> struct NormSlope {
    A a, b, c;
};

template <typename A> TN_INLINE NormSlope<A> norm_slope(A sum, A dot, A rstd, long long n) {
    NormSlope<A> slope = {rstd, -dot / n * rstd, -sum / n * rstd};
    return slope;
}

template <bool WARP, int E, typename A, typename S>
__device__ void norm_backward_row(const S* grad, const S* from, const S* weight, S* to, A mean, A rstd, int n, bool packed) {
    int thread = WARP ? threadIdx.x % 32 : threadIdx.x, threads = WARP ? 32 : blockDim.x;
    A g[E], x[E], sum = 0, dot = 0;
    tn_row_load(g, grad, n, thread, threads, packed, (A) 0);
    tn_row_load(x, from, n, thread, threads, packed, (A) 0);
    _Pragma("unroll") for (int e = 0; e < E; e++) {
        int at = tn_place<S>(e, thread, threads, packed);
        if (at < n) {
            g[e] = weight ? g[e] * tn_load<A>(weight, at) : g[e];
            x[e] = (x[e] - mean) * rstd;
        }
        sum += g[e];
        dot += g[e] * x[e];
    }
    sum = tn_row_fold<WARP, TnSum>(sum, (A) 0);
    dot = tn_row_fold<WARP, TnSum>(dot, (A) 0);
    NormSlope<A> slope = norm_slope(sum, dot, rstd, n);
    _Pragma("unroll") for (int e = 0; e < E; e++) { g[e] = g[e] * slope.a + x[e] * slope.b + slope.c; }
    tn_row_store(to, g, n, thread, threads, packed);
}

template <typename A, typename S>
__device__ void norm_backward_long(const S* grad, const S* from, const S* weight, S* to, A mean, A rstd, long long n) {
    A sum = 0, dot = 0;
    for (long long i = threadIdx.x; i < n; i += blockDim.x) {
        A g = tn_load<A>(grad, i) * (weight ? tn_load<A>(weight, i) : (A) 1);
        sum += g;
        dot += g * ((tn_load<A>(from, i) - mean) * rstd);
    }
    sum = tn_block_fold<TnSum>(sum, (A) 0);
    dot = tn_block_fold<TnSum>(dot, (A) 0);
    NormSlope<A> slope = norm_slope(sum, dot, rstd, n);
    for (long long i = threadIdx.x; i < n; i += blockDim.x) {
        A g = tn_load<A>(grad, i) * (weight ? tn_load<A>(weight, i) : (A) 1);
        tn_store(to, i, g * slope.a + (tn_load<A>(from, i) - mean) * rstd * slope.b + slope.c);
    }
}

/* ---- the gradients of weight and bias: sums over the rows, 32 columns for each block -------------------------------------------------------------- */

/* the sums of one piece of the rows: sums[piece] holds n of g * xhat, then n of g; blocks of 32 x 8 threads */
template <typename A, typename S>
__device__ void norm_parameters(const S* grad, const S* from, const A* mean, const A* rstd, A* sums, long long rows, long long n, long long piece) {
    __shared__ A partial[2][8][32];
    long long column = blockIdx.x * 32LL + threadIdx.x;
    long long first = blockIdx.y * piece, last = first + piece < rows ? first + piece : rows;
    A weight = 0, bias = 0;
    for (long long row = first + threadIdx.y; column < n && row < last; row += 8) {
        A g = tn_load<A>(grad, row * n + column);
        weight += g * ((tn_load<A>(from, row * n + column) - mean[row]) * rstd[row]);
        bias += g;
    }
    partial[0][threadIdx.y][threadIdx.x] = weight;
    partial[1][threadIdx.y][threadIdx.x] = bias;
    __syncthreads();
    if (threadIdx.y < 2 && column < n) {
        A sum = 0;
        for (int i = 0; i < 8; i++) {
            sum += partial[threadIdx.y][i][threadIdx.x];
        }
        sums[(blockIdx.y * 2 + threadIdx.y) * n + column] = sum;
    }
}

/* the pieces' sums, in order */
template <typename A, typename S> __device__ void norm_parameters_total(const A* sums, S* weight, S* bias, long long n, int pieces) {
    TN_LOOP(i, 2 * n) {
        A sum = 0;
        for (int p = 0; p < pieces; p++) {
            sum += sums[p * 2 * n + i];
        }
        tn_store(i < n ? weight : bias, i < n ? i : i - n, sum);
    }
}

#define LAYER_NORM(S, A, SUFFIX) \
    extern "C" __global__ void layer_norm_warp_##SUFFIX( \
        const S* from, const S* weight, const S* bias, S* to, A* mean, A* rstd, long long rows, int n, double eps) { \
        long long row = blockIdx.x * (long long) (blockDim.x / 32) + threadIdx.x / 32; \
        if (row < rows) { \
            norm_row<true, 16, A>(from + row * n, weight, bias, to + row * n, mean + row, rstd + row, n, false, eps); \
        } \
    } \
    extern "C" __global__ void __launch_bounds__(512) layer_norm_block_##SUFFIX( \
        const S* from, const S* weight, const S* bias, S* to, A* mean, A* rstd, int n, bool packed, double eps) { \
        long long row = blockIdx.x; \
        norm_row<false, 16, A>(from + row * n, weight, bias, to + row * n, mean + row, rstd + row, n, packed, eps); \
    } \
    extern "C" __global__ void layer_norm_long_##SUFFIX( \
        const S* from, const S* weight, const S* bias, S* to, A* mean, A* rstd, long long n, double eps) { \
        long long row = blockIdx.x; \
        norm_long<A>(from + row * n, weight, bias, to + row * n, mean + row, rstd + row, n, eps); \
    } \
    extern "C" __global__ void layer_norm_backward_warp_##SUFFIX( \
        const S* grad, const S* from, const S* weight, S* to, const A* mean, const A* rstd, long long rows, int n) { \
        long long row = blockIdx.x * (long long) (blockDim.x / 32) + threadIdx.x / 32; \
        if (row < rows) { \
            norm_backward_row<true, 16, A>(grad + row * n, from + row * n, weight, to + row * n, mean[row], rstd[row], n, false); \
        } \
    } \
    extern "C" __global__ void __launch_bounds__(512) layer_norm_backward_block_##SUFFIX( \
        const S* grad, const S* from, const S* weight, S* to, const A* mean, const A* rstd, int n, bool packed) { \
        long long row = blockIdx.x; \
        norm_backward_row<false, 16, A>(grad + row * n, from + row * n, weight, to + row * n, mean[row], rstd[row], n, packed); \
    } \
    extern "C" __global__ void layer_norm_backward_long_##SUFFIX( \
        const S* grad, const S* from, const S* weight, S* to, const A* mean, const A* rstd, long long n) { \
        long long row = blockIdx.x; \
        norm_backward_long<A>(grad + row * n, from + row * n, weight, to + row * n, mean[row], rstd[row], n); \
    } \
    extern "C" __global__ void layer_norm_parameters_##SUFFIX( \
        const S* grad, const S* from, const A* mean, const A* rstd, A* sums, long long rows, long long n, long long piece) { \
        norm_parameters(grad, from, mean, rstd, sums, rows, n, piece); \
    } \
    extern "C" __global__ void layer_norm_parameters_total_##SUFFIX(const A* sums, S* weight, S* bias, long long n, int pieces) { \
        norm_parameters_total(sums, weight, bias, n, pieces); \
    }
TN_EACH_FLOATING(LAYER_NORM)
