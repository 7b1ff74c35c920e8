#include "tenon.cuh"
#include "kernels/sort/keys.cuh"

/*
 * Rows in order, stable: tiles of a row are sorted in shared memory, by key and then by place, and runs of tiles are merged until one is
 * left. Where only the first few are wanted, no more of a tile are kept. What is sorted are keys and places; values are looked up last.
 */

enum { TILE = 2048, THREADS = 256, EACH = TILE / THREADS };

/*
 * Sorts tiles of rows of n elements, the first time from values, later from keys and places; the first keep of each tile are left in
 * keys and places side by side, or with to, as values and places of a result, for rows that are one tile.
 */
template <typename S, typename K> __device__ void sort_tiles(const S* values, const K* from_keys, const int* from_places, K* keys,
    int* places, S* to, long long* to_places, long long rows, long long n, int keep, bool descending) {
    __shared__ K key[TILE];
    __shared__ int place[TILE];
    long long tiles = (n + TILE - 1) / TILE;
    long long last = n - (tiles - 1) * TILE, kept = (tiles - 1) * keep + (last < keep ? last : keep);
    for (long long t = blockIdx.x; t < rows * tiles; t += gridDim.x) {
        long long row = tn_quotient(t, tiles), tile = t - row * tiles, begin = row * n + tile * TILE;
        int count = tile + 1 < tiles ? (int) TILE : (int) last, size = 1;
        while (size < count) {
            size *= 2;
        }
        for (int i = threadIdx.x; i < size; i += blockDim.x) {
            bool isThere = i < count;
            K k = isThere ? values ? TnKey<S>::of(values[begin + i]) : from_keys[begin + i] : (K) 0;
            key[i] = isThere ? values && descending ? ~k : k : ~(K) 0;
            place[i] = !isThere ? 0x7fffffff : values ? (int) (tile * TILE + i) : from_places[begin + i];
        }
        for (int width = 2; width <= size; width *= 2) {
            for (int step = width / 2; step > 0; step /= 2) {
                __syncthreads();
                for (int pair = threadIdx.x; pair < size / 2; pair += blockDim.x) {
                    int a = 2 * pair - (pair & (step - 1)), b = a + step;
                    bool isAfter = key[a] > key[b] || (key[a] == key[b] && place[a] > place[b]);
                    if (isAfter == ((a & width) == 0)) {
                        K k = key[a];
                        int p = place[a];
                        key[a] = key[b];
                        place[a] = place[b];
                        key[b] = k;
                        place[b] = p;
                    }
                }
            }
        }
        __syncthreads();
        for (int i = threadIdx.x; i < count && i < keep; i += blockDim.x) {
            if (to) {
                to[row * keep + i] = values[row * n + place[i]];
                to_places[row * keep + i] = place[i];
            } else {
                keys[row * kept + tile * keep + i] = key[i];
                places[row * kept + tile * keep + i] = place[i];
            }
        }
        __syncthreads();
    }
}

