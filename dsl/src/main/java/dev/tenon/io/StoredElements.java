package dev.tenon.io;

import dev.tenon.core.DType;
import dev.tenon.core.Device;
import dev.tenon.core.OutOfMemoryException;
import dev.tenon.core.Shape;
import dev.tenon.tensor.Creation;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Elements on their way from a file into a tensor. Memory that nothing was read into yet is not the process's: a file that promises more than
 * it holds costs what it holds.
 *
 * @param type as in the file
 * @param order of the bytes of an element in the file
 * @param origin for errors
 */
record StoredElements(StoredType type, ByteOrder order, Origin origin) {
    private static final int CHUNK = 1 << 16;

    /** Gives the bytes of a file one after the other. */
    interface Source {
        /** Fills {@code into}, or throws. */
        void read(MemorySegment into) throws IOException;
    }

    /**
     * The tensor of that shape on the CPU.
     *
     * @param start byte of the content at which the elements begin, for errors
     */
    Tensor read(Shape shape, long start, Source source) throws IOException {
        var tensor = allocate(origin, type.dtype(), shape);
        if (shape.numel() == 0) {
            return tensor;
        }
        var memory = tensor.segment();
        if (!type.isDirect()) {
            convert(memory, start, source);
            return tensor;
        }
        source.read(memory);
        if (type == StoredType.BOOL) {
            requireTruthValues(memory, start);
        } else if (order != ByteOrder.nativeOrder()) {
            reverseBytes(memory, type.bytes());
        }
        return tensor;
    }

    static Tensor allocate(Origin origin, DType dtype, Shape shape) {
        try {
            return Creation.empty(dtype, Device.CPU, shape.toArray());
        } catch (OutOfMemoryException e) {
            throw new OutOfMemoryException(origin + ", shape " + shape + " of " + dtype + ": " + e.getMessage());
        }
    }

    /** A bool of any other byte would be neither true nor false to a kernel. */
    private void requireTruthValues(MemorySegment memory, long start) {
        for (long i = 0; i < memory.byteSize(); i++) {
            int value = memory.get(ValueLayout.JAVA_BYTE, i) & 0xFF;
            if (value > 1) {
                throw origin.wrong(start + i, "the byte is not a truth value", "0 or 1", value);
            }
        }
    }

    private void convert(MemorySegment memory, long start, Source source) throws IOException {
        long elements = memory.byteSize() / type.dtype().bytes();
        var values = type.table();
        var table = values == null ? null : values.get();
        var chunk = MemorySegment.ofArray(new byte[CHUNK]);
        for (long done = 0; done < elements;) {
            long count = Math.min(CHUNK / type.bytes(), elements - done);
            source.read(chunk.asSlice(0, count * type.bytes()));
            if (table != null) {
                lookUp(table, chunk, count, memory, done);
            } else {
                widen(chunk, count, memory, done, start);
            }
            done += count;
        }
    }

    private static void lookUp(float[] table, MemorySegment chunk, long count, MemorySegment memory, long done) {
        for (long i = 0; i < count; i++) {
            memory.setAtIndex(ValueLayout.JAVA_FLOAT, done + i, table[chunk.get(ValueLayout.JAVA_BYTE, i) & 0xFF]);
        }
    }

    private void widen(MemorySegment chunk, long count, MemorySegment memory, long done, long start) {
        var shorts = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(order);
        var ints = ValueLayout.JAVA_INT_UNALIGNED.withOrder(order);
        var longs = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(order);
        for (long i = 0; i < count; i++) {
            switch (type) {
                case U16 -> memory.setAtIndex(ValueLayout.JAVA_INT, done + i, Short.toUnsignedInt(chunk.getAtIndex(shorts, i)));
                case U32 -> memory.setAtIndex(ValueLayout.JAVA_LONG, done + i, Integer.toUnsignedLong(chunk.getAtIndex(ints, i)));
                default -> memory.setAtIndex(ValueLayout.JAVA_LONG, done + i,
                    signed(chunk.getAtIndex(longs, i), start + (done + i) * type.bytes()));
            }
        }
    }

    private long signed(long value, long at) {
        if (value < 0) {
            throw origin.wrong(at, "an unsigned integer of 64 bits that int64 cannot hold", "at most " + Long.MAX_VALUE,
                Long.toUnsignedString(value));
        }
        return value;
    }

    /** Between one order of bytes and the other. */
    static void reverseBytes(MemorySegment memory, int width) {
        for (long at = 0; width > 1 && at < memory.byteSize(); at += width) {
            for (int low = 0, high = width - 1; low < high; low++, high--) {
                byte first = memory.get(ValueLayout.JAVA_BYTE, at + low);
                memory.set(ValueLayout.JAVA_BYTE, at + low, memory.get(ValueLayout.JAVA_BYTE, at + high));
                memory.set(ValueLayout.JAVA_BYTE, at + high, first);
            }
        }
    }
}
