#include "tenon.cuh"
#include "dev/tenon/gpu/kernels/attention/Attention.cuh"

/* Attention tile by tile, as Dao et al. (2022) do: there is never more of the matrix of weights than one tile. Blocks have 16 x 16 threads, each
   of which computes the R x R elements of a tile at rows y + 16 i and columns x + 16 j. */

enum { SIDE = 16, THREADS = SIDE * SIDE, DEEP = 32, PANELS = 2 };

template <typename A> struct TileSize { enum { R = 4 }; };
template <> struct TileSize<double> { enum { R = 2 }; };

template <typename A> TN_INLINE A infinity() { return (A) __uint_as_float(0x7f800000u); }

/* the parts of shared memory: two tiles of operands and one of weights */
template <typename A, int R> struct Tiles {
    A a[SIDE * R * (DEEP + 1)], b[SIDE * R * (DEEP + 1)], weights[SIDE * R * (SIDE * R + 1)];
};

/* a tile's rows, which lie `pitch` elements apart, DEEP of their columns from `column` on; zeros outside */
template <int R, typename A, typename S>
TN_INLINE void load_rows(A* tile, const S* p, long long pitch, long long row, long long rows, long long column, long long columns) {
    for (int i = threadIdx.x; i < SIDE * R * DEEP; i += THREADS) {
        long long r = row + i / DEEP, c = column + i % DEEP;
        tile[i / DEEP * (DEEP + 1) + i % DEEP] = r < rows && c < columns ? tn_load<A>(p, r * pitch + c) : (A) 0;
    }
}

/* DEEP rows from `row` on, a tile's columns from `column` on; zeros outside */
template <int R, typename A, typename S>
TN_INLINE void load_columns(A* tile, const S* p, long long pitch, long long row, long long rows, long long column, long long columns) {
    const int T = SIDE * R;
    for (int i = threadIdx.x; i < DEEP * T; i += THREADS) {
        long long r = row + i / T, c = column + i % T;
        tile[i] = r < rows && c < columns ? tn_load<A>(p, r * pitch + c) : (A) 0;
    }
}

/* products of the rows of two operands, over all columns */
template <int R, typename A, typename S>
TN_INLINE void dot_rows(A (&sums)[R][R], Tiles<A, R>& tiles, const S* a, long long row_a, long long rows_a, const S* b, long long row_b,
    long long rows_b, long long pitch, long long columns) {
    int x = threadIdx.x % SIDE, y = threadIdx.x / SIDE;
    _Pragma("unroll") for (int i = 0; i < R; i++) {
        _Pragma("unroll") for (int j = 0; j < R; j++) { sums[i][j] = 0; }
    }
    for (long long column = 0; column < columns; column += DEEP) {
        __syncthreads();
        load_rows<R>(tiles.a, a, pitch, row_a, rows_a, column, columns);
        load_rows<R>(tiles.b, b, pitch, row_b, rows_b, column, columns);
        __syncthreads();
        _Pragma("unroll 8") for (int k = 0; k < DEEP; k++) {
            A left[R], right[R];
            _Pragma("unroll") for (int i = 0; i < R; i++) {
                left[i] = tiles.a[(y + SIDE * i) * (DEEP + 1) + k];
                right[i] = tiles.b[(x + SIDE * i) * (DEEP + 1) + k];
            }
            _Pragma("unroll") for (int i = 0; i < R; i++) {
                _Pragma("unroll") for (int j = 0; j < R; j++) { sums[i][j] += left[i] * right[j]; }
            }
        }
    }
}

/* adds the product of the tile of weights, or of its transpose, with rows of an operand */
template <bool TRANSPOSED, int R, typename A, typename S>
TN_INLINE void add_rows(A (&sums)[R][R], Tiles<A, R>& tiles, const S* p, long long pitch, long long row, long long rows, long long column,
    long long columns) {
    const int T = SIDE * R, DOWN = TRANSPOSED ? 1 : T + 1, ACROSS = TRANSPOSED ? T + 1 : 1;
    int x = threadIdx.x % SIDE, y = threadIdx.x / SIDE;
    for (int first = 0; first < T; first += DEEP) {
        __syncthreads();
        load_columns<R>(tiles.b, p, pitch, row + first, rows, column, columns);
        __syncthreads();
        _Pragma("unroll 8") for (int k = 0; k < DEEP; k++) {
            A left[R], right[R];
            _Pragma("unroll") for (int i = 0; i < R; i++) {
                left[i] = tiles.weights[(y + SIDE * i) * DOWN + (first + k) * ACROSS];
                right[i] = tiles.b[k * T + x + SIDE * i];
            }
            _Pragma("unroll") for (int i = 0; i < R; i++) {
                _Pragma("unroll") for (int j = 0; j < R; j++) { sums[i][j] += left[i] * right[j]; }
            }
        }
    }
}