/* how many of the first count elements of a merge come from a: of equal ones a's come first */
template <typename K> TN_INLINE long long from_first(const K* a, long long na, const K* b, long long nb, long long count) {
    long long low = count > nb ? count - nb : 0, high = count < na ? count : na;
    while (low < high) {
        long long middle = (low + high) / 2;
        if (a[middle] <= b[count - 1 - middle]) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* merges neighbouring sorted runs of so many elements; a block makes a tile of the result */
template <typename K> __device__ void merge_runs(const K* keys, const int* places, K* to_keys, int* to_places, long long rows, long long n,
    long long run) {
    __shared__ K key[TILE];
    __shared__ int place[TILE];
    __shared__ long long split[2];
    long long tiles = (n + TILE - 1) / TILE;
    for (long long t = blockIdx.x; t < rows * tiles; t += gridDim.x) {
        long long row = tn_quotient(t, tiles), at = (t - row * tiles) * TILE, begin = at / (2 * run) * (2 * run);
        long long middle = begin + run < n ? begin + run : n, end = begin + 2 * run < n ? begin + 2 * run : n;
        const K* a = keys + row * n + begin;
        const K* b = keys + row * n + middle;
        long long first = at - begin, until = first + TILE < end - begin ? first + TILE : end - begin;
        if (threadIdx.x < 2) {
            split[threadIdx.x] = from_first(a, middle - begin, b, end - middle, threadIdx.x == 0 ? first : until);
        }
        __syncthreads();
        long long a0 = split[0], b0 = first - a0;
        int na = (int) (split[1] - a0), total = (int) (until - first), nb = total - na;
        for (int i = threadIdx.x; i < total; i += blockDim.x) {
            long long from = row * n + (i < na ? begin + a0 + i : middle + b0 + i - na);
            key[i] = keys[from];
            place[i] = places[from];
        }
        __syncthreads();
        int mine = threadIdx.x * EACH;
        if (mine < total) {
            int i = (int) from_first(key, na, key + na, nb, mine), j = na + mine - i;
            for (int k = 0; k < EACH && mine + k < total; k++) {
                bool isFirst = i < na && (j >= total || key[i] <= key[j]);
                int from = isFirst ? i++ : j++;
                to_keys[row * n + at + mine + k] = key[from];
                to_places[row * n + at + mine + k] = place[from];
            }
        }
        __syncthreads();
    }
}

/* the values at the first keep places of each row of m */
template <typename S> __device__ void take_sorted(const S* values, const int* places, S* to, long long* to_places, long long rows,
    long long n, long long m, long long keep) {
    TN_LOOP(i, rows * keep) {
        long long row = tn_quotient(i, keep);
        int place = places[row * m + i - row * keep];
        to[i] = values[row * n + place];
        to_places[i] = place;
    }
}

/* the most frequent element of sorted rows: the first of the longest runs of equal keys, and the last place of it */
template <typename S, typename K> __device__ void most_frequent(const S* values, const K* keys, const int* places, S* to,
    long long* to_places, long long rows, long long n) {
    for (long long row = blockIdx.x; row < rows; row += gridDim.x) {
        const K* key = keys + row * n;
        long long longest = 0, at = 0;
        for (long long i = threadIdx.x; i < n; i += blockDim.x) {
            if (i + 1 < n && key[i] == key[i + 1]) {
                continue;
            }
            long long low = 0, high = i;
            while (low < high) {
                long long middle = (low + high) / 2;
                if (key[middle] < key[i]) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            if (i - low + 1 > longest) {
                longest = i - low + 1;
                at = i;
            }
        }
        long long most = tn_block_fold<TnMax>(longest, 0LL);
        long long first = tn_block_fold<TnMin>(longest == most ? at : n, n);
        if (threadIdx.x == 0) {
            int place = places[row * n + first];
            to[row] = values[row * n + place];
            to_places[row] = place;
        }
    }
}

/*
 * The element of rank k of short rows, each by one thread, by Hoare's selection with the median of three as the pivot: of equal elements it
 * finds the same one as the CPU.
 */
template <typename S, typename K> __device__ void pick(const S* values, K* keys, int* places, S* to, long long* to_places, long long rows,
    int n, int k) {
    TN_LOOP(row, rows) {
        K* key = keys + row * n;
        int* place = places + row * n;
        for (int i = 0; i < n; i++) {
            key[i] = TnKey<S>::of(values[row * n + i]);
            place[i] = i;
        }
#define SWAP(i, j) { K held = key[i]; key[i] = key[j]; key[j] = held; int moved = place[i]; place[i] = place[j]; place[j] = moved; }
#define ORDER(i, j) if (key[i] > key[j]) SWAP(i, j)
        int left = 0, right = n - 1;
        bool isFound = false;
        while (right > left + 1 && !isFound) {
            int middle = left + (right - left) / 2;
            SWAP(middle, left + 1)
            ORDER(left + 1, right)
            ORDER(left, right)
            ORDER(left + 1, left)
            K pivot = key[left];
            int i = left + 1, j = right;
            while (true) {
                do i++; while (key[i] < pivot);
                do j--; while (key[j] > pivot);
                if (j < i) {
                    break;
                }
                SWAP(i, j)
            }
            SWAP(left, j)
            isFound = j == k;
            left = j < k ? i : left;
            right = j > k ? j - 1 : right;
        }
        if (!isFound && right == left + 1) {
            ORDER(left, right)
        }
        to[row] = values[row * n + place[k]];
        to_places[row] = place[k];
    }
}

#define SORT(S, A, SUFFIX) \
    extern "C" __global__ void sort_tiles_##SUFFIX(const S* values, const TnKey<S>::type* from_keys, const int* from_places, \
        TnKey<S>::type* keys, int* places, S* to, long long* to_places, long long rows, long long n, int keep, bool descending) { \
        sort_tiles(values, from_keys, from_places, keys, places, to, to_places, rows, n, keep, descending); \
    } \
    extern "C" __global__ void merge_runs_##SUFFIX(const TnKey<S>::type* keys, const int* places, TnKey<S>::type* to_keys, int* to_places, \
        long long rows, long long n, long long run) { \
        merge_runs(keys, places, to_keys, to_places, rows, n, run); \
    } \
    extern "C" __global__ void take_sorted_##SUFFIX(const S* values, const int* places, S* to, long long* to_places, long long rows, \
        long long n, long long m, long long keep) { \
        take_sorted(values, places, to, to_places, rows, n, m, keep); \
    } \
    extern "C" __global__ void most_frequent_##SUFFIX(const S* values, const TnKey<S>::type* keys, const int* places, S* to, \
        long long* to_places, long long rows, long long n) { \
        most_frequent(values, keys, places, to, to_places, rows, n); \
    } \
    extern "C" __global__ void pick_##SUFFIX(const S* values, TnKey<S>::type* keys, int* places, S* to, long long* to_places, \
        long long rows, int n, int k) { \
        pick(values, keys, places, to, to_places, rows, n, k); \
    }
TN_EACH(SORT)
