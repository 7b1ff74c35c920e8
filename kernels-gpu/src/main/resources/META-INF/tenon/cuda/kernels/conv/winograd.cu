#include "tenon.cuh"

/*
 * Convolutions of 3 x 3 taps by Winograd's minimal filtering F(2 x 2, 3 x 3), as Lavin and Gray (2016) do. An output plane is cut into
 * tiles of 2 x 2, each computed from 4 x 4 inputs d and the taps g as Y = A'[(G g G') o (B' d B)]A with the elementwise product o, which
 * over channels is one matrix product for each of the 16 elements. The gradient of g is the adjoint, G'[sum of (A dY A') o (B' d B)]G.
 *
 *     B' = 1  0 -1  0      G =  1    0    0       A' = 1  1  1  0
 *          0  1  1  0          1/2  1/2  1/2           0  1 -1 -1
 *          0 -1  1  0          1/2 -1/2  1/2
 *          0  1  0 -1           0    0    1
 *
 * Transformed tiles are [groups, 16, channels, images of a group, tiles of an image]: neighbouring threads take neighbouring tiles. Places
 * of images that a last group lacks hold zeros.
 */

/* a batch of planes, and how they are cut into tiles */
struct Planes {
    int images, channels, height, width, pad_y, pad_x, down, across, group_images, unused;
};

/* where one thread's tile is */
struct Tile {
    long long place, step, plane;
    int y, x, channel;
    bool is_image;
};

/* tile i of [channels, images, down, across]; outputs begin at (2 y, 2 x) */
TN_INLINE Tile tile_of(const Planes& g, long long i) {
    long long tiles = (long long) g.down * g.across, whole = (long long) g.group_images * tiles;
    long long rest = tn_quotient(i, g.across), row = tn_quotient(rest, g.down);
    int groups = (g.images + g.group_images - 1) / g.group_images, images = groups * g.group_images;
    Tile tile;
    tile.x = (int) (i - rest * g.across);
    tile.y = (int) (rest - row * g.down);
    tile.channel = (int) tn_quotient(row, images);
    int image = (int) (row - (long long) tile.channel * images), group = image / g.group_images;
    tile.is_image = image < g.images;
    tile.plane = ((long long) image * g.channels + tile.channel) * g.height * g.width;
    tile.step = g.channels * whole;
    tile.place = group * 16 * tile.step + tile.channel * whole + (image - group * g.group_images) * tiles
        + (long long) tile.y * g.across + tile.x;
    return tile;
}

TN_INLINE long long tiles_of(const Planes& g) {
    int groups = (g.images + g.group_images - 1) / g.group_images;
    return (long long) g.channels * groups * g.group_images * g.down * g.across;
}

/* p = B' d B of the inputs around each tile, zeros outside of the plane */
template <typename A> __device__ void spread_inputs(const A* x, A* p, const Planes& g) {
    TN_LOOP(i, tiles_of(g)) {
        Tile tile = tile_of(g, i);
        int top = 2 * tile.y - g.pad_y, left = 2 * tile.x - g.pad_x;
        A d[4][4], t[4][4];
#pragma unroll
        for (int r = 0; r < 4; r++) {
            bool inside = tile.is_image && top + r >= 0 && top + r < g.height;
            const A* row = x + tile.plane + (long long) (top + r) * g.width;
#pragma unroll
            for (int c = 0; c < 4; c++) {
                d[r][c] = inside && left + c >= 0 && left + c < g.width ? row[left + c] : (A) 0;
            }
        }
#pragma unroll
        for (int c = 0; c < 4; c++) {
            t[0][c] = d[0][c] - d[2][c];
            t[1][c] = d[1][c] + d[2][c];
            t[2][c] = d[2][c] - d[1][c];
            t[3][c] = d[1][c] - d[3][c];
        }
        A* to = p + tile.place;
#pragma unroll
        for (int r = 0; r < 4; r++, to += 4 * tile.step) {
            to[0] = t[r][0] - t[r][2];
            to[tile.step] = t[r][1] + t[r][2];
            to[2 * tile.step] = t[r][2] - t[r][1];
            to[3 * tile.step] = t[r][1] - t[r][3];
        }
    }
}

/* p = A dY A' of each tile's gradients, zeros outside of the plane */
template <typename A> __device__ void spread_outputs(const A* grad, A* p, const Planes& g) {
    TN_LOOP(i, tiles_of(g)) {
        Tile tile = tile_of(g, i);
        A d[2][2], t[4][2];
#pragma unroll
        for (int r = 0; r < 2; r++) {
#pragma unroll
            for (int c = 0; c < 2; c++) {
                int y = 2 * tile.y + r, x = 2 * tile.x + c;
                d[r][c] = tile.is_image && y < g.height && x < g.width ? grad[tile.plane + (long long) y * g.width + x] : (A) 0;
            }
        }
#pragma unroll
        for (int c = 0; c < 2; c++) {
            t[0][c] = d[0][c];
            t[1][c] = d[0][c] + d[1][c];
            t[2][c] = d[0][c] - d[1][c];
            t[3][c] = -d[1][c];
        }
        A* to = p + tile.place;
#pragma unroll
        for (int r = 0; r < 4; r++, to += 4 * tile.step) {
            to[0] = t[r][0];
            to[tile.step] = t[r][0] + t[r][1];
            to[2 * tile.step] = t[r][0] - t[r][1];
            to[3 * tile.step] = -t[r][1];
        }
    }
}

