package dev.tenon.gpu.driver;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of one launch in native memory: the values, each aligned to its size, and the array of their addresses that a launch takes.
 * One instance serves one thread's launches one after another; where a launch is put together while another is, each has its own.
 */
public final class Arguments {
    private static final ThreadLocal<Spare> SPARE = ThreadLocal.withInitial(Spare::new);
    private static final int VALUES = 4096;
    private static final int COUNT = 128;

    private final MemorySegment values = Arena.ofAuto().allocate(VALUES, 16);
    private final MemorySegment pointers = Arena.ofAuto().allocate(ValueLayout.ADDRESS.byteSize() * COUNT, 16);
    private final int[] sizes = new int[COUNT];
    private final Spare spare;
    private boolean isOpen = true;
    private int used;
    private int count;

    /** An instance that no launch of a thread uses. One that never comes back, because an error came first, is made anew. */
    private static final class Spare {
        @Nullable Arguments arguments;
    }

    private Arguments(Spare spare) {
        this.spare = spare;
    }

    /** Arguments that no other launch of this thread uses until they are at an end. */
    public static Arguments begin() {
        var spare = SPARE.get();
        var arguments = spare.arguments;
        if (arguments == null) {
            return new Arguments(spare);
        }
        spare.arguments = null;
        arguments.isOpen = true;
        arguments.used = 0;
        arguments.count = 0;
        return arguments;
    }

    /** Leaves the memory to the next launch: a driver has taken the values, or they are not wanted. */
    public void end() {
        if (isOpen) {
            isOpen = false;
            spare.arguments = this;
        }
    }

    private void requireOpen() {
        if (!isOpen) {
            throw new IllegalStateException("this launch was queued before: each takes arguments of its own");
        }
    }

    public int count() {
        return count;
    }

    /** Bytes of argument {@code i}. */
    int bytes(int i) {
        return sizes[i];
    }

    /** The address of the array of addresses. */
    public long pointers() {
        requireOpen();
        return pointers.address();
    }

    /** A device address. */
    public Arguments pointer(long address) {
        return i64(address);
    }

    public Arguments i64(long value) {
        values.set(ValueLayout.JAVA_LONG, next(8, 8), value);
        return this;
    }

    public Arguments i32(int value) {
        values.set(ValueLayout.JAVA_INT, next(4, 4), value);
        return this;
    }

    public Arguments f64(double value) {
        values.set(ValueLayout.JAVA_DOUBLE, next(8, 8), value);
        return this;
    }

    public Arguments f32(float value) {
        values.set(ValueLayout.JAVA_FLOAT, next(4, 4), value);
        return this;
    }

    public Arguments flag(boolean value) {
        values.set(ValueLayout.JAVA_BYTE, next(1, 1), (byte) (value ? 1 : 0));
        return this;
    }

    /** A structure of so many bytes, aligned to 8, to be written by the caller before the launch. */
    public MemorySegment struct(int bytes) {
        return values.asSlice(next(bytes, 8), bytes);
    }

    private int next(int bytes, int alignment) {
        requireOpen();
        int at = (used + alignment - 1) & -alignment;
        if (at + bytes > VALUES || count == COUNT) {
            throw new IllegalStateException("a kernel takes at most " + VALUES + " bytes of arguments, and " + COUNT + " of them");
        }
        used = at + bytes;
        sizes[count] = bytes;
        pointers.setAtIndex(ValueLayout.JAVA_LONG, count++, values.address() + at);
        return at;
    }
}
