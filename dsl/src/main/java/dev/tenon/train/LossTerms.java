package dev.tenon.train;

import dev.tenon.core.ArgumentException;
import dev.tenon.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a step makes small: a loss, or several terms that are added, each of which the history has by its name. Immutable.
 * {@snippet :
 * train(vae, t -> t.data(images).optimizer(adam(o -> o)).terms((model, batch) -> {
 *     var seen = vae.reconstruct(batch.x());
 *     return LossTerms.of("reconstruction", bce(seen.image(), batch.x())).and("kl", 0.1, seen.divergence()).output(seen.image(), batch.x());
 * }));
 * }
 */
public final class LossTerms {
    private final Tensor total;
    private final Map<String, Tensor> terms;
    private final @Nullable Tensor output;
    private final @Nullable Tensor target;

    private LossTerms(Tensor total, Map<String, Tensor> terms, @Nullable Tensor output, @Nullable Tensor target) {
        this.total = total;
        this.terms = terms;
        this.output = output;
        this.target = target;
    }

    /** One loss without terms. */
    public static LossTerms of(Tensor loss) {
        return new LossTerms(loss, Map.of(), null, null);
    }

    /** A first term. */
    public static LossTerms of(String name, Tensor term) {
        return new LossTerms(term, Map.of(name, term), null, null);
    }

    /** A term more. */
    public LossTerms and(String name, Tensor term) {
        return and(name, 1, term);
    }

    /**
     * A term more, which is added {@code weight} times; the history has it without the weight.
     *
     * @throws ArgumentException if there is a term of this name already
     */
    public LossTerms and(String name, double weight, Tensor term) {
        if (terms.containsKey(name) || name.equals("loss")) {
            throw new ArgumentException("train: there are two terms with the name '" + name + "'\n  try:   a name for each");
        }
        var more = new LinkedHashMap<>(terms);
        more.put(name, term);
        return new LossTerms(total.add(weight == 1 ? term : term.mul(weight)), more, output, target);
    }

    /** With what metrics compare. */
    public LossTerms output(Tensor given, Tensor wanted) {
        return new LossTerms(total, terms, given, wanted);
    }

    /** The weighted sum of the terms. */
    public Tensor total() {
        return total;
    }

    /** The terms by name; none of a single loss. */
    public Map<String, Tensor> terms() {
        return terms;
    }

    /** What metrics compare with {@link #target}, or null. */
    public @Nullable Tensor output() {
        return output;
    }

    /** What metrics compare {@link #output} with, or null. */
    public @Nullable Tensor target() {
        return target;
    }
}