/* y = A' p A, and the channel's bias where one is given */
template <typename A> __device__ void gather_outputs(const A* p, const A* bias, A* y, const Planes& g) {
    TN_LOOP(i, tiles_of(g)) {
        Tile tile = tile_of(g, i);
        if (!tile.is_image) {
            continue;
        }
        A s[2][4];
        const A* from = p + tile.place;
#pragma unroll
        for (int c = 0; c < 4; c++, from += tile.step) {
            A m1 = from[4 * tile.step], m2 = from[8 * tile.step];
            s[0][c] = from[0] + m1 + m2;
            s[1][c] = m1 - m2 - from[12 * tile.step];
        }
        A plus = bias ? bias[tile.channel] : (A) 0;
#pragma unroll
        for (int r = 0; r < 2; r++) {
            A* row = y + tile.plane + (long long) (2 * tile.y + r) * g.width + 2 * tile.x;
            if (2 * tile.y + r < g.height) {
                row[0] = s[r][0] + s[r][1] + s[r][2] + plus;
                if (2 * tile.x + 1 < g.width) {
                    row[1] = s[r][1] - s[r][2] - s[r][3] + plus;
                }
            }
        }
    }
}

/* p[16][outs][channels] = G g G' of the taps w [outs, channels, 3, 3]; turned: [16][channels][outs], of the taps in reverse */
template <typename A> __device__ void spread_taps(const A* w, A* p, int outs, int channels, bool turned) {
    long long n = (long long) outs * channels;
    TN_LOOP(i, n) {
        A g[3][3], t[4][3];
#pragma unroll
        for (int k = 0; k < 9; k++) {
            g[k / 3][k % 3] = w[i * 9 + (turned ? 8 - k : k)];
        }
#pragma unroll
        for (int c = 0; c < 3; c++) {
            A even = (g[0][c] + g[2][c]) / 2, odd = g[1][c] / 2;
            t[0][c] = g[0][c];
            t[1][c] = even + odd;
            t[2][c] = even - odd;
            t[3][c] = g[2][c];
        }
        long long out = tn_quotient(i, channels);
        A* to = p + (turned ? (i - out * channels) * outs + out : i);
#pragma unroll
        for (int r = 0; r < 4; r++, to += 4 * n) {
            A even = (t[r][0] + t[r][2]) / 2, odd = t[r][1] / 2;
            to[0] = t[r][0];
            to[n] = even + odd;
            to[2 * n] = even - odd;
            to[3 * n] = t[r][2];
        }
    }
}

/* w = G' p G of the sums over groups of p [groups, 16, n] */
template <typename A> __device__ void gather_taps(const A* p, A* w, long long n, int groups) {
    TN_LOOP(i, n) {
        A m[4][4];
#pragma unroll
        for (int k = 0; k < 16; k++) {
            A sum = 0;
            for (int group = 0; group < groups; group++) {
                sum += p[(group * 16 + k) * n + i];
            }
            m[k / 4][k % 4] = sum;
        }
        A t[3][4];
#pragma unroll
        for (int c = 0; c < 4; c++) {
            A even = (m[1][c] + m[2][c]) / 2;
            t[0][c] = m[0][c] + even;
            t[1][c] = (m[1][c] - m[2][c]) / 2;
            t[2][c] = even + m[3][c];
        }
#pragma unroll
        for (int r = 0; r < 3; r++) {
            A even = (t[r][1] + t[r][2]) / 2;
            w[i * 9 + r * 3] = t[r][0] + even;
            w[i * 9 + r * 3 + 1] = (t[r][1] - t[r][2]) / 2;
            w[i * 9 + r * 3 + 2] = even + t[r][3];
        }
    }
}

#define WINOGRAD(S, A, SUFFIX) \
    extern "C" __global__ void winograd_inputs_##SUFFIX(const A* x, A* p, Planes g) { spread_inputs(x, p, g); } \
    extern "C" __global__ void winograd_outputs_##SUFFIX(const A* p, const A* bias, A* y, Planes g) { gather_outputs(p, bias, y, g); } \
    extern "C" __global__ void winograd_gradients_##SUFFIX(const A* grad, A* p, Planes g) { spread_outputs(grad, p, g); } \
    extern "C" __global__ void winograd_taps_##SUFFIX(const A* w, A* p, int outs, int channels, bool turned) { \
        spread_taps(w, p, outs, channels, turned); \
    } \
    extern "C" __global__ void winograd_taps_total_##SUFFIX(const A* p, A* w, long long n, int groups) { gather_taps(p, w, n, groups); }
TN_IF_float64(WINOGRAD) TN_IF_float32(WINOGRAD)
