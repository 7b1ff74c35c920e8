package dev.tenon.nn;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.GradMode;
import dev.tenon.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The running average of a model's weights, as {@code torch.optim.swa_utils.AveragedModel} keeps it: of all that were seen (SWA), or one in
 * which older ones fade (EMA).
 * {@snippet :
 * var average = AveragedModel.ema(model, 0.999);
 * ...                                      // after each step of the optimizer:
 * average.updateParameters();
 * try (var averaged = average.applied()) { // the model computes with the average until closed
 *     println(evaluate(model, validation, loss));
 * }
 * }
 */
public final class AveragedModel {
    private static final String MODULE = "module.";
    private static final String COUNT = "n_averaged";

    private final Layer model;
    private final Rule rule;
    private final boolean useBuffers;
    private final Map<String, Tensor> average = new LinkedHashMap<>();
    private long count;

    /** How an average takes in a weight: the share of the new one. */
    @FunctionalInterface
    private interface Rule {
        double share(long averaged);
    }

    private AveragedModel(Layer model, Rule rule, boolean useBuffers) {
        this.model = model;
        this.rule = rule;
        this.useBuffers = useBuffers;
        model.stateDict().forEach((name, tensor) -> average.put(name, tensor.detach().clone().escape()));
    }

    /**
     * The mean of all weights that are seen: {@code a <- a + (w - a) / (n + 1)}.
     *
     * @see <a href="https://arxiv.org/abs/1803.05407">Izmailov et al. (2018)</a>
     */
    public static AveragedModel swa(Layer model) {
        return new AveragedModel(model, averaged -> 1.0 / (averaged + 1), false);
    }

    /**
     * An average in which older weights fade: {@code a <- decay a + (1 - decay) w}.
     *
     * @throws ArgumentException if the decay is not in [0, 1]
     */
    public static AveragedModel ema(Layer model, double decay) {
        if (!(decay >= 0 && decay <= 1)) {
            throw new ArgumentException("AveragedModel: decay must be in [0, 1], got " + decay);
        }
        return new AveragedModel(model, _ -> 1 - decay, false);
    }

    /** As this, from the beginning, and with buffers averaged like parameters where {@code on}; otherwise they are the model's last ones. */
    public AveragedModel useBuffers(boolean on) {
        return new AveragedModel(model, rule, on);
    }

    /** Takes in the model's present weights. */
    public void updateParameters() {
        var parameters = model.namedParameters();
        try (var _ = GradMode.noGrad()) {
            model.stateDict().forEach((name, tensor) -> {
                var kept = average.get(name);
                if (kept != null) {
                    boolean averaged = count > 0 && (useBuffers || parameters.containsKey(name) || tensor.requiresGrad());
                    update(kept, tensor.detach(), averaged ? rule.share(count) : 1);
                }
            });
        }
        count++;
    }

    private static void update(Tensor kept, Tensor seen, double share) {
        if (share == 1) {
            kept.copy_(seen);
        } else if (kept.dtype().isFloating()) {
            kept.lerp_(seen, share);
        } else {
            kept.copy_(kept.mul(1 - share).add(seen.mul(share)).to(kept.dtype()));
        }
    }

    /** Gives the model the averaged weights until closed; then it has its own again. */
    public Applied applied() {
        var own = new LinkedHashMap<String, Tensor>();
        model.stateDict().forEach((name, tensor) -> own.put(name, tensor.detach().clone().escape()));
        model.loadStateDict(average);
        return () -> model.loadStateDict(own);
    }

    /** A model that computes with averaged weights. */
    public interface Applied extends AutoCloseable {
        @Override
        void close();
    }

    /** The averaged weights and buffers by the model's names; they are this average's own, not copies. */
    public Map<String, Tensor> average() {
        return Collections.unmodifiableMap(average);
    }

    /** How often weights were taken in. */
    public long averaged() {
        return count;
    }

    /** The state by PyTorch's names: {@code n_averaged}, and the weights after {@code module.}. */
    public Map<String, Tensor> stateDict() {
        var state = new LinkedHashMap<String, Tensor>();
        state.put(COUNT, Creation.full(new long[0], count, DType.INT64, Device.CPU));
        average.forEach((name, tensor) -> state.put(MODULE + name, tensor));
        return state;
    }

    /**
     * Restores a state that {@link #stateDict} gave.
     *
     * @throws ArgumentException if names differ; nothing is changed then
     * @throws dev.tenon.core.ShapeException if a shape differs; nothing is changed then
     */
    public void loadStateDict(Map<String, Tensor> state) {
        StateCheck.requireSame(stateDict(), state);
        try (var _ = GradMode.noGrad()) {
            average.forEach((name, tensor) -> tensor.copy_(state.getOrDefault(MODULE + name, tensor).detach().to(tensor.device())));
        }
        count = (long) state.getOrDefault(COUNT, Creation.scalar(0)).item();
    }
}
