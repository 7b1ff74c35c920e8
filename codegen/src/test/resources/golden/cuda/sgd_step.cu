/* sgd_step: Stochastic gradient descent, with momentum if asked. */
#include "tenon.cuh"
#include "functions.cuh"
#include "step.cuh"

template <typename A> struct SgdStepWithMomentumBuffer;

template <> struct SgdStepWithMomentumBuffer<double> {
    enum { GROUPS = 3 };
    bool maximize;
    bool flag1;
    double momentum;
    double factor1;
    bool nesterov;
    double lr;
    TN_INLINE void operator()(double (&x)[GROUPS]) const {
        double& param = x[0];
        double grad = x[1];
        double& momentumBuffer = x[2];
        double g = maximize ? -grad : grad;
        momentumBuffer = flag1 ? g : momentum * momentumBuffer + factor1 * g;
        double d = nesterov ? g + momentum * momentumBuffer : momentumBuffer;
        param = param - lr * d;
    }
};

template <> struct SgdStepWithMomentumBuffer<float> {
    enum { GROUPS = 3 };
    bool maximize;
    bool flag1;
    float momentum;
    float factor1;
    bool nesterov;
    float lr;
    TN_INLINE void operator()(float (&x)[GROUPS]) const {
        float& param = x[0];
        float grad = x[1];
        float& momentumBuffer = x[2];
        float g = maximize ? -grad : grad;
        momentumBuffer = flag1 ? g : momentum * momentumBuffer + factor1 * g;
        float d = nesterov ? g + momentum * momentumBuffer : momentumBuffer;
        param = param - lr * d;
    }
};

#define TN_KERNELS(S, A, D) \
    extern "C" __global__ void sgd_step_##D##_with_momentum_buffer(TnTable<SgdStepWithMomentumBuffer<A>::GROUPS> tn_table, bool maximize, bool flag1, A momentum, A factor1, bool nesterov, A lr) { \
        tn_step<SgdStepWithMomentumBuffer<A>, S, A>(SgdStepWithMomentumBuffer<A>{maximize, flag1, momentum, factor1, nesterov, lr}, tn_table); \
    }
TN_EACH_FLOATING(TN_KERNELS)
#undef TN_KERNELS

template <typename A> struct SgdStepWithoutMomentumBuffer;

template <> struct SgdStepWithoutMomentumBuffer<double> {
    enum { GROUPS = 2 };
    bool maximize;
    bool flag1;
    double momentum;
    double factor1;
    bool nesterov;
    double lr;
    TN_INLINE void operator()(double (&x)[GROUPS]) const {
        double& param = x[0];
        double grad = x[1];
        double g = maximize ? -grad : grad;
        double d = g;
        param = param - lr * d;
    }
};

template <> struct SgdStepWithoutMomentumBuffer<float> {
    enum { GROUPS = 2 };
    bool maximize;
    bool flag1;
    float momentum;
    float factor1;
    bool nesterov;
    float lr;
    TN_INLINE void operator()(float (&x)[GROUPS]) const {
        float& param = x[0];
        float grad = x[1];
        float g = maximize ? -grad : grad;
        float d = g;
        param = param - lr * d;
    }
};

#define TN_KERNELS(S, A, D) \
    extern "C" __global__ void sgd_step_##D##_without_momentum_buffer(TnTable<SgdStepWithoutMomentumBuffer<A>::GROUPS> tn_table, bool maximize, bool flag1, A momentum, A factor1, bool nesterov, A lr) { \
        tn_step<SgdStepWithoutMomentumBuffer<A>, S, A>(SgdStepWithoutMomentumBuffer<A>{maximize, flag1, momentum, factor1, nesterov, lr}, tn_table); \
    }
TN_EACH_FLOATING(TN_KERNELS)
#undef TN_KERNELS
