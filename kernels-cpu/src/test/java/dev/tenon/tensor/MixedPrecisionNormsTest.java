package dev.tenon.tensor;

import static dev.tenon.Tenon.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.core.DType;
import dev.tenon.core.DTypeException;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Halves beside parameters and statistics of float32: the result is a half, computed in float32 and rounded once; so is its gradient. */
class MixedPrecisionNormsTest {
    private static final double[] EPS = {1e-5};

    private record Norm(String name, long channels, BiFunction<Tensor, Tensor[], Tensor> run) {}

    private static final List<Norm> NORMS = List.of(
        new Norm("layer norm", 6, (x, p) -> x.layerNorm(new long[] {6}, p[0], p[1], EPS[0])),
        new Norm("layer norm without bias", 6, (x, p) -> x.layerNorm(new long[] {6}, p[0], null, EPS[0])),
        new Norm("batch norm", 4, (x, p) -> x.batchNorm(p[2], p[3], p[0], p[1], true, 0.1, EPS[0])),
        new Norm("evaluated batch norm", 4, (x, p) -> x.batchNorm(p[2], p[3], p[0], p[1], false, 0.1, EPS[0])),
        new Norm("group norm", 4, (x, p) -> x.groupNorm(2, p[0], p[1], EPS[0])),
        new Norm("instance norm", 4, (x, p) -> x.instanceNorm(p[2], p[3], p[0], p[1])),
        new Norm("evaluated instance norm", 4, (x, p) -> x.instanceNorm(p[2], p[3], p[0], p[1], false)),
        new Norm("rms norm", 6, (x, p) -> x.rmsNorm(new long[] {6}, p[0], EPS[0])));

    private static Tensor input() {
        return arange(48).to(DType.FLOAT64).mul(0.7).sin().mul(3).add(1).reshape(2, 4, 6);
    }

    private static Tensor[] parameters(DType dtype, long channels) {
        var weight = arange(channels).to(DType.FLOAT64).mul(0.3).add(0.5).to(dtype).detach().requiresGrad_();
        var bias = arange(channels).to(DType.FLOAT64).mul(-0.2).add(0.1).to(dtype).detach().requiresGrad_();
        return new Tensor[] {weight, bias, full(new long[] {channels}, 0.8).to(dtype), full(new long[] {channels}, 2.5).to(dtype)};
    }

    private static double[] doubles(Tensor x) {
        return x.detach().to(DType.FLOAT64).flatten().toDoubleArray();
    }

    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"FLOAT16", "BFLOAT16"})
    void theResultAndItsGradientAreHalvesRoundedOnce(DType half) {
        for (var norm : NORMS) {
            var x = input().to(half).detach().requiresGrad_();
            var wide = x.detach().to(DType.FLOAT32).requiresGrad_();
            var p = parameters(DType.FLOAT32, norm.channels());
            var q = parameters(DType.FLOAT32, norm.channels());
            var actual = norm.run().apply(x, p);
            var expected = norm.run().apply(wide, q);
            assertThat(actual.dtype()).as(norm.name()).isEqualTo(half);
            assertThat(doubles(actual)).as(norm.name()).containsExactly(doubles(expected.to(half)));
            var g = input().flip(2).to(half);
            actual.mul(g).sum().backward();
            expected.mul(g.to(DType.FLOAT32)).sum().backward();
            assertGradient(norm, x, wide, half);
            assertGradient(norm, p[0], q[0], half);
            if (q[1].grad() != null) {
                assertGradient(norm, p[1], q[1], half);
            }
            assertThat(doubles(p[2])).as("running mean of " + norm.name()).containsExactly(doubles(q[2]));
            assertThat(doubles(p[3])).as("running variance of " + norm.name()).containsExactly(doubles(q[3]));
        }
    }

    private static void assertGradient(Norm norm, Tensor actual, Tensor expected, DType half) {
        var found = Objects.requireNonNull(actual.grad(), norm.name());
        var wanted = Objects.requireNonNull(expected.grad(), norm.name());
        assertThat(found.dtype()).as(norm.name()).isEqualTo(actual.dtype());
        double tolerance = half == DType.FLOAT16 ? 2e-3 : 2e-2;
        for (int i = 0; i < doubles(wanted).length; i++) {
            assertThat(doubles(found)[i]).as("%s, %d", norm.name(), i).isCloseTo(doubles(wanted)[i],
                org.assertj.core.api.Assertions.within(tolerance * (1 + Math.abs(doubles(wanted)[i]))));
        }
    }

    @ParameterizedTest
    @EnumSource(value = DType.class, names = {"FLOAT16", "BFLOAT16"})
    void gradientsHaveGradients(DType half) {
        for (var norm : NORMS) {
            for (var parameters : List.of(DType.FLOAT32, half)) {
                var x = input().to(half).detach().requiresGrad_();
                var p = parameters(parameters, norm.channels());
                var slopes = differentiableGrad(norm.run().apply(x, p).mul(x).square().sum(), x);
                assertThat(slopes.dtype()).as(norm.name()).isEqualTo(half);
                slopes.square().sum().backward();
                assertThat(Objects.requireNonNull(x.grad()).dtype()).as(norm.name()).isEqualTo(half);
                assertThat(Objects.requireNonNull(p[0].grad()).dtype()).as(norm.name()).isEqualTo(parameters);
                var wide = input().to(half).to(DType.FLOAT32).detach().requiresGrad_();
                var q = parameters(DType.FLOAT32, norm.channels());
                differentiableGrad(norm.run().apply(wide, q).mul(wide).square().sum(), wide).square().sum().backward();
                double scale = Objects.requireNonNull(wide.grad()).abs().max().item();
                double apart = x.grad().to(DType.FLOAT32).sub(wide.grad()).abs().max().item();
                assertThat(apart).as(norm.name() + " " + parameters).isLessThan((half == DType.FLOAT16 ? 0.02 : 0.15) * scale);
            }
        }
    }

    @Test
    void otherMixturesAreRefused() {
        var x = input().to(DType.BFLOAT16);
        for (var norm : NORMS) {
            boolean takesAny = norm.name().startsWith("rms");
            if (!takesAny) {
                assertRefused(norm, x, parameters(DType.FLOAT64, norm.channels()));
                assertRefused(norm, x, parameters(DType.FLOAT16, norm.channels()));
                assertRefused(norm, input().to(DType.FLOAT32), parameters(DType.FLOAT64, norm.channels()));
                assertRefused(norm, input(), parameters(DType.FLOAT32, norm.channels()));
            }
        }
        var mixed = parameters(DType.FLOAT32, 4);
        assertRefused(NORMS.get(2), x, mixed[0], mixed[1], zeros(DType.BFLOAT16, 4), ones(DType.BFLOAT16, 4));
        assertRefused(NORMS.get(4), x, mixed[0], mixed[1].to(DType.BFLOAT16));
    }

    private static void assertRefused(Norm norm, Tensor x, Tensor... parameters) {
        assertThatThrownBy(() -> norm.run().apply(x, parameters)).as(norm.name()).isInstanceOf(DTypeException.class)
            .hasMessageContaining("_norm: ").hasMessageContaining("\n  try:   to(");
    }
}
