#include "tenon.cuh"
#include "dev/tenon/spi/PoolWindow.cuh"

/* rows or columns [first, last) of a plane, `step` apart */
struct Span {
    int first, last, step;
};

/* a window from `start` on, which may be in the padding, cut to the plane */
TN_INLINE Span window(int at, int stride, int pad, int kernel, int dilation, int size) {
    int start = at * stride - pad;
    long long end = start + (kernel - 1LL) * dilation + 1;
    Span span = {start >= 0 ? start : start + (-start + dilation - 1) / dilation * dilation, end < size ? (int) end : size, dilation};
    return span;
}

/* part `at` of `parts` of nearly one size */
TN_INLINE Span part(int at, int parts, int size) {
    Span span = {(int) ((long long) at * size / parts), (int) (((at + 1LL) * size + parts - 1) / parts), 1};
    return span;
}

TN_INLINE int split(long long& i, int n) {
    long long quotient = tn_quotient(i, n);
    int rest = (int) (i - quotient * n);
    i = quotient;
    return rest;
}

/* ---- maxima: the first of equal ones, and NaN before all, the last of several ------------------------------------------------------------------------- */

template <typename A> TN_INLINE A lowest(A) { return -(A) __uint_as_float(0x7f800000u); }
TN_INLINE long long lowest(long long) { return -0x7fffffffffffffffLL - 1; }

template <typename A, typename S> TN_INLINE long long largest(const S* plane, Span y, Span x, int width) {
    long long best = (long long) y.first * width + x.first;
    A max = lowest((A) 0);
    for (int i = y.first; i < y.last; i += y.step) {
        for (int j = x.first; j < x.last; j += x.step) {
            A value = tn_load<A>(plane, (long long) i * width + j);
            if (value > max || value != value) {
                max = value;
                best = (long long) i * width + j;
            }
        }
    }
    return best;
}

template <typename A, typename S> __device__ void max_pool(const S* from, S* values, long long* indices, long long n, const PoolWindow& g) {
    TN_LOOP(i, n) {
        long long plane = i;
        int ox = split(plane, g.out_width), oy = split(plane, g.out_height);
        const S* p = from + plane * g.height * g.width;
        long long best = largest<A>(p, window(oy, g.stride_y, g.pad_y, g.kernel_y, g.dilation_y, g.height),
            window(ox, g.stride_x, g.pad_x, g.kernel_x, g.dilation_x, g.width), g.width);
        values[i] = p[best];
        indices[i] = best;
    }
}

template <typename A, typename S> __device__ void adaptive_max_pool(const S* from, S* values, long long* indices, long long n, const PoolWindow& g) {
    TN_LOOP(i, n) {
        long long plane = i;
        int ox = split(plane, g.out_width), oy = split(plane, g.out_height);
        const S* p = from + plane * g.height * g.width;
        long long best = largest<A>(p, part(oy, g.out_height, g.height), part(ox, g.out_width, g.width), g.width);
        values[i] = p[best];
        indices[i] = best;
    }
}

/* adds each gradient where its maximum was, in the computing type */
template <typename A, typename S>
__device__ void max_pool_backward(const S* grad, const long long* indices, A* to, long long n, long long pooled, long long plane, TnError* error, int op) {
    TN_LOOP(i, n) {
        long long index = indices[i];
        if (tn_in_range(index, plane, 2, error, op)) {
            tn_atomic_add(to, tn_quotient(i, pooled) * plane + index, tn_load<A>(grad, i));
        }
    }
}

/* ---- means ------------------------------------------------------------------------------------------------------------------------------------------------ */

/* how a window's sum is divided: by a given number, by its part inside, or by it as far as the padding goes */
enum { BY_NUMBER, BY_PART, BY_WINDOW };

TN_INLINE long long divisor(const PoolWindow& g, int by, long long number, int oy, int ox, Span y, Span x) {
    if (by == BY_NUMBER) {
        return number;
    }
    if (by == BY_PART) {
        return (long long) (y.last - y.first) * (x.last - x.first);
    }
    int top = oy * g.stride_y - g.pad_y, left = ox * g.stride_x - g.pad_x;
    int bottom = min(top + g.kernel_y, g.height + g.pad_y), right = min(left + g.kernel_x, g.width + g.pad_x);
    return (long long) (bottom - top) * (right - left);
}

TN_INLINE Span rows(const PoolWindow& g, bool adaptive, int oy) {
    return adaptive ? part(oy, g.out_height, g.height) : window(oy, g.stride_y, g.pad_y, g.kernel_y, 1, g.height);
}

TN_INLINE Span columns(const PoolWindow& g, bool adaptive, int ox) {
    return adaptive ? part(ox, g.out_width, g.width) : window(ox, g.stride_x, g.pad_x, g.kernel_x, 1, g.width);
}

/* a window that lies in the padding alone averages nothing */
template <typename A> TN_INLINE A mean(const PoolWindow& g, A sum, int by, long long number, int oy, int ox, Span y, Span x) {
    long long d = y.last <= y.first || x.last <= x.first ? 1 : divisor(g, by, number, oy, ox, y, x);
    return sum / (A) d;
}

