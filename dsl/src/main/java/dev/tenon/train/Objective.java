package dev.tenon.train;

import dev.tenon.data.Batch;
import dev.tenon.nn.Layer;
import dev.tenon.nn.Loss;
import dev.tenon.optim.Optimizer;
import dev.tenon.tensor.Tensor;
import java.util.Map;

/**
 * What one optimizer makes small.
 *
 * @param name of the optimizer; empty if it is the only one
 * @param step computes it
 * @param optimizer moves against it
 */
record Objective(String name, TermsStep step, Optimizer<?> optimizer) {
    /** The model's output for the batch compared with its target. */
    static TermsStep of(Loss loss) {
        return (model, batch) -> {
            var output = output(model, batch);
            return LossTerms.of(loss.of(output, batch.y())).output(output, batch.y());
        };
    }

    /** What a model gives for a batch. */
    static Tensor output(Layer model, Batch batch) {
        return model.call(batch.inputList());
    }

    /** The name of a term in the history. */
    String term(String term) {
        return name.isEmpty() ? term : name + "/" + term;
    }

    /** The terms as numbers, by their names in the history; of several objectives each has its total by its name. */
    static void note(Objective objective, LossTerms terms, double total, Map<String, Double> into) {
        if (!objective.name.isEmpty()) {
            into.put(objective.name, total);
        }
        terms.terms().forEach((name, term) -> into.put(objective.term(name), term.item()));
    }
}
