/* Where elements lie that do not lie side by side; tenon.cuh comes first. */
#ifndef TENON_PLACES_CUH
#define TENON_PLACES_CUH

#include "dev/tenon/gpu/launch/Places.cuh"

/* the offset of element i in every operand */
template <int ROWS> TN_INLINE void tn_find(const TnPlaces<ROWS>& places, long long i, long long (&at)[ROWS]) {
#pragma unroll
    for (int r = 0; r < ROWS; r++) {
        at[r] = 0;
    }
    if (places.narrow) {
        unsigned int left = (unsigned int) i;
#pragma unroll
        for (int d = 0; d < 8; d++) {
            if (d >= places.rank) {
                break;
            }
            unsigned int index = left;
            if (d + 1 < places.rank) {
                left = ((unsigned int) (((unsigned long long) left * (unsigned int) places.factor[d]) >> 32) + left) >> places.shift[d];
                index -= left * (unsigned int) places.size[d];
            }
#pragma unroll
            for (int r = 0; r < ROWS; r++) {
                at[r] += index * places.stride[r][d];
            }
        }
    } else {
        for (int d = 0; d < places.rank; d++) {
            long long index = d + 1 < places.rank ? i % places.size[d] : i;
            i /= places.size[d];
#pragma unroll
            for (int r = 0; r < ROWS; r++) {
                at[r] += index * places.stride[r][d];
            }
        }
    }
}

/* V elements that one access moves; they lie at a multiple of their size */
template <typename T, int V> struct alignas(sizeof(T) * V) TnPack {
    T element[V];
};

/* elements of a pack: as many as 16 bytes have, at most 8 */
#define TN_PACK(S) (sizeof(S) == 1 ? 8 : 16 / (int) sizeof(S))

#endif
