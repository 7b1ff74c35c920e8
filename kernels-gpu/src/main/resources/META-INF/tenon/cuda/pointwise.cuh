/* The loops of pointwise operators; tenon.cuh and places.cuh come first. */
#ifndef TENON_POINTWISE_CUH
#define TENON_POINTWISE_CUH

/*
 * A formula F<A> in the computing type A is called with the inputs of one element and gives its results, and has
 *     INPUTS, RESULTS  how many
 *     TRUTHS           the inputs that are stored as truth values, by bit
 *     TRUTH            whether the results are
 *     PACKED           whether it is cheap enough for accesses of several elements to count
 */

/* Where operands lie. An input without an address is one number, whose value is given. */
template <typename A, int N, int M> struct TnOperands {
    const void* input[N];
    void* result[M];
    A value[N];
};

template <bool TRUTH, typename S> struct TnStored { typedef S Type; };
template <typename S> struct TnStored<true, S> { typedef bool Type; };

/* element i of input k */
template <typename F, typename S, typename A, int N, int M> TN_INLINE A tn_input(const TnOperands<A, N, M>& at, int k, long long i) {
    if (at.input[k] == 0) {
        return at.value[k];
    }
    return F::TRUTHS >> k & 1 ? tn_load<A>((const bool*) at.input[k], i) : tn_load<A>((const S*) at.input[k], i);
}

template <typename A, typename T, int V, int N> TN_INLINE void tn_unpack(const void* p, long long i, int k, A (&x)[V][N]) {
    TnPack<T, V> pack = *(const TnPack<T, V>*) ((const T*) p + i);
#pragma unroll
    for (int v = 0; v < V; v++) {
        x[v][k] = TnElement<A, T>::load(pack.element[v]);
    }
}

/* V elements from i on of input k, or one of them repeated */
template <typename F, typename S, typename A, int N, int M, int V>
TN_INLINE void tn_inputs(const TnOperands<A, N, M>& at, int k, long long i, bool single, A (&x)[V][N]) {
    if (single) {
        A one = tn_input<F, S>(at, k, i);
#pragma unroll
        for (int v = 0; v < V; v++) {
            x[v][k] = one;
        }
    } else if (F::TRUTHS >> k & 1) {
        tn_unpack<A, bool>(at.input[k], i, k, x);
    } else {
        tn_unpack<A, S>(at.input[k], i, k, x);
    }
}

/* computes V elements at these places and stores them */
template <typename F, typename S, typename A, int N, int M, int V>
TN_INLINE void tn_elements(const F& formula, const TnOperands<A, N, M>& at, const long long* place, unsigned int singles) {
    typedef typename TnStored<F::TRUTH, S>::Type R;
    A x[V][N], y[V][M];
#pragma unroll
    for (int k = 0; k < N; k++) {
        tn_inputs<F, S>(at, k, place[k], V == 1 || (singles >> k & 1), x);
    }
#pragma unroll
    for (int v = 0; v < V; v++) {
        formula(x[v], y[v]);
    }
#pragma unroll
    for (int m = 0; m < M; m++) {
        TnPack<R, V> pack;
#pragma unroll
        for (int v = 0; v < V; v++) {
            pack.element[v] = TnElement<A, R>::store(y[v][m]);
        }
        *(TnPack<R, V>*) ((R*) at.result[m] + place[N + m]) = pack;
    }
}

/* Operands that lie side by side: packs of elements, then what is left. The inputs among singles are one element each. */
template <typename F, typename S, typename A>
TN_INLINE void tn_contiguous(const F& formula, const TnOperands<A, F::INPUTS, F::RESULTS>& at, unsigned int singles, long long packs,
    long long n) {
    const int N = F::INPUTS, M = F::RESULTS, V = F::PACKED ? TN_PACK(S) : 1;
    long long step = (long long) gridDim.x * blockDim.x, first = blockIdx.x * (long long) blockDim.x + threadIdx.x;
    long long place[N + M];
    if (V > 1) {
        for (long long i = first; i < packs; i += step) {
#pragma unroll
            for (int k = 0; k < N + M; k++) {
                place[k] = k < N && (singles >> k & 1) ? 0 : i * V;
            }
            tn_elements<F, S, A, N, M, V>(formula, at, place, singles);
        }
    }
    for (long long i = packs * V + first; i < n; i += step) {
#pragma unroll
        for (int k = 0; k < N + M; k++) {
            place[k] = k < N && (singles >> k & 1) ? 0 : i;
        }
        tn_elements<F, S, A, N, M, 1>(formula, at, place, singles);
    }
}

/*
 * Operands anywhere, n units of one element or of one pack along the innermost dimension; inputs that are repeated along it are
 * among singles.
 */
template <typename F, typename S, typename A>
TN_INLINE void tn_strided(const F& formula, const TnOperands<A, F::INPUTS, F::RESULTS>& at, unsigned int singles, bool packed, long long n,
    const TnPlaces<F::INPUTS + F::RESULTS>& places) {
    const int N = F::INPUTS, M = F::RESULTS, V = F::PACKED ? TN_PACK(S) : 1;
    long long place[N + M];
    TN_LOOP(i, n) {
        tn_find(places, i, place);
        if (V > 1 && packed) {
            tn_elements<F, S, A, N, M, V>(formula, at, place, singles);
        } else {
            tn_elements<F, S, A, N, M, 1>(formula, at, place, singles);
        }
    }
}

#endif