template <typename A, typename S>
__device__ void avg_pool(const S* from, S* to, long long n, const PoolWindow& g, bool adaptive, int by, long long number) {
    TN_LOOP(i, n) {
        long long plane = i;
        int ox = split(plane, g.out_width), oy = split(plane, g.out_height);
        const S* p = from + plane * g.height * g.width;
        Span y = rows(g, adaptive, oy), x = columns(g, adaptive, ox);
        A sum = 0;
        for (int iy = y.first; iy < y.last; iy++) {
            for (int ix = x.first; ix < x.last; ix++) {
                sum += tn_load<A>(p, (long long) iy * g.width + ix);
            }
        }
        tn_store(to, i, mean(g, sum, by, number, oy, ox, y, x));
    }
}

/* a warp for each output, for large windows */
template <typename A, typename S>
__device__ void avg_pool_warp(const S* from, S* to, long long n, const PoolWindow& g, bool adaptive, int by, long long number) {
    long long warps = (long long) gridDim.x * (blockDim.x / 32);
    for (long long i = blockIdx.x * (long long) (blockDim.x / 32) + threadIdx.x / 32; i < n; i += warps) {
        long long plane = i;
        int ox = split(plane, g.out_width), oy = split(plane, g.out_height);
        const S* p = from + plane * g.height * g.width;
        Span y = rows(g, adaptive, oy), x = columns(g, adaptive, ox);
        long long across = max(x.last - x.first, 1), places = (long long) max(y.last - y.first, 0) * max(x.last - x.first, 0);
        A sum = 0;
        for (long long k = threadIdx.x % 32; k < places; k += 32) {
            long long row = tn_quotient(k, across);
            sum += tn_load<A>(p, (y.first + row) * g.width + x.first + k - row * across);
        }
        for (int step = 16; step > 0; step /= 2) {
            sum += __shfl_down_sync(0xffffffffu, sum, step);
        }
        if (threadIdx.x % 32 == 0) {
            tn_store(to, i, mean(g, sum, by, number, oy, ox, y, x));
        }
    }
}

/* the windows that hold a place: [first, last) */
TN_INLINE Span holders(int at, bool adaptive, int size, int outs, int stride, int pad, int kernel) {
    Span span = {0, 0, 1};
    if (adaptive) {
        span.first = (int) ((long long) at * outs / size);
        span.last = (int) (((at + 1LL) * outs + size - 1) / size);
    } else {
        int behind = at + pad - kernel + 1;
        span.first = behind > 0 ? (behind + stride - 1) / stride : 0;
        span.last = min((at + pad) / stride + 1, outs);
    }
    return span;
}

template <typename A, typename S>
__device__ void avg_pool_backward(const S* grad, S* to, long long n, const PoolWindow& g, bool adaptive, int by, long long number) {
    TN_LOOP(i, n) {
        long long plane = i;
        int ix = split(plane, g.width), iy = split(plane, g.height);
        const S* p = grad + plane * g.out_height * g.out_width;
        Span y = holders(iy, adaptive, g.height, g.out_height, g.stride_y, g.pad_y, g.kernel_y);
        Span x = holders(ix, adaptive, g.width, g.out_width, g.stride_x, g.pad_x, g.kernel_x);
        A sum = 0;
        for (int oy = y.first; oy < y.last; oy++) {
            for (int ox = x.first; ox < x.last; ox++) {
                sum += tn_load<A>(p, (long long) oy * g.out_width + ox)
                    / (A) divisor(g, by, number, oy, ox, rows(g, adaptive, oy), columns(g, adaptive, ox));
            }
        }
        tn_store(to, i, sum);
    }
}

#define POOL(S, A, SUFFIX) \
    extern "C" __global__ void max_pool_##SUFFIX(const S* from, S* values, long long* indices, long long n, PoolWindow g) { \
        max_pool<A>(from, values, indices, n, g); \
    } \
    extern "C" __global__ void adaptive_max_pool_##SUFFIX(const S* from, S* values, long long* indices, long long n, PoolWindow g) { \
        adaptive_max_pool<A>(from, values, indices, n, g); \
    } \
    extern "C" __global__ void max_pool_backward_##SUFFIX( \
        const S* grad, const long long* indices, A* to, long long n, long long pooled, long long plane, TnError* error, int op) { \
        max_pool_backward(grad, indices, to, n, pooled, plane, error, op); \
    } \
    extern "C" __global__ void avg_pool_##SUFFIX(const S* from, S* to, long long n, PoolWindow g, bool adaptive, int by, long long number) { \
        avg_pool<A>(from, to, n, g, adaptive, by, number); \
    } \
    extern "C" __global__ void avg_pool_warp_##SUFFIX(const S* from, S* to, long long n, PoolWindow g, bool adaptive, int by, long long number) { \
        avg_pool_warp<A>(from, to, n, g, adaptive, by, number); \
    } \
    extern "C" __global__ void avg_pool_backward_##SUFFIX( \
        const S* grad, S* to, long long n, PoolWindow g, bool adaptive, int by, long long number) { \
        avg_pool_backward<A>(grad, to, n, g, adaptive, by, number); \
    }
TN_EACH_NUMBER(POOL)
