package dev.tenon.board;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/** Reads event files back, checksums included. */
final class EventReader {
    /**
     * A field of a message.
     *
     * @param number of the field
     * @param value a Long, a Double, a Float or bytes
     */
    record Field(int number, Object value) {
        String text() {
            return new String((byte[]) value, StandardCharsets.UTF_8);
        }

        Message message() {
            return Message.of((byte[]) value);
        }
    }

    /** The fields of a message, in their order. */
    record Message(List<Field> fields) {
        static Message of(byte[] bytes) {
            var in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            var fields = new ArrayList<Field>();
            while (in.hasRemaining()) {
                long key = varint(in);
                fields.add(new Field((int) (key >>> 3), switch ((int) key & 7) {
                    case 0 -> (Object) varint(in);
                    case 1 -> in.getDouble();
                    case 5 -> in.getFloat();
                    case 2 -> {
                        var part = new byte[(int) varint(in)];
                        in.get(part);
                        yield part;
                    }
                    default -> throw new AssertionError("wire type of " + key);
                }));
            }
            return new Message(fields);
        }

        private static long varint(ByteBuffer in) {
            long value = 0;
            for (int shift = 0;; shift += 7) {
                byte next = in.get();
                value |= (long) (next & 0x7F) << shift;
                if (next >= 0) {
                    return value;
                }
            }
        }

        Field field(int number) {
            return fields.stream().filter(field -> field.number == number).findFirst()
                .orElseThrow(() -> new AssertionError("no field " + number + " in " + fields));
        }

        List<Field> all(int number) {
            return fields.stream().filter(field -> field.number == number).toList();
        }

        double[] doubles(int number) {
            var packed = ByteBuffer.wrap((byte[]) field(number).value).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer();
            var values = new double[packed.remaining()];
            packed.get(values);
            return values;
        }

        /** The value of an event's summary. */
        Message value() {
            return field(5).message().field(1).message();
        }
    }

    private EventReader() {}

    /** The events of the only file directly in a folder. */
    static List<Message> events(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return read(files.filter(Files::isRegularFile).findFirst().orElseThrow());
        }
    }

    static List<Message> read(Path file) throws IOException {
        var in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        var events = new ArrayList<Message>();
        while (in.hasRemaining()) {
            var length = checked(in, 8);
            events.add(Message.of(checked(in, (int) ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong())));
        }
        return events;
    }

    private static byte[] checked(ByteBuffer in, int size) {
        var bytes = new byte[size];
        in.get(bytes);
        var crc = new CRC32C();
        crc.update(bytes);
        long value = crc.getValue();
        int masked = (int) ((value >>> 15 | value << 17) + 0xa282ead8L);
        if (in.getInt() != masked) {
            throw new AssertionError("checksum");
        }
        return bytes;
    }
}
