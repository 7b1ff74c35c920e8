/* gelu: Gaussian error linear unit. */
#include "tenon.cuh"
#include "functions.cuh"
#include "places.cuh"
#include "pointwise.cuh"

template <typename A> struct GeluNone;

template <> struct GeluNone<double> {
    enum { INPUTS = 1, RESULTS = 1, TRUTHS = 0, TRUTH = 0, PACKED = 1 };
    TN_INLINE void operator()(const double (&in)[INPUTS], double (&out)[RESULTS]) const {
        double input = in[0];
        out[0] = 0.5 * input * (1.0 + erf(input * 0.7071067811865476));
    }
};

template <> struct GeluNone<float> {
    enum { INPUTS = 1, RESULTS = 1, TRUTHS = 0, TRUTH = 0, PACKED = 1 };
    TN_INLINE void operator()(const float (&in)[INPUTS], float (&out)[RESULTS]) const {
        float input = in[0];
        out[0] = 0.5f * input * (1.0f + erff(input * 0.70710677f));
    }
};

#define TN_KERNELS(S, A, D) \
    extern "C" __global__ void gelu_none_##D(TnOperands<A, 1, 1> tn_at, \
        unsigned int tn_singles, long long tn_packs, long long tn_n) { \
        tn_contiguous<GeluNone<A>, S, A>(GeluNone<A>{}, tn_at, tn_singles, tn_packs, tn_n); \
    } \
    extern "C" __global__ void gelu_none_##D##_strided(TnOperands<A, 1, 1> tn_at, \
        unsigned int tn_singles, bool tn_packed, long long tn_n, TnPlaces<2> tn_places) { \
        tn_strided<GeluNone<A>, S, A>(GeluNone<A>{}, tn_at, tn_singles, tn_packed, tn_n, tn_places); \
    }
TN_EACH_FLOATING(TN_KERNELS)
#undef TN_KERNELS

template <typename A> struct GeluTanh;

template <> struct GeluTanh<double> {
    enum { INPUTS = 1, RESULTS = 1, TRUTHS = 0, TRUTH = 0, PACKED = 1 };
    TN_INLINE void operator()(const double (&in)[INPUTS], double (&out)[RESULTS]) const {
        double input = in[0];
        out[0] = 0.5 * input * (1.0 + tanh(0.7978845608028654 * (input + 0.044715 * input * input * input)));
    }
};

template <> struct GeluTanh<float> {
    enum { INPUTS = 1, RESULTS = 1, TRUTHS = 0, TRUTH = 0, PACKED = 1 };
    TN_INLINE void operator()(const float (&in)[INPUTS], float (&out)[RESULTS]) const {
        float input = in[0];
        out[0] = 0.5f * input * (1.0f + tanhf(0.7978846f * (input + 0.044715f * input * input * input)));
    }
};

#define TN_KERNELS(S, A, D) \
    extern "C" __global__ void gelu_tanh_##D(TnOperands<A, 1, 1> tn_at, \
        unsigned int tn_singles, long long tn_packs, long long tn_n) { \
        tn_contiguous<GeluTanh<A>, S, A>(GeluTanh<A>{}, tn_at, tn_singles, tn_packs, tn_n); \
    } \
    extern "C" __global__ void gelu_tanh_##D##_strided(TnOperands<A, 1, 1> tn_at, \
        unsigned int tn_singles, bool tn_packed, long long tn_n, TnPlaces<2> tn_places) { \
        tn_strided<GeluTanh<A>, S, A>(GeluTanh<A>{}, tn_at, tn_singles, tn_packed, tn_n, tn_places); \
    }
TN_EACH_FLOATING(TN_KERNELS)
#undef TN_KERNELS
