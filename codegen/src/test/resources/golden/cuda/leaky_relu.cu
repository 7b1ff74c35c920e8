/* leaky_relu: Rectified linear unit that lets negative inputs through with a small slope. */
#include "tenon.cuh"
#include "functions.cuh"
#include "places.cuh"
#include "pointwise.cuh"

template <typename A> struct LeakyRelu;

template <> struct LeakyRelu<double> {
    enum { INPUTS = 1, RESULTS = 1, TRUTHS = 0, TRUTH = 0, PACKED = 1 };
    double negativeSlope;
    TN_INLINE void operator()(const double (&in)[INPUTS], double (&out)[RESULTS]) const {
        double input = in[0];
        out[0] = input > 0.0 ? input : input * negativeSlope;
    }
};

template <> struct LeakyRelu<float> {
    enum { INPUTS = 1, RESULTS = 1, TRUTHS = 0, TRUTH = 0, PACKED = 1 };
    float negativeSlope;
    TN_INLINE void operator()(const float (&in)[INPUTS], float (&out)[RESULTS]) const {
        float input = in[0];
        out[0] = input > 0.0f ? input : input * negativeSlope;
    }
};

#define TN_KERNELS(S, A, D) \
    extern "C" __global__ void leaky_relu_##D(TnOperands<A, 1, 1> tn_at, A negativeSlope, \
        unsigned int tn_singles, long long tn_packs, long long tn_n) { \
        tn_contiguous<LeakyRelu<A>, S, A>(LeakyRelu<A>{negativeSlope}, tn_at, tn_singles, tn_packs, tn_n); \
    } \
    extern "C" __global__ void leaky_relu_##D##_strided(TnOperands<A, 1, 1> tn_at, A negativeSlope, \
        unsigned int tn_singles, bool tn_packed, long long tn_n, TnPlaces<2> tn_places) { \
        tn_strided<LeakyRelu<A>, S, A>(LeakyRelu<A>{negativeSlope}, tn_at, tn_singles, tn_packed, tn_n, tn_places); \
    }
TN_EACH_FLOATING(TN_KERNELS)
#undef TN_KERNELS
