package dev.tenon.spi;

/**
 * One operator call without its tensors: a generated record of typed attributes.
 * Everything that happens to tensors is an {@code Op} applied by the one funnel, so that tracing, profiling,
 * export and capture have a single place to look. An operator that is made of others is no more than this; any other is a {@link Primitive}.
 */
public interface Op {
    /** What is the same for every call of this operator: its name and kernels. */
    OpDescriptor descriptor();
}
