/* Mean and squared deviations of a row or channel, for every kernel that needs a variance. tenon.cuh and rows.cuh come first. */
#ifndef TENON_STATISTICS_CUH
#define TENON_STATISTICS_CUH

/* of d = (x - shift) * factor: their sum, and that of their squares */
struct TnSums {
    double sum, squares;
};

/* the mean, and the sum of ((x - mean) * factor)^2 */
struct TnMoments {
    double mean, squares, factor;
};

/* one deviation; only float64 has a range of which double squares leave, and a power of two changes no digit */
template <typename S> TN_INLINE double tn_deviation(double x, double shift, double factor) {
    return sizeof(S) == 8 ? x * factor - shift * factor : x - shift;
}

TN_INLINE bool tn_finite(double x) { return fabs(x) <= 1.7976931348623157e308; }

/*
 * From the sums about the first element, which are right unless that element lies far from the others, or squares of float64 leave the
 * range; then `pass(shift, factor)` gives the sums about the mean, or of scaled deviations, to all threads alike. Equal elements have a
 * variance of exactly 0 and their own value as mean.
 */
template <typename S, typename P> TN_INLINE TnMoments tn_moments(const P& pass, double first, TnSums s, double n) {
    const bool WIDE = sizeof(S) == 8;
    const double FAR = WIDE ? 256 : 16777216;
    double about = s.squares - s.sum * (s.sum / n), factor = 1, centre = first + s.sum / n;
    bool settled = tn_finite(s.squares) && s.squares >= (WIDE ? ldexp(1.0, -900) : 0.0) && about * FAR >= s.squares;
    if (!settled) {
        if (WIDE && !tn_finite(s.squares)) {
            s = pass(first, factor = ldexp(1.0, -560));
        } else if (WIDE && s.squares < ldexp(1.0, -900) && fabs(first) < ldexp(1.0, -390)) {
            s = pass(first, factor = ldexp(1.0, 600));
        }
        if (!tn_finite(s.squares)) {
            TnMoments none = {pass(0.0, 1.0).sum / n, (double) TN_NAN(double), 1.0};
            return none;
        }
        centre = first + s.sum / n / factor;
        about = s.squares - s.sum * (s.sum / n);
        if (about * FAR < s.squares) {
            s = pass(centre, factor);
            centre += s.sum / n / factor;
            about = s.squares - s.sum * (s.sum / n);
        }
    }
    TnMoments moments = {centre, about < 0 ? 0 : about, factor};
    return moments;
}

TN_INLINE double tn_variance(TnMoments m, double divisor) { return m.squares / divisor / m.factor / m.factor; }

/* may be within the range where the variance is not */
TN_INLINE double tn_spread(TnMoments m, double divisor) { return sqrt(m.squares / divisor) / m.factor; }

/* one by the root of the mean square and eps */
TN_INLINE double tn_rstd(TnMoments m, double n, double eps) {
    return m.factor == 1 ? 1 / sqrt(m.squares / n + eps) : 1 / hypot(tn_spread(m, n), sqrt(eps));
}

/* the sums of n elements in memory, by all threads of a block */
template <typename S> struct TnBlockSums {
    const S* from;
    long long n;

    TN_INLINE TnSums part(long long begin, long long end, double shift, double factor) const {
        double sum = 0, squares = 0;
        for (long long i = begin + threadIdx.x; i < end; i += blockDim.x) {
            double d = tn_deviation<S>(tn_load<double>(from, i), shift, factor);
            sum += d;
            squares += d * d;
        }
        TnSums sums = {tn_block_fold<TnSum>(sum, 0.0), tn_block_fold<TnSum>(squares, 0.0)};
        return sums;
    }

    TN_INLINE TnSums operator()(double shift, double factor) const { return part(0, n, shift, factor); }

    TN_INLINE double first() const { return n > 0 ? tn_load<double>(from, 0) : 0.0; }
};

/* x less the mean, in units of the deviation, where x may be too narrow a type for the mean */
template <typename A> struct TnScale {
    A high, low, rstd;
};

template <typename A> TN_INLINE TnScale<A> tn_scale(double mean, double rstd) {
    A high = (A) mean;
    TnScale<A> scale = {high, (A) (((double) high - mean) * rstd), (A) rstd};
    return scale;
}

template <typename A> TN_INLINE A tn_scaled(A x, TnScale<A> s) { return (x - s.high) * s.rstd + s.low; }

#endif
