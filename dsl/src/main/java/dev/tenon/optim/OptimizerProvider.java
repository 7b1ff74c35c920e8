package dev.tenon.optim;

import java.util.Map;

/** The optimizers of a library, generated from its spec; found by {@link java.util.ServiceLoader}. */
public interface OptimizerProvider {
    /** The settings of each with PyTorch's defaults, by PyTorch's class name. */
    Map<String, OptimizerOptions<?>> optimizers();
}
