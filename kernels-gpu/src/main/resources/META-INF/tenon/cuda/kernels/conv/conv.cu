#include "tenon.cuh"
#include "dev/tenon/spi/Convolution.cuh"

TN_INLINE int taps(const Convolution& g) { return g.kernel_height * g.kernel_width; }
TN_INLINE int group_channels(const Convolution& g) { return g.channels / g.groups; }
TN_INLINE int group_out_channels(const Convolution& g) { return g.out_channels / g.groups; }

/* a = i / n and what remains */
TN_INLINE int split(long long& i, long long n) {
    long long quotient = tn_quotient(i, n);
    int rest = (int) (i - quotient * n);
    i = quotient;
    return rest;
}

/* which output position reads `place` of the padded input at its first tap; -1 if none does */
TN_INLINE int window(int place, int stride, int windows) {
    if (stride > 1) {
        int rest = place % stride;
        place = rest == 0 ? place / stride : -1;
    }
    return place < windows ? place : -1;
}

/* ---- columns for matrix products: row (channel, tap) of `count` images' output positions ---------------------------------------------------------- */

/* columns[row * pitch + image * distance + position] = what the tap reads there, 0 outside of the image; a thread writes all taps of a position */
template <typename S>
__device__ void conv_columns(const S* x, S* columns, const Convolution& g, int count, long long pitch, long long distance, S zero) {
    long long n = (long long) g.channels * count * g.out_height * g.out_width;
    TN_LOOP(i, n) {
        long long c = i;
        int ox = split(c, g.out_width), oy = split(c, g.out_height), image = split(c, count);
        const S* plane = x + (image * (long long) g.channels + c) * g.height * g.width;
        S* to = columns + c * taps(g) * pitch + image * distance + (long long) oy * g.out_width + ox;
        int left = ox * g.stride_x - g.pad_x, iy = oy * g.stride_y - g.pad_y;
        for (int ky = 0; ky < g.kernel_height; ky++, iy += g.dilation_y) {
            bool inside = iy >= 0 && iy < g.height;
            const S* row = plane + (long long) iy * g.width;
            int ix = left;
            for (int kx = 0; kx < g.kernel_width; kx++, ix += g.dilation_x, to += pitch) {
                *to = inside && ix >= 0 && ix < g.width ? row[ix] : zero;
            }
        }
    }
}

/* the adjoint: every input position gathers what taps read there, in addition to what is there if `adds` */
template <typename A, typename S>
__device__ void conv_images(const S* columns, S* gx, const Convolution& g, int count, long long pitch, long long distance, bool adds) {
    long long n = (long long) count * g.channels * g.height * g.width;
    TN_LOOP(i, n) {
        long long image = i;
        int ix = split(image, g.width), iy = split(image, g.height), c = split(image, g.channels);
        const S* from = columns + (long long) c * taps(g) * pitch + image * distance;
        A sum = adds ? tn_load<A>(gx, i) : (A) 0;
        for (int ky = 0; ky < g.kernel_height; ky++) {
            int y = window(iy + g.pad_y - ky * g.dilation_y, g.stride_y, g.out_height);
            for (int kx = 0; y >= 0 && kx < g.kernel_width; kx++) {
                int x = window(ix + g.pad_x - kx * g.dilation_x, g.stride_x, g.out_width);
                if (x >= 0) {
                    sum += tn_load<A>(from, (ky * g.kernel_width + kx) * pitch + (long long) y * g.out_width + x);
                }
            }
        }
        tn_store(gx, i, sum);
    }
}

/* to[image][channel][position] = from[channel][image][position], plus the channel's bias where one is given; or the other way round */
template <typename A, typename S>
__device__ void conv_images_first(const S* from, const S* bias, S* to, int count, long long channels, long long plane) {
    TN_LOOP(i, count * channels * plane) {
        long long rest = tn_quotient(i, plane), p = i - rest * plane, image = tn_quotient(rest, channels), c = rest - image * channels;
        A x = tn_load<A>(from, (c * count + image) * plane + p);
        tn_store(to, i, bias ? x + tn_load<A>(bias, c) : x);
    }
}

