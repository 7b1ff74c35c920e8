package dev.tenon.tensor;

import dev.tenon.memory.UncheckedVisitor;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;

/** A tensor's memory outside a kernel, for reading and writing elements one by one: until it is closed, nobody else is given the memory. */
final class MemoryUse implements AutoCloseable {
    private final Tensor tensor;
    private final UncheckedVisitor visitor;
    private final int mark;

    private MemoryUse(Tensor tensor, UncheckedVisitor visitor, int mark) {
        this.tensor = tensor;
        this.visitor = visitor;
        this.mark = mark;
    }

    /**
     * Begins a use.
     *
     * @throws dev.tenon.core.ReleasedException naming {@code user} if the tensor was released
     */
    static MemoryUse of(Tensor tensor, String user) {
        var visitor = Context.current().visitor;
        var use = new MemoryUse(tensor, visitor, visitor.enter());
        try {
            tensor.enter(visitor, user);
            return use;
        } catch (RuntimeException | Error e) {
            use.close();
            throw e;
        }
    }

    /** The elements of a row-major tensor on the CPU. */
    MemorySegment memory() {
        return tensor.hostMemory();
    }

    @Override
    public void close() {
        visitor.leave(mark);
        Reference.reachabilityFence(tensor);
    }
}
