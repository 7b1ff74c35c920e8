package dev.tenon.optim;

import dev.tenon.core.ArgumentException;
import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.GradMode;
import dev.tenon.tensor.Tensor;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Scales the loss so that small gradients are not lost in float16, and leaves out steps whose gradients have become infinite.
 * {@snippet :
 * var loss = autocast(DType.FLOAT16, () -> crossEntropy(model.forward(x), y));
 * scaler.scale(loss).backward();
 * scaler.unscale_(optimizer);                    // only to clip, or to look at gradients
 * scaler.step(optimizer);
 * scaler.update();
 * }
 *
 * @see <a href="https://arxiv.org/abs/1710.03740">Micikevicius et al. (2017)</a>
 */
public final class GradScaler {
    private final Settings settings;
    /** Of optimizers whose gradients are unscaled already, whether they were finite. */
    private final Map<Optimizer<?>, Boolean> unscaled = new IdentityHashMap<>();
    private final Map<Optimizer<?>, Boolean> stepped = new IdentityHashMap<>();
    private double scale;
    private long growthTracker;

    /**
     * How the scale changes.
     *
     * @param initScale the first scale; 65536
     * @param growthFactor factor after {@code growthInterval} steps in a row with finite gradients, above 1; 2
     * @param backoffFactor factor after a step without, in (0, 1); 0.5
     * @param growthInterval how many such steps; 2000
     * @param enabled whether anything is done at all; true
     */
    public record Settings(double initScale, double growthFactor, double backoffFactor, long growthInterval, boolean enabled) {
        /** PyTorch's defaults. */
        public static final Settings DEFAULT = new Settings(65536, 2, 0.5, 2000, true);

        public Settings {
            Setting.require(growthFactor > 1, "GradScaler", "growthFactor", "above 1", growthFactor);
            Setting.require(backoffFactor > 0 && backoffFactor < 1, "GradScaler", "backoffFactor", "in (0, 1)", backoffFactor);
            Setting.require(growthInterval >= 1, "GradScaler", "growthInterval", "at least 1", growthInterval);
        }

        /** The same settings with another first scale. */
        public Settings initScale(double first) {
            return new Settings(first, growthFactor, backoffFactor, growthInterval, enabled);
        }

        /** The same settings with another factor of growth. */
        public Settings growthFactor(double factor) {
            return new Settings(initScale, factor, backoffFactor, growthInterval, enabled);
        }

        /** The same settings with another factor of backing off. */
        public Settings backoffFactor(double factor) {
            return new Settings(initScale, growthFactor, factor, growthInterval, enabled);
        }

        /** The same settings with another interval of growth. */
        public Settings growthInterval(long steps) {
            return new Settings(initScale, growthFactor, backoffFactor, steps, enabled);
        }

        /** The same settings, at work or not. */
        public Settings enabled(boolean on) {
            return new Settings(initScale, growthFactor, backoffFactor, growthInterval, on);
        }
    }

    public GradScaler(Settings settings) {
        this.settings = settings;
        this.scale = settings.initScale();
    }

    /** The present scale; 1 where this is not at work. */
    public double scale() {
        return settings.enabled() ? scale : 1;
    }

    /** The loss times the scale. */
    public Tensor scale(Tensor loss) {
        return settings.enabled() ? loss.mul(scale) : loss;
    }

    /**
     * Divides the gradients of an optimizer by the scale; {@link #step} does it by itself where this was not called.
     *
     * @throws ArgumentException if it was called for this optimizer since the last {@link #update}
     */
    public void unscale_(Optimizer<?> optimizer) {
        if (!settings.enabled()) {
            return;
        }
        requireFirst(unscaled, optimizer, "unscale_");
        try (var _ = GradMode.noGrad()) {
            var grads = optimizer.parameters().stream().map(Tensor::gradForUpdate).filter(grad -> grad != null && grad.numel() > 0)
                .map(Objects::requireNonNull).toList();
            grads.forEach(grad -> grad.mul_(1 / scale));
            unscaled.put(optimizer, GradClip.areFinite(grads));
        }
    }

    private static void requireFirst(Map<Optimizer<?>, Boolean> done, Optimizer<?> optimizer, String what) {
        if (done.containsKey(optimizer)) {
            throw new ArgumentException(
                "GradScaler: " + what + " was called for this optimizer already since the last update\n  try:   update()"
                    + " after each step");
        }
    }

    /** Steps the optimizer if its gradients are finite; answers whether it did. */
    public boolean step(Optimizer<?> optimizer) {
        if (!settings.enabled()) {
            optimizer.step();
            return true;
        }
        requireFirst(stepped, optimizer, "step");
        if (!unscaled.containsKey(optimizer)) {
            unscale_(optimizer);
        }
        boolean finite = unscaled.getOrDefault(optimizer, true);
        stepped.put(optimizer, finite);
        if (finite) {
            optimizer.step();
        }
        return finite;
    }

    /** Changes the scale after a step: down if any gradient was not finite, up after enough steps in a row in which all were. */
    public void update() {
        if (!settings.enabled()) {
            return;
        }
        if (unscaled.isEmpty()) {
            throw new ArgumentException(
                "GradScaler: no gradients have been seen since the last update\n  try:   step(optimizer) before update()");
        }
        if (unscaled.containsValue(false)) {
            scale *= settings.backoffFactor();
            growthTracker = 0;
        } else if (++growthTracker == settings.growthInterval()) {
            // As PyTorch: a scale that float cannot hold is not taken.
            scale = Float.isFinite((float) (scale * settings.growthFactor())) ? scale * settings.growthFactor() : scale;
            growthTracker = 0;
        }
        unscaled.clear();
        stepped.clear();
    }

    /** Sets the scale. */
    public void update(double newScale) {
        scale = newScale;
        unscaled.clear();
        stepped.clear();
    }

    /** The state by PyTorch's names; empty where this is not at work. */
    public Map<String, Tensor> stateDict() {
        if (!settings.enabled()) {
            return Map.of();
        }
        var state = new LinkedHashMap<String, Tensor>();
        state.put("scale", Setting.tensor(scale));
        state.put("growth_factor", Setting.tensor(settings.growthFactor()));
        state.put("backoff_factor", Setting.tensor(settings.backoffFactor()));
        state.put("growth_interval", Setting.tensor(settings.growthInterval()));
        state.put("_growth_tracker", Creation.full(new long[0], growthTracker, DType.INT64, Device.CPU));
        return Collections.unmodifiableMap(state);
    }

    /**
     * Restores scale and count of a state that {@link #stateDict} gave; factors and interval stay those of this scaler.
     *
     * @throws ArgumentException if an entry is missing
     */
    public void loadStateDict(Map<String, Tensor> state) {
        if (!settings.enabled()) {
            return;
        }
        double loaded = StateEntry.number(state, "scale");
        growthTracker = StateEntry.count(state, "_growth_tracker");
        scale = loaded;
    }
}
