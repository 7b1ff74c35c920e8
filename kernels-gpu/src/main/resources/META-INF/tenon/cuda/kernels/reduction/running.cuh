/*
 * Running folds along rows and columns. A fold F has a type T of what is carried, an identity, and of(a, b), where a comes first: it need
 * not be commutative. Elements has load(i), and store(i, value).
 */

TN_INLINE double shifted(double v, int step) { return __shfl_up_sync(0xffffffffu, v, step); }
TN_INLINE long long shifted(long long v, int step) { return __shfl_up_sync(0xffffffffu, v, step); }

/*
 * A block takes one chunk of a row. In a first pass, when a row has several chunks, the fold of each is left in totals; in a second one the
 * chunks before a chunk are what it starts from. One chunk for a row needs no first pass and no totals.
 */
template <typename F, typename Elements> __device__ void running_rows(const Elements& elements, typename F::T* totals, long long rows,
    long long n, long long chunk, bool first) {
    typedef typename F::T T;
    __shared__ T folded[32];
    int lane = threadIdx.x % 32, warp = threadIdx.x / 32, warps = blockDim.x / 32;
    long long chunks = (n + chunk - 1) / chunk;
    for (long long t = blockIdx.x; t < rows * chunks; t += gridDim.x) {
        long long row = tn_quotient(t, chunks), begin = (t - row * chunks) * chunk, end = begin + chunk < n ? begin + chunk : n;
        T carried = F::identity();
        for (long long before = row * chunks; totals && !first && before < t; before++) {
            carried = F::of(carried, totals[before]);
        }
        for (long long at = begin; at < end; at += blockDim.x) {
            long long i = at + threadIdx.x;
            T value = i < end ? elements.load(row * n + i, i) : F::identity();
            for (int step = 1; step < 32; step *= 2) {
                T earlier = shifted(value, step);
                value = lane >= step ? F::of(earlier, value) : value;
            }
            __syncthreads();
            if (lane == 31) {
                folded[warp] = value;
            }
            __syncthreads();
            for (int w = 0; w < warps; w++) {
                value = w == warp ? F::of(carried, value) : value;
                carried = F::of(carried, folded[w]);
            }
            if (i < end && !first) {
                elements.store(row * n + i, value);
            }
        }
        if (first && threadIdx.x == 0) {
            totals[t] = carried;
        }
    }
}

/* a thread takes a column of [outer, n, inner] */
template <typename F, typename Elements> __device__ void running_columns(const Elements& elements, long long outer, long long n,
    long long inner) {
    TN_LOOP(column, outer * inner) {
        long long block = tn_quotient(column, inner), at = block * n * inner + column - block * inner;
        typename F::T carried = F::identity();
        for (long long i = 0; i < n; i++, at += inner) {
            carried = F::of(carried, elements.load(at, i));
            elements.store(at, carried);
        }
    }
}
