package dev.tenon.cpu.reduce;

import dev.tenon.cpu.engine.UncheckedAccess;

/** The loops element by element, in double: where the Vector API is not enabled, and what the vector loops are tested against. */
final class ScalarRows extends RowMath {
    static final RowMath FLOATS = new ScalarRows(true);
    static final RowMath DOUBLES = new ScalarRows(false);

    private final boolean single;

    private ScalarRows(boolean single) {
        this.single = single;
    }

    @Override
    public double at(long p, long i) {
        return single ? UncheckedAccess.f32(p, i) : UncheckedAccess.f64(p, i);
    }

    @Override
    public void put(long p, long i, double value) {
        if (single) {
            UncheckedAccess.f32(p, i, (float) value);
        } else {
            UncheckedAccess.f64(p, i, value);
        }
    }

    @Override
    public double max(long p, long n) {
        double max = Double.NEGATIVE_INFINITY;
        for (long i = 0; i < n; i++) {
            max = Math.max(max, at(p, i));
        }
        return max;
    }

    @Override
    boolean isZero(long p, long n) {
        for (long i = 0; i < n; i++) {
            if (at(p, i) != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public double sum(long p, long n) {
        double sum = 0;
        for (long i = 0; i < n; i++) {
            sum += at(p, i);
        }
        return sum;
    }

    @Override
    void moments(long p, double shift, double factor, double[] sums, long n) {
        double sum = 0;
        double squares = 0;
        for (long i = 0; i < n; i++) {
            double d = at(p, i) * factor - shift * factor;
            sum += d;
            squares += d * d;
        }
        sums[0] += sum;
        sums[1] += squares;
    }

    @Override
    public double dot(long a, long b, double mean, long n) {
        double sum = 0;
        for (long i = 0; i < n; i++) {
            sum += at(a, i) * (at(b, i) - mean);
        }
        return sum;
    }

    @Override
    public double exp(long p, double shift, long to, long n) {
        double sum = 0;
        for (long i = 0; i < n; i++) {
            double e = Math.exp(at(p, i) - shift);
            put(to, i, e);
            sum += e;
        }
        return sum;
    }

    @Override
    public void affine(long p, double factor, double plus, long to, long n) {
        for (long i = 0; i < n; i++) {
            put(to, i, at(p, i) * factor + plus);
        }
    }

    @Override
    public void combine(long a, double fa, long b, double fb, double plus, long to, long n) {
        for (long i = 0; i < n; i++) {
            put(to, i, at(a, i) * fa + at(b, i) * fb + plus);
        }
    }

    @Override
    public void centred(long p, double centre, double factor, double plus, long to, long n) {
        for (long i = 0; i < n; i++) {
            put(to, i, (at(p, i) - centre) * factor + plus);
        }
    }

    @Override
    public void about(long p, long centres, long scales, long shifts, long to, long n) {
        for (long i = 0; i < n; i++) {
            put(to, i, (at(p, i) - at(centres, i)) * at(scales, i) + at(shifts, i));
        }
    }

    @Override
    public void centredBackward(long g, long p, double centre, Coefficients factors, long to, long n) {
        for (long i = 0; i < n; i++) {
            put(to, i, at(g, i) * factors.g() + (at(p, i) - centre) * factors.unit() * factors.centred() + factors.plus());
        }
    }

    @Override
    public void softmaxBackward(long g, long y, double shift, long to, long n) {
        for (long i = 0; i < n; i++) {
            put(to, i, at(y, i) * (at(g, i) - shift));
        }
    }

    @Override
    public void normalise(long p, double mean, double rstd, long weight, long bias, long to, long n) {
        for (long i = 0; i < n; i++) {
            put(to, i, (at(p, i) - mean) * rstd * at(weight, i) + at(bias, i));
        }
    }

    @Override
    public void normSums(long g, long weight, long p, double mean, double[] sums, long n) {
        double sum = 0;
        double dot = 0;
        for (long i = 0; i < n; i++) {
            double gw = at(g, i) * at(weight, i);
            sum += gw;
            dot += gw * (at(p, i) - mean);
        }
        sums[0] = sum;
        sums[1] = dot;
    }

    @Override
    public void normBackward(long g, long weight, long p, double mean, Coefficients factors, long to, long n) {
        for (long i = 0; i < n; i++) {
            put(to, i, at(g, i) * at(weight, i) * factors.g() + (at(p, i) - mean) * factors.unit() * factors.centred() + factors.plus());
        }
    }

    @Override
    public void normParameters(long g, long p, double mean, double rstd, long weight, long bias, long n) {
        for (long i = 0; i < n; i++) {
            put(weight, i, at(weight, i) + at(g, i) * (at(p, i) - mean) * rstd);
            put(bias, i, at(bias, i) + at(g, i));
        }
    }

    @Override
    public void add(long p, long to, long n) {
        for (long i = 0; i < n; i++) {
            put(to, i, at(to, i) + at(p, i));
        }
    }
}