template <typename S> __device__ void conv_channels_first(const S* from, S* to, int count, long long channels, long long plane) {
    TN_LOOP(i, count * channels * plane) {
        long long rest = tn_quotient(i, plane), p = i - rest * plane, c = tn_quotient(rest, count), image = rest - c * count;
        to[i] = from[(image * channels + c) * plane + p];
    }
}

template <typename A, typename S> __device__ void conv_bias(S* y, const S* bias, long long n, long long channels, long long plane) {
    TN_LOOP(i, n) {
        long long row = tn_quotient(i, plane), c = row - tn_quotient(row, channels) * channels;
        tn_store(y, i, tn_load<A>(y, i) + tn_load<A>(bias, c));
    }
}

/* the sum of `count` weights, in addition to what is there if `adds` */
template <typename A, typename S> __device__ void conv_weight_total(const S* parts, S* gw, long long n, int count, bool adds) {
    TN_LOOP(i, n) {
        A sum = adds ? tn_load<A>(gw, i) : (A) 0;
        for (int k = 0; k < count; k++) {
            sum += tn_load<A>(parts, k * n + i);
        }
        tn_store(gw, i, sum);
    }
}

/* ---- by the definition: for integers, and where groups are too thin for matrix products ------------------------------------------------------------- */

template <typename A, typename S> __device__ void conv_forward(const S* x, const S* w, const S* bias, S* y, const Convolution& g) {
    int channels = group_channels(g), depth = channels * taps(g);
    long long n = (long long) g.batch * g.out_channels * g.out_height * g.out_width;
    TN_LOOP(i, n) {
        long long rest = i;
        int ox = split(rest, g.out_width), oy = split(rest, g.out_height), o = split(rest, g.out_channels);
        const S* weights = w + (long long) o * depth;
        const S* image = x + (rest * g.channels + (long long) (o / group_out_channels(g)) * channels) * g.height * g.width;
        int top = oy * g.stride_y - g.pad_y, left = ox * g.stride_x - g.pad_x;
        A sum = bias ? tn_load<A>(bias, o) : (A) 0;
        for (int c = 0; c < channels; c++) {
            for (int ky = 0; ky < g.kernel_height; ky++) {
                int iy = top + ky * g.dilation_y;
                for (int kx = 0; iy >= 0 && iy < g.height && kx < g.kernel_width; kx++) {
                    int ix = left + kx * g.dilation_x;
                    if (ix >= 0 && ix < g.width) {
                        sum += tn_load<A>(image, ((long long) c * g.height + iy) * g.width + ix)
                            * tn_load<A>(weights, (c * g.kernel_height + ky) * g.kernel_width + kx);
                    }
                }
            }
        }
        tn_store(y, i, sum);
    }
}

template <typename A, typename S> __device__ void conv_input(const S* grad, const S* w, S* gx, const Convolution& g) {
    int channels = group_channels(g), outs = group_out_channels(g);
    long long n = (long long) g.batch * g.channels * g.height * g.width;
    TN_LOOP(i, n) {
        long long rest = i;
        int ix = split(rest, g.width), iy = split(rest, g.height), c = split(rest, g.channels), group = c / channels;
        A sum = 0;
        for (int ky = 0; ky < g.kernel_height; ky++) {
            int y = window(iy + g.pad_y - ky * g.dilation_y, g.stride_y, g.out_height);
            for (int kx = 0; y >= 0 && kx < g.kernel_width; kx++) {
                int x = window(ix + g.pad_x - kx * g.dilation_x, g.stride_x, g.out_width);
                for (int k = 0; x >= 0 && k < outs; k++) {
                    long long o = (long long) group * outs + k;
                    sum += tn_load<A>(grad, ((rest * g.out_channels + o) * g.out_height + y) * g.out_width + x)
                        * tn_load<A>(w, ((o * channels + c % channels) * g.kernel_height + ky) * g.kernel_width + kx);
                }
            }
        }
        tn_store(gx, i, sum);
    }
}

