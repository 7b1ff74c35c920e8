/* Matrix products of the emulated machine: C = alpha op(A) op(B) + beta C, row-major, halves accumulated in float. */
#include <stdlib.h>
#include <string.h>

#define EXPORT extern "C" __attribute__((visibility("default")))

struct Half { unsigned short bits; };
struct Bfloat { unsigned short bits; };

static float as_float(unsigned int bits) { float f; memcpy(&f, &bits, 4); return f; }
static unsigned int as_bits(float f) { unsigned int b; memcpy(&b, &f, 4); return b; }

static inline double load(double v) { return v; }
static inline float load(float v) { return v; }
static inline float load(Bfloat v) { return as_float((unsigned int) v.bits << 16); }
static inline float load(Half v) {
    unsigned int sign = (v.bits & 0x8000u) << 16, rest = v.bits & 0x7fffu;
    return rest >= 0x7c00 ? as_float(sign | 0x7f800000u | (rest & 0x3ff) << 13)
        : as_float(sign | as_bits(as_float(rest << 13) * 5.192296858534828e33f));
}
static inline void store(double* p, double v) { *p = v; }
static inline void store(float* p, float v) { *p = v; }
static inline void store(Bfloat* p, float v) {
    unsigned int bits = as_bits(v);
    p->bits = v != v ? (unsigned short) (bits >> 16 | 0x40) : (unsigned short) ((bits + 0x7fffu + (bits >> 16 & 1)) >> 16);
}
static inline void store(Half* p, float v) {
    unsigned int bits = as_bits(v), sign = bits >> 16 & 0x8000, rest = bits & 0x7fffffffu;
    p->bits = (unsigned short) (rest > 0x7f800000u ? 0x7fff : rest >= 0x477ff000u ? sign | 0x7c00
        : rest < 0x38800000u ? sign | (as_bits(as_float(rest) + 0.5f) - 0x3f000000u)
        : sign | ((rest + 0xfffu + (rest >> 13 & 1) - 0x38000000u) >> 13));
}

struct Problem {
    long long transposeA, transposeB, m, n, k, lda, strideA, ldb, strideB, ldc, strideC, batch;
    double alpha, beta;
};

/* one product: op(B) is laid out row by row, so that the innermost loop runs over neighbours */
template <typename S, typename A> static void product(const Problem& p, const S* a, const S* b, S* c, A* rows, A* sums) {
    A alpha = (A) p.alpha, beta = (A) p.beta;
    bool reads = p.alpha != 0;
    for (long long i = 0; reads && i < p.k; i++) {
        for (long long j = 0; j < p.n; j++) {
            rows[i * p.n + j] = load(p.transposeB ? b[j * p.ldb + i] : b[i * p.ldb + j]);
        }
    }
    for (long long i = 0; i < p.m; i++) {
        memset(sums, 0, p.n * sizeof(A));
        for (long long l = 0; reads && l < p.k; l++) {
            A factor = load(p.transposeA ? a[l * p.lda + i] : a[i * p.lda + l]);
            const A* row = rows + l * p.n;
            for (long long j = 0; j < p.n; j++) {
                sums[j] += factor * row[j];
            }
        }
        for (long long j = 0; j < p.n; j++) {
            S* to = c + i * p.ldc + j;
            A sum = reads ? alpha * sums[j] : 0;
            store(to, p.beta == 0 ? sum : sum + beta * load(*to));
        }
    }
}

template <typename S, typename A> static int products(const Problem& p, const void* a, const void* b, void* c) {
    A* rows = (A*) malloc((p.k * p.n + p.n + 1) * sizeof(A));
    if (rows == nullptr) {
        return 1;
    }
    for (long long i = 0; i < p.batch; i++) {
        product<S, A>(p, (const S*) a + i * p.strideA, (const S*) b + i * p.strideB, (S*) c + i * p.strideC, rows, rows + p.k * p.n);
    }
    free(rows);
    return 0;
}

/* dtype: 0 float64, 1 float32, 2 float16, 3 bfloat16; not 0 if there is no memory */
EXPORT int tn_gemm(int dtype, const Problem* p, const void* a, const void* b, void* c) {
    switch (dtype) {
        case 0: return products<double, double>(*p, a, b, c);
        case 1: return products<float, float>(*p, a, b, c);
        case 2: return products<Half, float>(*p, a, b, c);
        default: return products<Bfloat, float>(*p, a, b, c);
    }
}
