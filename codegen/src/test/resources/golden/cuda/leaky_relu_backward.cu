/* the gradient of leaky_relu: Rectified linear unit that lets negative inputs through with a small slope. */
#include "tenon.cuh"
#include "functions.cuh"
#include "places.cuh"
#include "pointwise.cuh"

template <typename A> struct LeakyReluBackward;

template <> struct LeakyReluBackward<double> {
    enum { INPUTS = 2, RESULTS = 1, TRUTHS = 0, TRUTH = 0, PACKED = 1 };
    double negativeSlope;
    TN_INLINE void operator()(const double (&in)[INPUTS], double (&out)[RESULTS]) const {
        double g = in[0];
        double input = in[1];
        out[0] = g * (input > 0.0 ? 1.0 : negativeSlope);
    }
};

template <> struct LeakyReluBackward<float> {
    enum { INPUTS = 2, RESULTS = 1, TRUTHS = 0, TRUTH = 0, PACKED = 1 };
    float negativeSlope;
    TN_INLINE void operator()(const float (&in)[INPUTS], float (&out)[RESULTS]) const {
        float g = in[0];
        float input = in[1];
        out[0] = g * (input > 0.0f ? 1.0f : negativeSlope);
    }
};

#define TN_KERNELS(S, A, D) \
    extern "C" __global__ void leaky_relu_backward_##D(TnOperands<A, 2, 1> tn_at, A negativeSlope, \
        unsigned int tn_singles, long long tn_packs, long long tn_n) { \
        tn_contiguous<LeakyReluBackward<A>, S, A>(LeakyReluBackward<A>{negativeSlope}, tn_at, tn_singles, tn_packs, tn_n); \
    } \
    extern "C" __global__ void leaky_relu_backward_##D##_strided(TnOperands<A, 2, 1> tn_at, A negativeSlope, \
        unsigned int tn_singles, bool tn_packed, long long tn_n, TnPlaces<3> tn_places) { \
        tn_strided<LeakyReluBackward<A>, S, A>(LeakyReluBackward<A>{negativeSlope}, tn_at, tn_singles, tn_packed, tn_n, tn_places); \
    }
TN_EACH_FLOATING(TN_KERNELS)
#undef TN_KERNELS
