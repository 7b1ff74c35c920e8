package dev.tenon.spi;

import org.jspecify.annotations.Nullable;

/**
 * One operator call without its tensors: a generated record of typed attributes.
 * Everything that happens to tensors is an {@code Op} applied by the one funnel, so that tracing, profiling,
 * export and capture have a single place to look. An operator that is made of others is no more than this; any other is a {@link Primitive}.
 */
public interface Op {
    /** What is the same for every call of this operator: its name and kernels. */
    OpDescriptor descriptor();

    /**
     * The name that PyTorch prints for the function that differentiates this, such as {@code AddBackward0}; null for an operator that has none
     * of its own there: the last of its parts is shown.
     */
    default @Nullable String gradFn() {
        return descriptor().gradFn();
    }
}