/* a block for each element of the weight */
template <typename A, typename S> __device__ void conv_weight(const S* x, const S* grad, S* gw, const Convolution& g) {
    int channels = group_channels(g);
    long long elements = (long long) g.out_channels * channels * taps(g), positions = (long long) g.batch * g.out_height * g.out_width;
    for (long long element = blockIdx.x; element < elements; element += gridDim.x) {
        long long rest = element;
        int kx = split(rest, g.kernel_width), ky = split(rest, g.kernel_height), k = split(rest, channels), o = (int) rest;
        int c = o / group_out_channels(g) * channels + k;
        A sum = 0;
        for (long long i = threadIdx.x; i < positions; i += blockDim.x) {
            long long image = i;
            int ox = split(image, g.out_width), oy = split(image, g.out_height);
            int iy = oy * g.stride_y - g.pad_y + ky * g.dilation_y, ix = ox * g.stride_x - g.pad_x + kx * g.dilation_x;
            if (iy >= 0 && iy < g.height && ix >= 0 && ix < g.width) {
                sum += tn_load<A>(x, ((image * g.channels + c) * g.height + iy) * g.width + ix)
                    * tn_load<A>(grad, ((image * g.out_channels + o) * g.out_height + oy) * g.out_width + ox);
            }
        }
        sum = tn_block_fold<TnSum>(sum, (A) 0);
        if (threadIdx.x == 0) {
            tn_store(gw, element, sum);
        }
    }
}

#define CONV(S, A, SUFFIX) \
    extern "C" __global__ void conv_forward_##SUFFIX(const S* x, const S* w, const S* bias, S* y, Convolution g) { \
        conv_forward<A>(x, w, bias, y, g); \
    } \
    extern "C" __global__ void conv_input_##SUFFIX(const S* grad, const S* w, S* gx, Convolution g) { conv_input<A>(grad, w, gx, g); } \
    extern "C" __global__ void conv_weight_##SUFFIX(const S* x, const S* grad, S* gw, Convolution g) { conv_weight<A>(x, grad, gw, g); }
TN_EACH_NUMBER(CONV)

#define CONV_COLUMNS(S, A, SUFFIX) \
    extern "C" __global__ void conv_columns_##SUFFIX(const S* x, S* columns, Convolution g, int count, long long pitch, long long distance) { \
        conv_columns(x, columns, g, count, pitch, distance, TnElement<A, S>::store(0)); \
    } \
    extern "C" __global__ void conv_images_##SUFFIX(const S* columns, S* gx, Convolution g, int count, long long pitch, long long distance, bool adds) { \
        conv_images<A>(columns, gx, g, count, pitch, distance, adds); \
    } \
    extern "C" __global__ void conv_images_first_##SUFFIX( \
        const S* from, const S* bias, S* to, int count, long long channels, long long plane) { \
        conv_images_first<A>(from, bias, to, count, channels, plane); \
    } \
    extern "C" __global__ void conv_channels_first_##SUFFIX(const S* from, S* to, int count, long long channels, long long plane) { \
        conv_channels_first(from, to, count, channels, plane); \
    } \
    extern "C" __global__ void conv_bias_##SUFFIX(S* y, const S* bias, long long n, long long channels, long long plane) { \
        conv_bias<A>(y, bias, n, channels, plane); \
    } \
    extern "C" __global__ void conv_weight_total_##SUFFIX(const S* parts, S* gw, long long n, int count, bool adds) { \
        conv_weight_total<A>(parts, gw, n, count, adds); \
    }
TN_EACH_FLOATING(CONV_COLUMNS)
