package dev.tenon.testing;

import static dev.tenon.testing.OpCheck.only;
import static dev.tenon.testing.OpCheck.opcheck;
import static dev.tenon.testing.OpCheck.without;
import static dev.tenon.testing.Sample.sample;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.OpCatalog;
import dev.tenon.tensor.Ops;
import dev.tenon.tensor.Tensor;
import dev.tenon.testing.OpCheck.Check;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OpCheckTest {
    private final Tensor x = OpCase.random(new long[] {3, 4}, 0.2, 0.8, 1);
    private final Tensor y = OpCase.random(new long[] {3, 4}, 0.2, 0.8, 2);
    private final List<Tensor> kept = new ArrayList<>();
    private int calls;

    // ---- what is right --------------------------------------------------------------------------------------------------

    @Test
    void operatorsOfEveryKindPass() {
        opcheck(Ops::sigmoid, sample(x));
        opcheck(Ops::hypot, sample(x, y), sample(x, y.to(DType.FLOAT32).to(DType.FLOAT64)));
        opcheck(Ops::leakyRelu, sample(x, 0.2), sample(x.neg(), 0.2));
        opcheck((a, dims) -> Ops.sum(a, dims), sample(x, new long[] {1}));
        opcheck(Ops::t, sample(x));
        opcheck((a, b) -> Ops.linear(a, b), sample(x, y));
        opcheck(list -> Ops.cat(list, 0), sample(List.of(x, y)));
    }

    @Test
    void severalResultsAreCheckedEach() {
        opcheck((a, k) -> Ops.topk(a, k), sample(x, 2L));
        opcheck(a -> List.of(a.sin(), a.cos()), sample(x));
    }

    @Test
    void anOperatorIsFoundByNameInACatalogue() {
        opcheck(OpCatalog::call, "hypot", Map.of("input", x, "other", y));
        assertThatThrownBy(() -> opcheck(OpCatalog::call, "hypott", Map.of("input", x, "other", y))).isInstanceOf(AssertionError.class)
            .hasMessageContaining("hypott");
    }

    @Test
    void operandsOtherThanFloatingOnesStayAsTheyAre() {
        opcheck((a, index) -> Ops.indexSelect(a, 0, index), sample(x, Creation.of(new long[] {2, 0}, DType.INT64, Device.CPU, 2)));
    }

    @Test
    void onlyOperandsThatWantAGradientAreDifferentiated() {
        without(Check.BROADCAST).run((a, b) -> a.mul(b.detach()), sample(x.clone().requiresGrad_(true), y));
        assertThatThrownBy(() -> opcheck((a, b) -> a.mul(b.detach()), sample(x, y))).hasMessageContaining("result 0 to operand 1");
    }

    // ---- what is wrong --------------------------------------------------------------------------------------------------

    private static void fails(Check check, Sample.Of1<Tensor> operator, Tensor operand, String... told) {
        assertThatThrownBy(() -> only(check).run(operator, sample(operand))).isInstanceOf(AssertionError.class)
            .hasMessageContainingAll(check + ", sample 1 of 1 (" + operand.dtype() + " " + operand.shape() + ")", "without(" + check + ")")
            .hasMessageContainingAll(told);
    }

    @Test
    void aDerivativeThatIsNotThatOfTheValueIsTold() {
        fails(Check.GRADIENT, a -> a.mul(2).add(a.detach()), x, "in 12 of 144 places", "of element [0, 0] by element [0, 0] it is 2.0",
            "rtol 0.001");
        fails(Check.SECOND_GRADIENT, a -> a.mul(a.detach()).mul(2).sub(a.detach().square()), x, "the second derivative");
    }

    @Test
    void anOperandThatIsChangedIsTold() {
        fails(Check.SCHEMA, a -> a.add_(1), x.clone(), "operand 0 after the call gives");
        fails(Check.SCHEMA, a -> a.add_(0), x.clone(), "operand 0 was written to");
    }

    @Test
    void aResultThatDiffersFromCallToCallIsTold() {
        fails(Check.DETERMINISM, a -> a.add(calls++), x, "the same call again");
        only(Check.DETERMINISM).run(a -> Ops.dropout(a), sample(x));
    }

    @Test
    void aResultThatDependsOnWhereOperandsLieIsTold() {
        fails(Check.STRIDES, a -> a.isContiguous() ? a : a.add(1), x, "the last dimension first");
        fails(Check.BOUNDS, a -> a.storageOffset() == 0 ? a : a.asStrided(a.shape().toArray(), new long[] {4, 1}, a.storageOffset() - 1), x,
            "gives NaN at [0, 0]");
    }

    @Test
    void aBroadcastThatIsNoExpansionIsTold() {
        assertThatThrownBy(() -> opcheck((a, b) -> a.shape().equals(b.shape()) ? a.mul(b) : a.add(b), sample(x, y)))
            .hasMessageContainingAll("BROADCAST", "operand 0 of shape [1, 4]", "without(BROADCAST)");
    }

    @Test
    void operandsThatNobodyThoughtOfAreTold() {
        fails(Check.EMPTY, a -> {
            assertThat(a.numel()).isPositive();
            return a;
        }, x, "EMPTY");
        fails(Check.EMPTY, a -> Creation.scalar(a.toDoubleArray()[0]), x, "IndexOutOfBounds");
        fails(Check.DTYPES, a -> a.dtype() == DType.FLOAT16 ? a.mul(2) : a.mul(1), x, "float16 operands");
    }

    @Test
    void memoryThatStaysInUseIsTold() {
        fails(Check.MEMORY, a -> {
            kept.add(Creation.ones(DType.FLOAT64, Device.CPU, 5000).escape());
            return a.mul(1);
        }, x, "bytes in use");
    }

    @Test
    void allFailuresAreToldAtOnce() {
        assertThatThrownBy(() -> opcheck((Tensor a) -> a.add_(calls++), sample(x), sample(y))).isInstanceOf(AssertionError.class)
            .hasMessageContainingAll("SCHEMA, sample 1 of 2", "SCHEMA, sample 2 of 2", "DETERMINISM", "add_ does not hold");
        assertThat(EnumSet.allOf(Check.class)).hasSize(12);
    }
}
