package dev.tenon.nn.declare;

import dev.tenon.nn.Layer;
import dev.tenon.nn.UnaryLayer;
import dev.tenon.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * {@code body(x) + x}, or {@code body(x) + shortcut(x)} where the body changes the shape.
 *
 * @see <a href="https://arxiv.org/abs/1512.03385">He et al. (2015)</a>
 */
public final class Residual extends UnaryLayer {
    private final Layer body;
    private final @Nullable Layer shortcut;

    public Residual(Layer body) {
        this(body, null);
    }

    public Residual(Layer body, @Nullable Layer shortcut) {
        this.body = child("body", body);
        this.shortcut = shortcut == null ? null : child("shortcut", shortcut);
    }

    @Override
    protected Tensor output(Tensor input) {
        return body.call(input).add(shortcut == null ? input : shortcut.call(input));
    }
}
