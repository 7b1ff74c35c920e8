package dev.tenon.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.core.DType;
import dev.tenon.core.ShapeException;
import dev.tenon.ops.Mm;
import java.math.BigInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ExactTest {
    private static final long[] EDGES = {Long.MIN_VALUE, Long.MIN_VALUE + 1, -(1L << 32), -2, -1, 0, 1, 2, 1L << 31, 1L << 32,
        Long.MAX_VALUE};

    private final Inference call = new Inference().begin(Mm.INSTANCE, new SealedOperand[0], DType.FLOAT32);

    @Test
    void resultsAreExactOrRefusedByTheOperatorsName() {
        for (long a : EDGES) {
            for (long b : EDGES) {
                check(() -> Exact.plus(call, a, b), BigInteger.valueOf(a).add(BigInteger.valueOf(b)));
                check(() -> Exact.minus(call, a, b), BigInteger.valueOf(a).subtract(BigInteger.valueOf(b)));
                check(() -> Exact.times(call, a, b), BigInteger.valueOf(a).multiply(BigInteger.valueOf(b)));
            }
        }
    }

    private interface Sum {
        long value();
    }

    private static void check(Sum sum, BigInteger expected) {
        if (expected.bitLength() < Long.SIZE) {
            assertThat(sum.value()).isEqualTo(expected.longValue());
        } else {
            refused(sum::value, "63 bits");
        }
    }

    private static void refused(ThrowingCallable code, String rule) {
        assertThatThrownBy(code).isInstanceOf(ShapeException.class).hasMessageStartingWith("mm: ").hasMessageContaining(rule);
    }

    @Test
    void quotientsRoundDownAndNothingIsDividedByZero() {
        assertThat(Exact.divided(call, -7, 2)).isEqualTo(-4);
        assertThat(Exact.remainder(call, -7, 2)).isEqualTo(1);
        refused(() -> Exact.divided(call, Long.MIN_VALUE, -1), "63 bits");
        refused(() -> Exact.divided(call, 1, 0), "must not be 0");
        refused(() -> Exact.remainder(call, 1, 0), "must not be 0");
    }

    @Test
    void resultsOfMoreElementsThanCanBeCountedAreRefused() {
        refused(() -> CallRules.result(call, "[n, m]", 1L << 40, 1L << 40), "more elements than can be counted");
        refused(() -> CallRules.result(call, "[n, m]", 2, -1), "[2, -1]");
        assertThat(CallRules.result(call, "[n, m]", 1L << 40, 1L << 40, 0)).hasSize(3);
    }
}
