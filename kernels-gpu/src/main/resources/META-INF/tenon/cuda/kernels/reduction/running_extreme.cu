#include "tenon.cuh"
#include "kernels/reduction/running.cuh"

/* The extreme element so far and where it stands: the last of equal ones, and from a NaN on the last NaN. */

template <typename A> struct Placed {
    A value;
    long long place; /* -1: there is no element yet */
};

template <typename A> TN_INLINE Placed<A> shifted(Placed<A> v, int step) {
    Placed<A> earlier = {__shfl_up_sync(0xffffffffu, v.value, step), __shfl_up_sync(0xffffffffu, v.place, step)};
    return earlier;
}

template <typename A, bool LARGEST> struct RunningExtreme {
    typedef Placed<A> T;
    static TN_INLINE T identity() {
        T none = {0, -1};
        return none;
    }
    static TN_INLINE T of(T a, T b) {
        bool later = a.place < 0 || b.value != b.value || (LARGEST ? b.value >= a.value : b.value <= a.value);
        return b.place >= 0 && later ? b : a;
    }
};

template <typename A, typename S> struct Extremes {
    const S* from;
    S* to;
    long long* places;
    TN_INLINE Placed<A> load(long long at, long long i) const {
        Placed<A> element = {tn_load<A>(from, at), i};
        return element;
    }
    TN_INLINE void store(long long at, Placed<A> v) const {
        tn_store(to, at, v.value);
        places[at] = v.place;
    }
};

#define EXTREME(NAME, LARGEST, S, A, SUFFIX) \
    extern "C" __global__ void NAME##_rows_##SUFFIX(const S* from, S* to, long long* places, void* totals, long long rows, long long n, \
        long long chunk, bool first) { \
        Extremes<A, S> elements = {from, to, places}; \
        running_rows<RunningExtreme<A, LARGEST>>(elements, (Placed<A>*) totals, rows, n, chunk, first); \
    } \
    extern "C" __global__ void NAME##_columns_##SUFFIX(const S* from, S* to, long long* places, long long outer, long long n, \
        long long inner) { \
        Extremes<A, S> elements = {from, to, places}; \
        running_columns<RunningExtreme<A, LARGEST>>(elements, outer, n, inner); \
    }
#define EXTREMES(S, A, SUFFIX) EXTREME(largest, true, S, A, SUFFIX) EXTREME(smallest, false, S, A, SUFFIX)
TN_EACH(EXTREMES)
