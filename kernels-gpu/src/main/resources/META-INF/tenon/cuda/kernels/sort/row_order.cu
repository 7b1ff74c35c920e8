#include "tenon.cuh"
#include "kernels/sort/keys.cuh"

/* -1, 0 or 1 as row a comes before row b, is equal, or comes after it */
template <typename S> __device__ int compare(const S* values, long long a, long long b, long long columns) {
    for (long long i = 0; i < columns; i++) {
        typename TnKey<S>::type x = TnKey<S>::of(values[a * columns + i]), y = TnKey<S>::of(values[b * columns + i]);
        if (x != y) {
            return x < y ? -1 : 1;
        }
    }
    return 0;
}

/*
 * One pass of merging neighbouring runs of ordered rows: each row finds its place by how many of the other run's come before it. The first
 * pass starts from the rows as they stand.
 */
template <typename S> __device__ void row_order(const S* values, const long long* from, long long* to, long long rows, long long columns,
    long long run) {
    TN_LOOP(i, rows) {
        long long begin = i / (2 * run) * (2 * run), middle = begin + run < rows ? begin + run : rows;
        long long end = begin + 2 * run < rows ? begin + 2 * run : rows, row = from ? from[i] : i;
        bool isFirst = i < middle;
        long long low = isFirst ? middle : begin, high = isFirst ? end : middle, other = low;
        while (low < high) {
            long long at = (low + high) / 2;
            int order = compare(values, from ? from[at] : at, row, columns);
            if (order < 0 || (order == 0 && !isFirst)) {
                low = at + 1;
            } else {
                high = at;
            }
        }
        to[i + low - other - (isFirst ? 0 : middle - begin)] = row;
    }
}

#define ROW_ORDER(S, A, SUFFIX) \
    extern "C" __global__ void row_order_##SUFFIX(const S* values, const long long* from, long long* to, long long rows, \
        long long columns, long long run) { \
        row_order(values, from, to, rows, columns, run); \
    }
TN_EACH(ROW_ORDER)
