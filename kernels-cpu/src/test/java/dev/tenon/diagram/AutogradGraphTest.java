package dev.tenon.diagram;

import static dev.tenon.Tenon.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.core.AutogradException;
import dev.tenon.nn.Sequential;
import dev.tenon.nn.activation.ReLU;
import dev.tenon.nn.linear.Linear;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class AutogradGraphTest {
    private static List<String> arrows(String dot) {
        var names = Pattern.compile("(n\\d+) \\[label=\"(.*?)\"").matcher(dot).results()
            .collect(Collectors.toMap(m -> m.group(1), m -> m.group(2).replace("\\n", " ")));
        return Pattern.compile("(n\\d+) -> (n\\d+)").matcher(dot).results().map(m -> names.get(m.group(1)) + " > " + names.get(m.group(2)))
            .toList();
    }

    @Test
    void functionsAndParametersHaveTheNamesOfPyTorch() {
        var model = new Sequential(new Linear(3, 2), new ReLU());
        var loss = model.call(ones(4, 3)).pow(2).mean();
        assertThat(arrows(AutogradGraph.of(loss, model).dot())).containsExactlyInAnyOrder("0.weight [2, 3] > AddmmBackward0",
            "0.bias [2] > AddmmBackward0", "AddmmBackward0 > ReluBackward0", "ReluBackward0 > PowBackward0", "PowBackward0 > MeanBackward0",
            "MeanBackward0 > output []");
    }

    @Test
    void aLeafThatIsUsedTwiceIsOneBox() {
        var x = ones(2).requiresGrad_();
        assertThat(arrows(AutogradGraph.of(x.mul(x).sum()).named(Map.of("x", x)).dot())).containsExactlyInAnyOrder("x [2] > MulBackward0",
            "MulBackward0 > SumBackward0", "SumBackward0 > output []");
    }

    @Test
    void savedTensorsAreDrawnWhenAskedFor() {
        var y = ones(2).requiresGrad_().exp().sum();
        assertThat(arrows(AutogradGraph.of(y).dot())).doesNotContain("result [2] > ExpBackward0");
        assertThat(arrows(AutogradGraph.of(y).saved().dot())).contains("result [2] > ExpBackward0");
        assertThat(AutogradGraph.of(y).saved().svg()).contains(">ExpBackward0</text>").contains(">result</text>");
    }

    @Test
    void aDeepGraphNeedsNoStack() {
        Tensor y = ones(1).requiresGrad_();
        for (int i = 0; i < 5_000; i++) {
            y = y.add(1);
        }
        assertThat(arrows(AutogradGraph.of(y).dot())).hasSize(5_001);
        assertThat(AutogradGraph.of(y).svg()).contains("AddBackward0");
    }

    @Test
    void functionsTellWhereGradientsGo() {
        var x = ones(3, 2).requiresGrad_();
        var parts = x.mul(2).unbind(0);
        var function = Objects.requireNonNull(parts.get(1).add(parts.get(2)).gradFn());
        assertThat(function.function()).isEqualTo("AddBackward0");
        assertThat(function.next()).extracting(next -> next.output()).containsExactly(0, 0);
        var product = Objects.requireNonNull(Objects.requireNonNull(function.next().getFirst().function()).next().getFirst().function());
        assertThat(product.function()).isEqualTo("MulBackward0");
        assertThat(product.next()).singleElement().satisfies(next -> assertThat(next.leaf()).isSameAs(x));
        assertThat(x.gradFn()).isNull();
    }

    @Test
    void aTensorWithoutHistoryOrWithAReleasedOneIsRefused() {
        assertThatThrownBy(() -> AutogradGraph.of(ones(2))).isInstanceOf(AutogradException.class).hasMessageContaining("no history");
        var y = ones(2).requiresGrad_().exp().sum();
        y.backward();
        assertThatThrownBy(() -> AutogradGraph.of(y).dot()).isInstanceOf(AutogradException.class).hasMessageContaining("retainGraph");
    }
}
