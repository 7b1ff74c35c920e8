#include "tenon.cuh"
#include "rows.cuh"
#include "statistics.cuh"

/* The operand is [batch, channels, plane]. Stage one folds pieces of every channel; blocks of the `planes` kernels walk one channel, those of
   the `columns` kernels, for a plane of one element, take 32 channels side by side. Stage two folds a channel's pieces by one warp. */

/* ---- walking a channel --------------------------------------------------------------------------------------------------------------------------- */

/* V neighbours at a time; `threads` accesses apart */
struct Walk {
    long long offset, skip, wrap, p, step, plane;
};

/* from access i of the channel on; plane counts accesses of V elements */
template <int V> TN_INLINE Walk walk_from(long long i, int threads, long long channel, long long channels, long long plane) {
    long long image = tn_quotient(i, plane);
    long long p = i - image * plane, rows = tn_quotient(threads, plane), rest = threads - rows * plane;
    Walk walk = {((image * channels + channel) * plane + p) * V, (rows * channels * plane + rest) * V,
        (channels - 1) * plane * V, p, rest, plane};
    return walk;
}

TN_INLINE void walk_on(Walk& walk) {
    walk.offset += walk.skip;
    walk.p += walk.step;
    if (walk.p >= walk.plane) {
        walk.p -= walk.plane;
        walk.offset += walk.wrap;
    }
}

template <int V, typename A, typename S> TN_INLINE void load_some(A* x, const S* p) {
    if (V == 1) {
        x[0] = tn_load<A>(p, 0);
    } else {
        TnPack<S> pack = *(const TnPack<S>*) p;
        _Pragma("unroll") for (int j = 0; j < 16 / (int) sizeof(S); j++) { x[j % V] = TnElement<A, S>::load(pack.v[j]); }
    }
}

/* ---- mean and variance, from sums about the channel's first element ------------------------------------------------------------------------------ */

/* parts[piece][2][channels] */
TN_INLINE void write_sums(double* parts, long long piece, long long channels, long long channel, double sum, double squares) {
    parts[(piece * 2 + 0) * channels + channel] = sum;
    parts[(piece * 2 + 1) * channels + channel] = squares;
}

template <int V, typename S>
__device__ void moments_planes(const S* from, double* parts, long long channels, long long plane, long long size, int pieces) {
    long long channel = blockIdx.x / pieces, piece = blockIdx.x % pieces;
    long long each = (size + pieces - 1) / pieces, first = piece * each, last = first + each < size ? first + each : size;
    double sum = 0, squares = 0, shift = size > 0 ? tn_load<double>(from, channel * plane * V) : 0.0;
    Walk walk = walk_from<V>(first + threadIdx.x, blockDim.x, channel, channels, plane);
    for (long long i = first + threadIdx.x; i < last; i += blockDim.x) {
        double x[V];
        load_some<V>(x, from + walk.offset);
        _Pragma("unroll") for (int j = 0; j < V; j++) {
            sum += x[j] - shift;
            squares += (x[j] - shift) * (x[j] - shift);
        }
        walk_on(walk);
    }
    sum = tn_block_fold<TnSum>(sum, 0.0);
    squares = tn_block_fold<TnSum>(squares, 0.0);
    if (threadIdx.x == 0) {
        write_sums(parts, piece, channels, channel, sum, squares);
    }
}

template <typename S> __device__ void moments_columns(const S* from, double* parts, long long channels, long long batch, long long each) {
    __shared__ double shared[2][8][32];
    long long channel = blockIdx.x * 32LL + threadIdx.x;
    long long first = blockIdx.y * each, last = first + each < batch ? first + each : batch;
    double sum = 0, squares = 0, shift = channel < channels && batch > 0 ? tn_load<double>(from, channel) : 0.0;
    for (long long row = first + threadIdx.y; channel < channels && row < last; row += 8) {
        double d = tn_load<double>(from, row * channels + channel) - shift;
        sum += d;
        squares += d * d;
    }
    shared[0][threadIdx.y][threadIdx.x] = sum;
    shared[1][threadIdx.y][threadIdx.x] = squares;
    __syncthreads();
    if (threadIdx.y == 0 && channel < channels) {
        for (int i = 1; i < 8; i++) {
            sum += shared[0][i][threadIdx.x];
            squares += shared[1][i][threadIdx.x];
        }
        write_sums(parts, blockIdx.y, channels, channel, sum, squares);
    }
}

/* the sums of a whole channel once more, by one warp */
template <typename S> struct ChannelSums {
    const S* from;
    long long channel, channels, plane, size;

    TN_INLINE TnSums operator()(double shift, double factor) const {
        double sum = 0, squares = 0;
        for (long long i = threadIdx.x % 32; i < size; i += 32) {
            long long image = tn_quotient(i, plane);
            double x = tn_load<double>(from, ((image * channels + channel) * plane) + i - image * plane);
            double d = tn_deviation<S>(x, shift, factor);
            sum += d;
            squares += d * d;
        }
        TnSums sums = {tn_warp_fold<TnSum>(sum), tn_warp_fold<TnSum>(squares)};
        return sums;
    }
};

