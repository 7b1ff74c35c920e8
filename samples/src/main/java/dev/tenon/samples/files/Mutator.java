package dev.tenon.samples.files;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** Damages the bytes of a file, as disks, networks, editors and strangers do. */
final class Mutator {
    private static final int MOST = 8;
    /** Where the formats keep what they say about themselves. */
    private static final int HEADER = 320;
    private static final long[] NUMBERS = {0, 1, -1, 127, 255, 256, 65_535, 65_536, Integer.MAX_VALUE, Integer.MIN_VALUE, 1L << 32,
        (1L << 32) - 1, Long.MAX_VALUE, Long.MIN_VALUE, Long.MAX_VALUE - 7, 1L << 62, 3_000_000_000L, 100_000_000L};
    private static final List<String> TEXTS = List.of("0", "-1", "1", "00", "9999999999", "4294967296", "9223372036854775807",
        "9223372036854775808", "99999999999999999999999", "1e3", "1.5", "", "NaN", "null", "true", "[]", "{}", "\"\"", "x", "\u0000");
    private static final List<String> TYPES = List.of("F64", "F32", "F16", "BF16", "I64", "I8", "U16", "U64", "F8_E4M3", "BOOL", "Q4",
        "<f8",
        ">f4", "<u8", "|b1", "|O", "<U4", "V2");
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");
    private static final Pattern TYPE = Pattern.compile("\\b(F64|F32|F16|BF16|I64|I32|I16|I8|U8|BOOL)\\b|[<>|][fiubV]\\d");

    private final RandomGenerator random;

    Mutator(RandomGenerator random) {
        this.random = random;
    }

    /** A damaged copy. */
    byte[] mutate(byte[] whole) {
        var bytes = whole.clone();
        for (int turns = random.nextInt(8) == 0 ? 3 : 1; turns > 0 && bytes.length > 0; turns--) {
            bytes = once(bytes);
        }
        return bytes;
    }

    private byte[] once(byte[] bytes) {
        return switch (random.nextInt(11)) {
            case 0 -> flip(bytes, bytes.length);
            case 1 -> flip(bytes, Math.min(bytes.length, HEADER));
            case 2 -> Arrays.copyOf(bytes, random.nextInt(bytes.length));
            case 3 -> extended(bytes);
            case 4 -> overwritten(bytes);
            case 5 -> replaced(bytes, NUMBER, TEXTS);
            case 6 -> replaced(bytes, TYPE, TYPES);
            case 7 -> integer(bytes, Math.min(bytes.length, HEADER));
            case 8 -> integer(bytes, bytes.length);
            case 9 -> without(bytes);
            default -> doubled(bytes);
        };
    }

    private byte[] flip(byte[] bytes, int within) {
        for (int count = 1 + random.nextInt(MOST); count > 0; count--) {
            bytes[random.nextInt(within)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
        }
        return bytes;
    }

    private byte[] extended(byte[] bytes) {
        var longer = Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(HEADER));
        for (int i = bytes.length; i < longer.length; i++) {
            longer[i] = (byte) random.nextInt();
        }
        return longer;
    }

    private byte[] overwritten(byte[] bytes) {
        int from = random.nextInt(bytes.length);
        int to = Math.min(bytes.length, from + 1 + random.nextInt(64));
        int kind = random.nextInt(3);
        for (int i = from; i < to; i++) {
            bytes[i] = (byte) (kind == 0 ? 0 : kind == 1 ? 0xFF : random.nextInt());
        }
        return bytes;
    }

    /** With another text in the place of one that matches. */
    private byte[] replaced(byte[] bytes, Pattern pattern, List<String> texts) {
        var text = new String(bytes, StandardCharsets.ISO_8859_1);
        var places = pattern.matcher(text).results().toList();
        if (places.isEmpty()) {
            return flip(bytes, bytes.length);
        }
        var place = places.get(random.nextInt(places.size()));
        var other = texts.get(random.nextInt(texts.size()));
        return (text.substring(0, place.start()) + other + text.substring(place.end())).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** With another binary integer somewhere. */
    private byte[] integer(byte[] bytes, int within) {
        var order = random.nextBoolean() ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        var buffer = ByteBuffer.wrap(bytes).order(order);
        long value = NUMBERS[random.nextInt(NUMBERS.length)];
        int width = 2 << random.nextInt(3);
        if (within < width) {
            return flip(bytes, bytes.length);
        }
        int at = random.nextInt(within - width + 1);
        switch (width) {
            case Short.BYTES -> buffer.putShort(at, (short) value);
            case Integer.BYTES -> buffer.putInt(at, (int) value);
            default -> buffer.putLong(at, value);
        }
        return bytes;
    }

    private byte[] without(byte[] bytes) {
        int from = random.nextInt(bytes.length);
        int to = Math.min(bytes.length, from + 1 + random.nextInt(64));
        var shorter = Arrays.copyOf(bytes, bytes.length - (to - from));
        System.arraycopy(bytes, to, shorter, from, bytes.length - to);
        return shorter;
    }

    private byte[] doubled(byte[] bytes) {
        int from = random.nextInt(bytes.length);
        int to = Math.min(bytes.length, from + 1 + random.nextInt(200));
        var longer = Arrays.copyOf(bytes, bytes.length + to - from);
        System.arraycopy(bytes, from, longer, to, bytes.length - from);
        return longer;
    }
}
