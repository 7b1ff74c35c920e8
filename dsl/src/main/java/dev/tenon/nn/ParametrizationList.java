package dev.tenon.nn;

import dev.tenon.tensor.GradMode;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** What stands for one parameter: the originals, and how they make it. */
final class ParametrizationList extends MultiLayer {
    private final Parametrization parametrization;
    private final List<Parameter> originals = new ArrayList<>();

    ParametrizationList(Parametrization parametrization, Tensor value) {
        this.parametrization = child("0", parametrization);
        try (var _ = GradMode.noGrad()) {
            var tensors = parametrization.originals(value.detach());
            for (int i = 0; i < tensors.size(); i++) {
                originals.add(parameter(tensors.size() == 1 ? "original" : "original" + i, tensors.get(i).clone()));
            }
        }
    }

    Tensor value() {
        return parametrization.value(originals.stream().map(Parameter::value).toList());
    }

    @Override
    protected List<Tensor> outputs(List<Tensor> inputs) {
        return List.of(value());
    }
}