template <int R, typename A, typename S>
TN_INLINE void store_tile(S* p, const A (&sums)[R][R], A factor, long long pitch, long long row, long long rows, long long column,
    long long columns) {
    int x = threadIdx.x % SIDE, y = threadIdx.x / SIDE;
    for (int i = 0; i < R; i++) {
        for (int j = 0; j < R; j++) {
            long long r = row + y + SIDE * i, c = column + x + SIDE * j;
            if (r < rows && c < columns) {
                tn_store(p, r * pitch + c, sums[i][j] * factor);
            }
        }
    }
}

/* fills the tile of weights */
template <int R, typename A> TN_INLINE void keep_weights(Tiles<A, R>& tiles, const A (&weights)[R][R]) {
    int x = threadIdx.x % SIDE, y = threadIdx.x / SIDE;
    __syncthreads();
    _Pragma("unroll") for (int i = 0; i < R; i++) {
        _Pragma("unroll") for (int j = 0; j < R; j++) { tiles.weights[(y + SIDE * i) * (SIDE * R + 1) + x + SIDE * j] = weights[i][j]; }
    }
}

/* products become scores: scaled, masked, and negative infinity where the query does not see the key */
template <int R, typename A> TN_INLINE void to_scores(A (&s)[R][R], const Attention& g, const A* mask, long long query, long long key) {
    int x = threadIdx.x % SIDE, y = threadIdx.x / SIDE;
    _Pragma("unroll") for (int i = 0; i < R; i++) {
        _Pragma("unroll") for (int j = 0; j < R; j++) {
            long long q = query + y + SIDE * i, k = key + x + SIDE * j;
            bool seen = q < g.queries && k < g.keys && (!g.causal || k <= q);
            s[i][j] = seen ? s[i][j] * (A) g.scale + (mask ? mask[q * g.keys + k] : (A) 0) : -infinity<A>();
        }
    }
}

/* Where the rows of a block's head begin among [batch, rows, heads, width], and the mask of that head: blockIdx.x counts heads, and tiles in them. */
TN_INLINE long long head_of(const Attention& g, long long rows, long long width) {
    long long i = blockIdx.x / g.tiles;
    return i / g.heads * rows * g.heads * width + i % g.heads * width;
}

template <typename A> TN_INLINE const A* mask_of(const A* mask, const Attention& g) {
    long long i = blockIdx.x / g.tiles;
    return mask ? mask + i / g.heads * g.mask_batch + i % g.heads * g.mask_head : mask;
}

template <typename A> TN_INLINE A exp_below(A x, A max) { return x == -infinity<A>() ? (A) 0 : (A) exp(x - max); }

/* the fold over the 16 threads that share a row of tiles */
template <typename F, typename A> TN_INLINE A fold_row(A value) {
    _Pragma("unroll") for (int step = SIDE / 2; step > 0; step /= 2) { value = F::of(value, __shfl_xor_sync(0xffffffffu, value, step)); }
    return value;
}

