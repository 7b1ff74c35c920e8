package dev.tenon.io;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A protocol-buffers message while it is written: fields in the order of the calls, by their numbers. Fields of their default value are
 * written, too, which readers take as they take absent ones.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">the encoding</a>
 */
public final class ProtoMessage {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int LENGTH = 2;
    private static final int FIXED32 = 5;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** A field of type int32, int64, uint32, uint64, bool or an enum. */
    public ProtoMessage integer(int field, long value) {
        key(field, VARINT);
        varint(value);
        return this;
    }

    /** A field of type bool. */
    public ProtoMessage bool(int field, boolean value) {
        return integer(field, value ? 1 : 0);
    }

    /** A field of type double. */
    public ProtoMessage real(int field, double value) {
        key(field, FIXED64);
        put(little(Double.BYTES).putDouble(value));
        return this;
    }

    /** A field of type float. */
    public ProtoMessage single(int field, float value) {
        key(field, FIXED32);
        put(little(Float.BYTES).putFloat(value));
        return this;
    }

    /** A field of type string. */
    public ProtoMessage text(int field, String value) {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    /** A field of type bytes. */
    public ProtoMessage bytes(int field, byte[] value) {
        key(field, LENGTH);
        varint(value.length);
        bytes.writeBytes(value);
        return this;
    }

    /** A field that is a message. */
    public ProtoMessage message(int field, ProtoMessage value) {
        return bytes(field, value.toByteArray());
    }

    /** A packed field of repeated doubles. */
    public ProtoMessage reals(int field, double... values) {
        var packed = little(Math.multiplyExact(values.length, Double.BYTES));
        packed.asDoubleBuffer().put(values);
        return bytes(field, packed.array());
    }

    /** An entry of a field of type map from texts to messages. */
    public ProtoMessage entry(int field, String key, ProtoMessage value) {
        return message(field, new ProtoMessage().text(1, key).message(2, value));
    }

    /** The message as it is sent or stored. */
    public byte[] toByteArray() {
        return bytes.toByteArray();
    }

    private void key(int field, int type) {
        varint((long) field << 3 | type);
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes.write((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        bytes.write((int) rest);
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void put(ByteBuffer buffer) {
        bytes.writeBytes(buffer.array());
    }
}
