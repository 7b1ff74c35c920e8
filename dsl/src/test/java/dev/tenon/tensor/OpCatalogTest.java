package dev.tenon.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.Device;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The catalogue, on tensors without elements: shapes and dtypes need no kernels. */
class OpCatalogTest {
    private static Tensor tensor(DType dtype, long... shape) {
        return Tensor.allocate(dtype, Device.META, shape);
    }

    private static Tensor matrix() {
        return tensor(DType.FLOAT32, 2, 3);
    }

    private static Tensor one(String name, Map<String, Object> args) {
        var results = OpCatalog.call(name, args);
        assertThat(results).hasSize(1);
        return results.getFirst();
    }

    @Test
    void anOperatorIsCalledByItsNameWithArgumentsByName() {
        assertThat(one("sum", Map.of("input", matrix(), "dim", -1L)).sizes()).containsExactly(2);
        assertThat(one("sum", Map.of("input", matrix(), "dim", List.of(0L, 1L), "keepdim", true)).sizes()).containsExactly(1, 1);
        assertThat(one("nn.functional.gelu", Map.of("input", matrix(), "approximate", "tanh")).sizes()).containsExactly(2, 3);
    }

    @Test
    void theOverloadIsTheOneThatTheArgumentsFit() {
        assertThat(one("max", Map.of("input", matrix())).sizes()).isEmpty();
        assertThat(OpCatalog.call("max", Map.of("input", matrix(), "dim", 0L))).hasSize(2);
        assertThat(one("max", Map.of("input", matrix(), "other", matrix())).sizes()).containsExactly(2, 3);
    }

    @Test
    void aNumberMayStandForATensor() {
        assertThat(one("add", Map.of("input", matrix(), "other", 2.5)).dtype()).isEqualTo(DType.FLOAT32);
        assertThat(one("add", Map.of("input", tensor(DType.INT32, 4), "other", 2L)).dtype()).isEqualTo(DType.INT32);
    }

    @Test
    void otherNamesOfAnOperatorAreKnownToo() {
        assertThat(one("true_divide", Map.of("input", matrix(), "other", matrix())).sizes()).containsExactly(2, 3);
        assertThat(OpCatalog.names()).contains("div", "true_divide", "divide", "linalg.vector_norm");
    }

    @Test
    void anArgumentOfOldTimesIsAcceptedWhereItSaysNothing() {
        var args = new HashMap<String, Object>(Map.of("input", matrix(), "dim", 0L));
        args.put("out", null);
        assertThat(one("sum", args).sizes()).containsExactly(3);
        args.put("out", matrix());
        assertThatThrownBy(() -> OpCatalog.call("sum", args)).isInstanceOf(ArgumentException.class)
            .hasMessageContaining("sum: no overload takes");
    }

    @Test
    void aDtypeIsGivenByItselfOrByName() {
        assertThat(one("sum", Map.of("input", matrix(), "dtype", DType.FLOAT64)).dtype()).isEqualTo(DType.FLOAT64);
        assertThat(one("sum", Map.of("input", matrix(), "dtype", "float64")).dtype()).isEqualTo(DType.FLOAT64);
    }

    @Test
    void aCallThatFitsNothingNamesTheOverloads() {
        assertThatThrownBy(() -> OpCatalog.call("relu", Map.of("inputs", matrix()))).isInstanceOf(ArgumentException.class)
            .hasMessageContaining("[inputs]").hasMessageContaining("relu(input)");
        assertThatThrownBy(() -> OpCatalog.call("gelu", Map.of("input", matrix(), "approximate", "none at all")))
            .isInstanceOf(ArgumentException.class);
    }

    @Test
    void anUnknownNameIsRefused() {
        assertThatThrownBy(() -> OpCatalog.call("frobnicate", Map.of())).isInstanceOf(ArgumentException.class)
            .hasMessageStartingWith("frobnicate: there is no operator of that name");
    }

    @Test
    void everyOperatorThatIsDescribedCanBeCalled() {
        assertThat(OpCatalog.ops()).isNotEmpty().allSatisfy(op -> {
            assertThat(OpCatalog.names()).contains(op.name());
            assertThat(op.doc()).isNotBlank();
        });
    }
}