/* One tile of queries with all keys. The sums over the keys so far are kept for the largest score so far, and rescaled when a larger one comes. */
template <int R, typename A, typename S>
__device__ void attend(const S* query, const S* key, const S* value, const A* mask, S* output, A* log_sum, const Attention& g) {
    const int T = SIDE * R;
    __shared__ Tiles<A, R> tiles;
    int x = threadIdx.x % SIDE, y = threadIdx.x / SIDE;
    long long b = blockIdx.x / g.tiles, row = blockIdx.x % g.tiles * (long long) T, panel = blockIdx.y * (long long) PANELS * T;
    query += head_of(g, g.queries, g.width);
    key += head_of(g, g.keys, g.width);
    value += head_of(g, g.keys, g.value_width);
    output += head_of(g, g.queries, g.value_width);
    mask = mask_of(mask, g);
    long long pitch = g.heads * g.width, value_pitch = g.heads * g.value_width;
    A sums[PANELS][R][R], largest[R], total[R];
    for (int i = 0; i < R; i++) {
        largest[i] = -infinity<A>();
        total[i] = 0;
        for (int j = 0; j < PANELS * R; j++) {
            sums[j / R][i][j % R] = 0;
        }
    }
    long long reach = g.causal ? min(g.keys, row + T) : g.keys;
    for (long long k = 0; k < reach; k += T) {
        A s[R][R];
        dot_rows<R>(s, tiles, query, row, g.queries, key, k, g.keys, pitch, g.width);
        to_scores<R>(s, g, mask, row, k);
        _Pragma("unroll") for (int i = 0; i < R; i++) {
            A max = largest[i], sum = 0;
            _Pragma("unroll") for (int j = 0; j < R; j++) { max = TnMax::of(max, s[i][j]); }
            max = fold_row<TnMax>(max);
            _Pragma("unroll") for (int j = 0; j < R; j++) {
                s[i][j] = exp_below(s[i][j], max);
                sum += s[i][j];
            }
            A factor = exp_below(largest[i], max);
            total[i] = total[i] * factor + fold_row<TnSum>(sum);
            largest[i] = max;
            _Pragma("unroll") for (int j = 0; j < PANELS * R; j++) { sums[j / R][i][j % R] *= factor; }
        }
        keep_weights<R>(tiles, s);
        _Pragma("unroll") for (int p = 0; p < PANELS; p++) {
            if (panel + p * T < g.value_width) {
                add_rows<false, R>(sums[p], tiles, value, value_pitch, k, g.keys, panel + p * T, g.value_width);
            }
        }
    }
    _Pragma("unroll") for (int i = 0; i < R; i++) {
        A factor = total[i] == 0 ? (A) 0 : 1 / total[i];
        _Pragma("unroll") for (int j = 0; j < PANELS * R; j++) { sums[j / R][i][j % R] *= factor; }
        long long r = row + y + SIDE * i;
        if (x == 0 && blockIdx.y == 0 && r < g.queries) {
            log_sum[b * g.queries + r] = largest[i] + (A) log(total[i]);
        }
    }
    _Pragma("unroll") for (int p = 0; p < PANELS; p++) {
        store_tile<R>(output, sums[p], (A) 1, value_pitch, row, g.queries, panel + p * T, g.value_width);
    }
}

/* ---- gradients: the weights of each tile are computed again from the scores and the logarithms of their sums --------------------------------------- */

/* the sum of gradient times output of every query of every head, a warp for each */
template <typename A, typename S>
__device__ void attend_along(const S* grad, const S* output, A* along, long long rows, long long queries, long long heads, long long n) {
    long long row = blockIdx.x * (long long) (blockDim.x / 32) + threadIdx.x / 32;
    if (row < rows) {
        long long head = row / queries, first = ((head / heads * queries + row % queries) * heads + head % heads) * n;
        A sum = 0;
        for (long long i = first + threadIdx.x % 32; i < first + n; i += 32) {
            sum += tn_load<A>(grad, i) * tn_load<A>(output, i);
        }
        for (int step = 16; step > 0; step /= 2) {
            sum += __shfl_down_sync(0xffffffffu, sum, step);
        }
        if (threadIdx.x % 32 == 0) {
            along[row] = sum;
        }
    }
}

/* where the operands of one head are */
template <typename A, typename S> struct Slopes {
    const S *grad, *query, *key, *value;
    const A *mask, *log_sum, *along;
};

template <typename A, typename S>
TN_INLINE Slopes<A, S> slopes_of(const S* grad, const S* query, const S* key, const S* value, const A* mask, const A* log_sum, const A* along,
    const Attention& g) {
    long long head = blockIdx.x / g.tiles;
    Slopes<A, S> at = {grad + head_of(g, g.queries, g.value_width), query + head_of(g, g.queries, g.width), key + head_of(g, g.keys, g.width),
        value + head_of(g, g.keys, g.value_width), mask_of(mask, g), log_sum + head * g.queries, along + head * g.queries};
    return at;
}

/* the weights of a tile, and the gradients of its scores */
template <int R, typename A, typename S>
TN_INLINE void weigh_again(A (&weights)[R][R], A (&slopes)[R][R], Tiles<A, R>& tiles, const Slopes<A, S>& at, const Attention& g, long long query,
    long long key) {
    int y = threadIdx.x / SIDE;
    dot_rows<R>(weights, tiles, at.query, query, g.queries, at.key, key, g.keys, g.heads * g.width, g.width);
    to_scores<R>(weights, g, at.mask, query, key);
    dot_rows<R>(slopes, tiles, at.grad, query, g.queries, at.value, key, g.keys, g.heads * g.value_width, g.value_width);
    _Pragma("unroll") for (int i = 0; i < R; i++) {
        long long q = query + y + SIDE * i;
        A log_sum = q < g.queries ? at.log_sum[q] : -infinity<A>(), along = q < g.queries ? at.along[q] : (A) 0;
        _Pragma("unroll") for (int j = 0; j < R; j++) {
            A w = log_sum == -infinity<A>() ? (A) 0 : exp_below(weights[i][j], log_sum);
            slopes[i][j] = w == 0 ? (A) 0 : w * (slopes[i][j] - along);
            weights[i][j] = w;
        }
    }
}

