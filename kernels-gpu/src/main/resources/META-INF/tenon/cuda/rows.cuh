/* Rows of elements that one warp or one block keeps in registers: E of them for each thread. */
#ifndef TENON_ROWS_CUH
#define TENON_ROWS_CUH

#define TN_INFINITY(A) ((A) __uint_as_float(0x7f800000u))
#define TN_NAN(A) ((A) __uint_as_float(0x7fc00000u))

/* as many elements as one access of 16 bytes moves */
template <typename S> struct alignas(16) TnPack { S v[16 / sizeof(S)]; };

/* the place in a row of a thread's element e; in packs, a thread holds neighbours */
template <typename S> TN_INLINE int tn_place(int e, int thread, int threads, bool packed) {
    const int V = 16 / sizeof(S);
    return packed ? (e / V * threads + thread) * V + e % V : e * threads + thread;
}

/* reads a row of n elements; places behind its end get the fill */
template <int E, typename A, typename S> TN_INLINE void tn_row_load(A (&x)[E], const S* p, int n, int thread, int threads, bool packed, A fill) {
    const int V = 16 / sizeof(S);
    if (packed && E >= V) {
        _Pragma("unroll") for (int k = 0; k < E / V; k++) {
            int at = (k * threads + thread) * V;
            if (at < n) {
                TnPack<S> pack = *(const TnPack<S>*) (p + at);
                _Pragma("unroll") for (int j = 0; j < V; j++) { x[(k * V + j) % E] = TnElement<A, S>::load(pack.v[j]); }
            } else {
                _Pragma("unroll") for (int j = 0; j < V; j++) { x[(k * V + j) % E] = fill; }
            }
        }
    } else {
        _Pragma("unroll") for (int e = 0; e < E; e++) {
            int at = e * threads + thread;
            x[e] = at < n ? tn_load<A>(p, at) : fill;
        }
    }
}

template <int E, typename A, typename S> TN_INLINE void tn_row_store(S* p, const A (&x)[E], int n, int thread, int threads, bool packed) {
    const int V = 16 / sizeof(S);
    if (packed && E >= V) {
        _Pragma("unroll") for (int k = 0; k < E / V; k++) {
            int at = (k * threads + thread) * V;
            if (at < n) {
                TnPack<S> pack;
                _Pragma("unroll") for (int j = 0; j < V; j++) { pack.v[j] = TnElement<A, S>::store(x[(k * V + j) % E]); }
                *(TnPack<S>*) (p + at) = pack;
            }
        }
    } else {
        _Pragma("unroll") for (int e = 0; e < E; e++) {
            int at = e * threads + thread;
            if (at < n) {
                tn_store(p, at, x[e]);
            }
        }
    }
}

/* the fold of every lane's value, known to all lanes of the warp */
template <typename F, typename A> TN_INLINE A tn_warp_fold(A value) {
    _Pragma("unroll") for (int step = 16; step > 0; step /= 2) {
        value = F::of(value, __shfl_xor_sync(0xffffffffu, value, step));
    }
    return value;
}

/* the fold over whoever shares a row: a warp, or the block */
template <bool WARP, typename F, typename A> TN_INLINE A tn_row_fold(A value, A identity) {
    return WARP ? tn_warp_fold<F>(value) : tn_block_fold<F>(value, identity);
}

/* ---- the sum of exponentials of a row that is read once: relative to the largest element so far, rescaled when a larger one comes -------- */

template <typename A> struct TnExpSum {
    A max, sum;
};

/* exp(x - max), where negative infinity is no element at all */
template <typename A> TN_INLINE A tn_exp_below(A x, A max) { return x == -TN_INFINITY(A) ? (A) 0 : (A) exp(x - max); }

template <typename A> TN_INLINE void tn_exp_sum_merge(TnExpSum<A>& a, A max, A sum) {
    A larger = TnMax::of(a.max, max);
    a.sum = a.sum * tn_exp_below(a.max, larger) + sum * tn_exp_below(max, larger);
    a.max = larger;
}

/* of the elements from `first` on, `step` apart, each `stride` from the next */
template <typename A, typename S> TN_INLINE TnExpSum<A> tn_exp_sum(const S* p, long long first, long long n, long long step, long long stride) {
    const int BATCH = 8;
    TnExpSum<A> total = {-TN_INFINITY(A), 0};
    for (long long i = first; i < n; i += BATCH * step) {
        A x[BATCH], max = -TN_INFINITY(A), sum = 0;
        _Pragma("unroll") for (int j = 0; j < BATCH; j++) {
            x[j] = i + j * step < n ? tn_load<A>(p, (i + j * step) * stride) : -TN_INFINITY(A);
            max = TnMax::of(max, x[j]);
        }
        _Pragma("unroll") for (int j = 0; j < BATCH; j++) { sum += tn_exp_below(x[j], max); }
        tn_exp_sum_merge(total, max, sum);
    }
    return total;
}

/* of a whole row, from the parts of those who share it; NaN for a row of nothing but negative infinity */
template <bool WARP, typename A> TN_INLINE TnExpSum<A> tn_exp_sum_fold(TnExpSum<A> part) {
    TnExpSum<A> total;
    total.max = tn_row_fold<WARP, TnMax>(part.max, -TN_INFINITY(A));
    total.sum = tn_row_fold<WARP, TnSum>(part.sum * tn_exp_below(part.max, total.max), (A) 0);
    if (total.max == -TN_INFINITY(A)) {
        total.sum = TN_NAN(A);
    }
    return total;
}

#endif
