package dev.tenon.optim;

import dev.tenon.core.ArgumentException;
import dev.tenon.spi.Primitive;
import java.util.List;
import java.util.Map;

/**
 * What distinguishes one optimizer from another.
 *
 * @param <O> its settings
 */
interface Rule<O extends OptimizerOptions<O>> {
    String name();

    /** Names of the buffers that these settings need, in the order the fused operator takes them. */
    List<String> buffers(O options);

    /**
     * The fused operator.
     *
     * @param count how many parameters it is given at once
     * @param step which step this is for them, from 1
     */
    Primitive step(O options, long count, long step);

    /** The settings by PyTorch's names: numbers, truth values and lists of numbers. */
    Map<String, Object> settings(O options);

    /** The settings with another value of one of them. */
    O with(O options, String name, Object value);

    /** Checks that changed settings need the buffers that there are. */
    default void requireSameStates(O before, O after) {
        if (!buffers(before).equals(buffers(after))) {
            throw new ArgumentException(name() + ": settings that need other buffers cannot be changed later: " + buffers(before)
                + " became "
                + buffers(after) + "\n  try:   a new optimizer");
        }
    }
}