/* a tile of keys with all queries */
template <int R, typename A, typename S>
__device__ void attend_backward_keys(const S* grad, const S* query, const S* key, const S* value, const A* mask, const A* log_sum, const A* along,
    S* grad_key, S* grad_value, const Attention& g) {
    const int T = SIDE * R;
    __shared__ Tiles<A, R> tiles;
    long long row = blockIdx.x % g.tiles * (long long) T, panel = blockIdx.y * (long long) T;
    long long pitch = g.heads * g.width, value_pitch = g.heads * g.value_width;
    Slopes<A, S> at = slopes_of(grad, query, key, value, mask, log_sum, along, g);
    A keys[R][R], values[R][R];
    for (int i = 0; i < R; i++) {
        for (int j = 0; j < R; j++) {
            keys[i][j] = 0;
            values[i][j] = 0;
        }
    }
    for (long long q = g.causal ? row : 0; q < g.queries; q += T) {
        A weights[R][R], slopes[R][R];
        weigh_again<R>(weights, slopes, tiles, at, g, q, row);
        keep_weights<R>(tiles, weights);
        if (panel < g.value_width) {
            add_rows<true, R>(values, tiles, at.grad, value_pitch, q, g.queries, panel, g.value_width);
        }
        keep_weights<R>(tiles, slopes);
        if (panel < g.width) {
            add_rows<true, R>(keys, tiles, at.query, pitch, q, g.queries, panel, g.width);
        }
    }
    store_tile<R>(grad_key + head_of(g, g.keys, g.width), keys, (A) g.scale, pitch, row, g.keys, panel, g.width);
    store_tile<R>(grad_value + head_of(g, g.keys, g.value_width), values, (A) 1, value_pitch, row, g.keys, panel, g.value_width);
}

/* a tile of queries with all keys */
template <int R, typename A, typename S>
__device__ void attend_backward_queries(const S* grad, const S* query, const S* key, const S* value, const A* mask, const A* log_sum,
    const A* along, S* grad_query, const Attention& g) {
    const int T = SIDE * R;
    __shared__ Tiles<A, R> tiles;
    long long row = blockIdx.x % g.tiles * (long long) T, panel = blockIdx.y * (long long) T;
    long long pitch = g.heads * g.width;
    Slopes<A, S> at = slopes_of(grad, query, key, value, mask, log_sum, along, g);
    A queries[R][R];
    for (int i = 0; i < R; i++) {
        for (int j = 0; j < R; j++) {
            queries[i][j] = 0;
        }
    }
    long long reach = g.causal ? min(g.keys, row + T) : g.keys;
    for (long long k = 0; k < reach; k += T) {
        A weights[R][R], slopes[R][R];
        weigh_again<R>(weights, slopes, tiles, at, g, row, k);
        keep_weights<R>(tiles, slopes);
        add_rows<false, R>(queries, tiles, at.key, pitch, k, g.keys, panel, g.width);
    }
    store_tile<R>(grad_query + head_of(g, g.queries, g.width), queries, (A) g.scale, pitch, row, g.queries, panel, g.width);
}

#define ATTENTION(S, A, SUFFIX) \
    extern "C" __global__ void __launch_bounds__(THREADS) attend_##SUFFIX( \
        const S* query, const S* key, const S* value, const A* mask, S* output, A* log_sum, Attention g) { \
        attend<TileSize<A>::R>(query, key, value, mask, output, log_sum, g); \
    } \
    extern "C" __global__ void attend_along_##SUFFIX( \
        const S* grad, const S* output, A* along, long long rows, long long queries, long long heads, long long n) { \
        attend_along(grad, output, along, rows, queries, heads, n); \
    } \
    extern "C" __global__ void __launch_bounds__(THREADS) attend_backward_keys_##SUFFIX(const S* grad, const S* query, const S* key, \
        const S* value, const A* mask, const A* log_sum, const A* along, S* grad_key, S* grad_value, Attention g) { \
        attend_backward_keys<TileSize<A>::R>(grad, query, key, value, mask, log_sum, along, grad_key, grad_value, g); \
    } \
    extern "C" __global__ void __launch_bounds__(THREADS) attend_backward_queries_##SUFFIX(const S* grad, const S* query, const S* key, \
        const S* value, const A* mask, const A* log_sum, const A* along, S* grad_query, Attention g) { \
        attend_backward_queries<TileSize<A>::R>(grad, query, key, value, mask, log_sum, along, grad_query, g); \
    }
TN_EACH_FLOATING(ATTENTION)
