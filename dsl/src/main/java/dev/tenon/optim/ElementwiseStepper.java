package dev.tenon.optim;

import dev.tenon.tensor.Dispatch;
import dev.tenon.tensor.Tensor;
import java.util.List;

/** Steps by the operator that an entry of a spec describes. */
final class ElementwiseStepper<O extends ElementwiseOptions<O>> extends ParameterStepper<O> {
    ElementwiseStepper(List<ElementwiseOptions.State> states, List<Tensor> parameters) {
        super(parameters, kept -> {
            for (var state : states) {
                if (state.isNumber()) {
                    kept.numbers.put(state.name(), state.initial());
                } else {
                    kept.add(state.name(), kept.parameter.shape().toArray(), state.initial());
                }
            }
        });
    }

    /** Parameters of one dtype, device, step count and the same numbers step in one operator. */
    @Override
    void step(O options, List<ParameterState> states, List<Tensor> grads) {
        var batch = new StepBatch();
        for (int i = 0; i < states.size(); i++) {
            if (!batch.takes(states.get(i))) {
                apply(options, batch);
                batch = new StepBatch();
            }
            batch.add(states.get(i), grads.get(i));
        }
        apply(options, batch);
    }

    private void apply(O options, StepBatch batch) {
        if (batch.size() > 0) {
            var numbers = batch.numbers();
            Dispatch.mutate(options.step(batch.size(), batch.steps(), numbers), batch.tensors());
            batch.writeBack();
            if (numbers.length > 0) {
                batch.setNumbers(options.after(batch.steps(), numbers));
            }
        }
    }

    @Override
    public List<String> states(O options) {
        return options.states().stream().map(ElementwiseOptions.State::name).toList();
    }
}