/* mean, variance, 1 / deviation, and the factors of y = (x - mean) * factors[0] + factors[1]; a warp for each channel */
template <typename A, typename S>
__device__ void moments_total(const S* from, const double* parts, const S* weight, const S* bias, A* mean, A* variance, A* rstd, A* factors,
    long long channels, long long plane, long long size, int pieces, double eps) {
    long long channel = blockIdx.x * (long long) (blockDim.x / 32) + threadIdx.x / 32;
    if (channel >= channels) {
        return;
    }
    double sum = 0, squares = 0;
    for (int p = threadIdx.x % 32; p < pieces; p += 32) {
        sum += parts[p * 2 * channels + channel];
        squares += parts[(p * 2 + 1) * channels + channel];
    }
    TnSums sums = {tn_warp_fold<TnSum>(sum), tn_warp_fold<TnSum>(squares)};
    ChannelSums<S> again = {from, channel, channels, plane, size};
    double first = size > 0 ? tn_load<double>(from, channel * plane) : 0.0;
    TnMoments m = tn_moments<S>(again, first, sums, (double) size);
    if (threadIdx.x % 32 == 0) {
        double r = tn_rstd(m, (double) size, eps), factor = (weight ? tn_load<double>(weight, channel) : 1.0) * r;
        TnScale<A> scale = tn_scale<A>(m.mean, factor);
        mean[channel] = scale.high;
        variance[channel] = (A) tn_variance(m, (double) size);
        rstd[channel] = (A) r;
        factors[channel] = scale.rstd;
        factors[channels + channel] = (bias ? tn_load<A>(bias, channel) : (A) 0) + scale.low;
    }
}

/* (x - centre) * scale + shift; n accesses of V elements */
template <int V, typename A, typename S>
__device__ void about(const S* from, S* to, const A* centres, const A* scales, const A* shifts, long long n, long long channels, long long plane) {
    TN_LOOP(i, n) {
        long long row = tn_quotient(i, plane), channel = row - tn_quotient(row, channels) * channels;
        A x[V], centre = centres[channel], scale = scales[channel], shift = shifts[channel];
        load_some<V>(x, from + i * V);
        _Pragma("unroll") for (int j = 0; j < V; j++) { x[j] = (x[j] - centre) * scale + shift; }
        if (V == 1) {
            tn_store(to, i, x[0]);
        } else {
            tn_row_store(to + i * V, x, V, 0, 1, true);
        }
    }
}

/* ---- gradients --------------------------------------------------------------------------------------------------------------------------------------- */

/* the sums of g and of g * (x - mean): parts[piece][2][channels] */
template <int V, typename A, typename S>
__device__ void slopes_planes(const S* grad, const S* from, const A* mean, A* parts, long long channels, long long plane, long long size, int pieces) {
    long long channel = blockIdx.x / pieces, piece = blockIdx.x % pieces;
    long long each = (size + pieces - 1) / pieces, first = piece * each, last = first + each < size ? first + each : size;
    A sum = 0, dot = 0, centre = mean[channel];
    Walk walk = walk_from<V>(first + threadIdx.x, blockDim.x, channel, channels, plane);
    for (long long i = first + threadIdx.x; i < last; i += blockDim.x) {
        A g[V], x[V];
        load_some<V>(g, grad + walk.offset);
        load_some<V>(x, from + walk.offset);
        _Pragma("unroll") for (int j = 0; j < V; j++) {
            sum += g[j];
            dot += g[j] * (x[j] - centre);
        }
        walk_on(walk);
    }
    sum = tn_block_fold<TnSum>(sum, (A) 0);
    dot = tn_block_fold<TnSum>(dot, (A) 0);
    if (threadIdx.x == 0) {
        parts[(piece * 2 + 0) * channels + channel] = sum;
        parts[(piece * 2 + 1) * channels + channel] = dot;
    }
}

template <typename A, typename S>
__device__ void slopes_columns(const S* grad, const S* from, const A* mean, A* parts, long long channels, long long batch, long long each) {
    __shared__ A partial[2][8][32];
    long long channel = blockIdx.x * 32LL + threadIdx.x;
    long long first = blockIdx.y * each, last = first + each < batch ? first + each : batch;
    A sum = 0, dot = 0, centre = channel < channels ? mean[channel] : (A) 0;
    for (long long row = first + threadIdx.y; channel < channels && row < last; row += 8) {
        A g = tn_load<A>(grad, row * channels + channel);
        sum += g;
        dot += g * (tn_load<A>(from, row * channels + channel) - centre);
    }
    partial[0][threadIdx.y][threadIdx.x] = sum;
    partial[1][threadIdx.y][threadIdx.x] = dot;
    __syncthreads();
    if (threadIdx.y < 2 && channel < channels) {
        A total = 0;
        for (int i = 0; i < 8; i++) {
            total += partial[threadIdx.y][i][threadIdx.x];
        }
        parts[(blockIdx.y * 2 + threadIdx.y) * channels + channel] = total;
    }
}

