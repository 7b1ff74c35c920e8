#include "tenon.cuh"

/*
 * The first place in an ascending row whose element is not less than the wanted one, or with right the first that is greater; NaN is above
 * everything. The row is each element's own, or with perRow 0 the only one.
 */
template <typename S, typename A> __device__ void sorted_places(const S* sorted, const S* wanted, const long long* order, void* to,
    bool narrow, long long count, long long n, long long perRow, bool right, int dim, TnError* error, int operation) {
    TN_LOOP(i, count) {
        long long start = perRow == 0 ? 0 : tn_quotient(i, perRow) * n, low = 0, high = n;
        A value = tn_load<A>(wanted, i);
        while (low < high) {
            long long middle = (low + high) / 2, at = order ? order[start + middle] : middle;
            if (!tn_in_range(at, n, dim, error, operation)) {
                break;
            }
            A element = tn_load<A>(sorted, start + at);
            if (right ? !(element > value) : !(element >= value)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        if (narrow) {
            ((int*) to)[i] = (int) low;
        } else {
            ((long long*) to)[i] = low;
        }
    }
}

#define SEARCH(S, A, SUFFIX) \
    extern "C" __global__ void sorted_places_##SUFFIX(const S* sorted, const S* wanted, const long long* order, void* to, bool narrow, \
        long long count, long long n, long long perRow, bool right, int dim, TnError* error, int operation) { \
        sorted_places<S, A>(sorted, wanted, order, to, narrow, count, n, perRow, right, dim, error, operation); \
    }
TN_EACH(SEARCH)
