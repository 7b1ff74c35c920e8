package dev.tenon.tensor;

import static dev.tenon.Tenon.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenon.core.AutogradException;
import dev.tenon.core.ReleasedException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AskingForGradientsTest {
    @Test
    void aGraphIsKeptOrRecordedOnRequest() {
        var x = tensor(3.0).requiresGrad_();
        var y = x.pow(3);
        assertThat(grad(y, x, o -> o.retainGraph()).item()).isEqualTo(27);
        var first = grad(y, x, o -> o.createGraph());
        assertThat(grad(first, x).item()).isEqualTo(18);
        assertThat(x.grad()).isNull();
    }

    @Test
    void eachOutputMayHaveAVectorOfItsOwn() {
        var x = tensor(new double[] {1, 2}).requiresGrad_();
        var outputs = List.of(x.square(), x.sum());
        var gradients = Autograd.grad(outputs, List.of(x), o -> o.gradOutputs(tensor(new double[] {1, 10}), null));
        assertThat(gradients.getFirst().toDoubleArray()).containsExactly(3, 41);
    }

    @Test
    void whatWasNotUsedIsAnErrorOrNullOrZeros() {
        var x = tensor(new double[] {1, 2}).requiresGrad_();
        var unused = tensor(new double[] {5, 6, 7}).requiresGrad_();
        var y = x.sum();
        assertThatThrownBy(() -> Autograd.grad(List.of(y), List.of(x, unused), o -> o.retainGraph()))
            .isInstanceOf(AutogradException.class).hasMessageContaining("input 1 was not used");
        assertThat(Autograd.grad(List.of(y), List.of(x, unused), o -> o.retainGraph().allowUnused()).get(1)).isNull();
        assertThat(grad(y, unused, o -> o.retainGraph().materializeGrads()).toDoubleArray()).containsExactly(0, 0, 0);
        assertThatThrownBy(() -> grad(y, unused, o -> o.retainGraph().allowUnused())).hasMessageContaining("materializeGrads()");
    }

    @Test
    void gradientSaysWhyThereIsNone() {
        var x = tensor(2.0).requiresGrad_();
        var y = x.square();
        assertThatThrownBy(x::gradient).isInstanceOf(AutogradException.class)
            .hasMessageContaining("no backward pass has reached this leaf");
        y.backward();
        assertThat(x.gradient().item()).isEqualTo(4);
        assertThatThrownBy(y::gradient).hasMessageContaining("retainGrad() before backward()");
        assertThatThrownBy(() -> tensor(1.0).gradient()).hasMessageContaining("requiresGrad_() before the forward pass");
    }

    private record Pair(Tensor sum, double factor, List<Tensor> parts) {}

    @Test
    void tensorsInTheResultOfNoGradOutliveIt() {
        var x = ones(1000).requiresGrad_();
        assertThat(noGrad(() -> x.sum().item())).isEqualTo(1000.0);
        var pair = noGrad(() -> new Pair(x.sum(), 2, List.of(x.mul(2), x.mul(3))));
        var named = noGrad(() -> Map.of("four", x.mul(4)));
        assertThat(pair.sum.item()).isEqualTo(1000);
        assertThat(pair.parts.get(1).sum().item()).isEqualTo(3000);
        assertThat(named.get("four").requiresGrad()).isFalse();
        assertThat(named.get("four").sum().item()).isEqualTo(4000);
        var freed = new Tensor[1];
        noGrad(() -> {
            freed[0] = x.mul(5);
        });
        assertThatThrownBy(() -> freed[0].sum()).isInstanceOf(ReleasedException.class);
    }
}