/* the gradients of weight and bias, and the factors of gx = g * factors[0] + (x - mean) * rstd * factors[1] + factors[2] */
template <typename A, typename S>
__device__ void slopes_total(
    const A* parts, const S* weight, const A* rstd, S* gw, S* gb, A* factors, long long channels, int pieces, long long size) {
    long long channel = blockIdx.x * (long long) (blockDim.x / 32) + threadIdx.x / 32;
    if (channel >= channels) {
        return;
    }
    A sum = 0, dot = 0;
    for (int p = threadIdx.x % 32; p < pieces; p += 32) {
        sum += parts[p * 2 * channels + channel];
        dot += parts[(p * 2 + 1) * channels + channel];
    }
    sum = tn_warp_fold<TnSum>(sum);
    dot = tn_warp_fold<TnSum>(dot);
    if (threadIdx.x % 32 == 0) {
        A scale = (weight ? tn_load<A>(weight, channel) : (A) 1) * rstd[channel];
        tn_store(gw, channel, dot * rstd[channel]);
        tn_store(gb, channel, sum);
        factors[channel] = scale;
        factors[channels + channel] = -scale * (dot * rstd[channel] / size);
        factors[2 * channels + channel] = -scale * (sum / size);
    }
}

template <int V, typename A, typename S>
__device__ void slope(
    const S* grad, const S* from, S* to, const A* mean, const A* rstd, const A* factors, long long n, long long channels, long long plane) {
    TN_LOOP(i, n) {
        long long row = tn_quotient(i, plane), channel = row - tn_quotient(row, channels) * channels;
        A g[V], x[V], centre = mean[channel], r = rstd[channel];
        A a = factors[channel], b = factors[channels + channel], c = factors[2 * channels + channel];
        load_some<V>(g, grad + i * V);
        load_some<V>(x, from + i * V);
        _Pragma("unroll") for (int j = 0; j < V; j++) { g[j] = g[j] * a + (x[j] - centre) * r * b + c; }
        if (V == 1) {
            tn_store(to, i, g[0]);
        } else {
            tn_row_store(to + i * V, g, V, 0, 1, true);
        }
    }
}

#define BATCH_NORM_BY(S, A, SUFFIX, V, BY) \
    extern "C" __global__ void batch_norm_moments##BY##_##SUFFIX( \
        const S* from, double* parts, long long channels, long long plane, long long size, int pieces) { \
        moments_planes<V>(from, parts, channels, plane, size, pieces); \
    } \
    extern "C" __global__ void batch_norm_normalise##BY##_##SUFFIX( \
        const S* from, S* to, const A* mean, const A* factors, long long n, long long channels, long long plane) { \
        about<V>(from, to, mean, factors, factors + channels, n, channels, plane); \
    } \
    extern "C" __global__ void batch_norm_about##BY##_##SUFFIX(const S* from, S* to, const A* centres, const A* scales, const A* shifts, \
        long long n, long long channels, long long plane) { \
        about<V>(from, to, centres, scales, shifts, n, channels, plane); \
    } \
    extern "C" __global__ void batch_norm_slopes##BY##_##SUFFIX( \
        const S* grad, const S* from, const A* mean, A* parts, long long channels, long long plane, long long size, int pieces) { \
        slopes_planes<V>(grad, from, mean, parts, channels, plane, size, pieces); \
    } \
    extern "C" __global__ void batch_norm_slope##BY##_##SUFFIX( \
        const S* grad, const S* from, S* to, const A* mean, const A* rstd, const A* factors, long long n, long long channels, \
        long long plane) { \
        slope<V>(grad, from, to, mean, rstd, factors, n, channels, plane); \
    }
#define BATCH_NORM(S, A, SUFFIX) \
    BATCH_NORM_BY(S, A, SUFFIX, 1, ) \
    BATCH_NORM_BY(S, A, SUFFIX, 16 / (int) sizeof(S), _packed) \
    extern "C" __global__ void batch_norm_moments_columns_##SUFFIX( \
        const S* from, double* parts, long long channels, long long batch, long long each) { \
        moments_columns(from, parts, channels, batch, each); \
    } \
    extern "C" __global__ void batch_norm_moments_total_##SUFFIX(const S* from, const double* parts, const S* weight, const S* bias, A* mean, \
        A* variance, A* rstd, A* factors, long long channels, long long plane, long long size, int pieces, double eps) { \
        moments_total(from, parts, weight, bias, mean, variance, rstd, factors, channels, plane, size, pieces, eps); \
    } \
    extern "C" __global__ void batch_norm_slopes_columns_##SUFFIX( \
        const S* grad, const S* from, const A* mean, A* parts, long long channels, long long batch, long long each) { \
        slopes_columns(grad, from, mean, parts, channels, batch, each); \
    } \
    extern "C" __global__ void batch_norm_slopes_total_##SUFFIX(const A* parts, const S* weight, const A* rstd, S* gw, S* gb, A* factors, \
        long long channels, int pieces, long long size) { \
        slopes_total(parts, weight, rstd, gw, gb, factors, channels, pieces, size); \
    }
TN_EACH_FLOATING(BATCH_NORM)
