package dev.tenon.cpu.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tenon.core.ArgumentException;
import org.junit.jupiter.api.Test;

class ScalarMathTest {
    @Test
    void theErrorFunctionHasItsKnownValues() {
        assertThat(ScalarMath.erf(0.5)).isCloseTo(0.5204998778130465, within(1e-16));
        assertThat(ScalarMath.erf(1)).isCloseTo(0.8427007929497149, within(1e-15));
        assertThat(ScalarMath.erf(-2)).isCloseTo(-0.9953222650189527, within(1e-15));
        assertThat(ScalarMath.erfc(3)).isCloseTo(2.209049699858544e-05, within(1e-20));
        assertThat(ScalarMath.erfc(10)).isCloseTo(2.0884875837625447e-45, within(1e-59));
        assertThat(ScalarMath.erfc(-10)).isEqualTo(2);
        assertThat(ScalarMath.erf(Double.POSITIVE_INFINITY)).isEqualTo(1);
        assertThat(ScalarMath.erf(Double.NaN)).isNaN();
        assertThat(ScalarMath.erfc(Double.NaN)).isNaN();
    }

    @Test
    void remaindersHaveTheSignOfTheDivisor() {
        assertThat(ScalarMath.remainder(5.0, -3.0)).isEqualTo(-1);
        assertThat(ScalarMath.remainder(-5.0, 3.0)).isEqualTo(1);
        assertThat(ScalarMath.remainder(-1.0, Double.POSITIVE_INFINITY)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(ScalarMath.remainder(5.0, 0.0)).isNaN();
        assertThat(ScalarMath.remainder(-7L, 3L)).isEqualTo(2);
        assertThat(ScalarMath.fmod(-7L, 3L)).isEqualTo(-1);
    }

    @Test
    void quotientsAreRoundedDown() {
        assertThat(ScalarMath.floordiv(5.0, -3.0)).isEqualTo(-2);
        assertThat(ScalarMath.floordiv(5.0, 0.0)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(ScalarMath.floordiv(-0.0, 5.0)).isEqualTo(-0.0);
        assertThat(ScalarMath.floordiv(3.0, Double.NEGATIVE_INFINITY)).isEqualTo(-1);
        assertThat(ScalarMath.floordiv(-7L, 2L)).isEqualTo(-4);
        assertThat(ScalarMath.cdiv(-7, 2)).isEqualTo(-3);
    }

    @Test
    void dividingAnIntegerByZeroIsRefused() {
        assertThatThrownBy(() -> ScalarMath.floordiv(1L, 0L)).isInstanceOf(ArgumentException.class)
            .hasMessageContaining("ZeroDivisionError");
        assertThatThrownBy(() -> ScalarMath.remainder(1L, 0L)).isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> ScalarMath.fmod(1L, 0L)).isInstanceOf(ArgumentException.class);
    }

    @Test
    void powersOfIntegersWrapAndNegativeOnesVanish() {
        assertThat(ScalarMath.pow(3L, 4L)).isEqualTo(81);
        assertThat(ScalarMath.pow(2L, 64L)).isZero();
        assertThat(ScalarMath.pow(2L, -1L)).isZero();
        assertThat(ScalarMath.pow(-1L, -3L)).isEqualTo(-1);
        assertThat(ScalarMath.pow(1.0, Double.NaN)).isEqualTo(1);
    }

    @Test
    void logarithmsOfPowersOfTwoAreWhole() {
        for (int e = -300; e <= 300; e++) {
            assertThat(ScalarMath.log2(Math.scalb(1.0, e))).isEqualTo(e);
        }
        assertThat(ScalarMath.log2(0.999999)).isCloseTo(Math.log(0.999999) / Math.log(2), within(1e-21));
    }

    @Test
    void signsOfNothing() {
        assertThat(ScalarMath.sign(Double.NaN)).isZero();
        assertThat(ScalarMath.sign(-3.0)).isEqualTo(-1);
        assertThat(ScalarMath.trunc(-0.5)).isEqualTo(-0.0);
    }
}
