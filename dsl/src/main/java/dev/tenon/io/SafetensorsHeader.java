package dev.tenon.io;

import dev.tenon.core.DType;
import dev.tenon.core.Shape;
import dev.tenon.core.ShapeException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a safetensors file says before its data.
 *
 * @param entries the tensors by name, in file order
 * @param metadata free text by name
 */
record SafetensorsHeader(Map<String, Entry> entries, Map<String, String> metadata) {
    private static final Map<String, DType> DTYPES = Map.of("F64", DType.FLOAT64, "F32", DType.FLOAT32, "F16", DType.FLOAT16, "BF16",
        DType.BFLOAT16,
        "I64", DType.INT64, "I32", DType.INT32, "I16", DType.INT16, "I8", DType.INT8, "U8", DType.UINT8, "BOOL", DType.BOOL);
    private static final String METADATA = "__metadata__";

    /** One tensor: bytes {@code [from, to)} of the data. */
    record Entry(DType dtype, Shape shape, long from, long to) {}

    static String spec(DType dtype) {
        return DTYPES.entrySet().stream().filter(e -> e.getValue() == dtype).map(Map.Entry::getKey).findFirst().orElseThrow();
    }

    /**
     * Reads and checks a header.
     *
     * @param dataBytes bytes that follow the header in the file
     */
    static SafetensorsHeader parse(Path file, String json, long start, long dataBytes) {
        var entries = new LinkedHashMap<String, Entry>();
        var metadata = new LinkedHashMap<String, String>();
        var check = new Check(file, start, dataBytes);
        for (var member : new HeaderJson(file, json, start).parse().entrySet()) {
            if (member.getKey().equals(METADATA)) {
                check.object(METADATA, member.getValue()).forEach((key, value) -> metadata.put(key,
                    check.string(METADATA + "." + key, value)));
            } else {
                entries.put(member.getKey(), check.entry(member.getKey(), member.getValue()));
            }
        }
        check.coverage(entries);
        return new SafetensorsHeader(entries, metadata);
    }

    /** The header as JSON. */
    String json() {
        var text = new StringBuilder("{");
        if (!metadata.isEmpty()) {
            text.append(HeaderJson.quoted(METADATA)).append(":{");
            metadata.forEach((key, value) -> text.append(HeaderJson.quoted(key)).append(':').append(HeaderJson.quoted(value)).append(','));
            text.setCharAt(text.length() - 1, '}');
            text.append(',');
        }
        entries.forEach((name, entry) -> text.append(HeaderJson.quoted(name)).append(":{\"dtype\":\"").append(spec(entry.dtype))
            .append("\",\"shape\":").append(entry.shape.toString().replace(" ", "")).append(",\"data_offsets\":[").append(entry.from)
            .append(',')
            .append(entry.to).append("]},"));
        if (text.length() > 1) {
            text.setLength(text.length() - 1);
        }
        return text.append('}').toString();
    }

    /** The rules of the format, each with its error. */
    private record Check(Path file, long start, long dataBytes) {
        Entry entry(String name, Object value) {
            var members = object(name, value);
            var spec = string(name + ".dtype", members.get("dtype"));
            var dtype = DTYPES.get(spec);
            if (dtype == null) {
                throw wrong(name, "the dtype is not one Tenon has", DTYPES.keySet().stream().sorted().toList(), spec);
            }
            var shape = shape(name, longs(name + ".shape", members.get("shape")));
            var offsets = longs(name + ".data_offsets", members.get("data_offsets"));
            if (offsets.length != 2 || offsets[0] < 0 || offsets[1] < offsets[0] || offsets[1] > dataBytes) {
                throw wrong(name, "data_offsets lie outside the data", "[from, to] within [0, " + dataBytes + "]", List.of(boxed(offsets)));
            }
            long bytes = bytes(name, shape, dtype);
            if (offsets[1] - offsets[0] != bytes) {
                throw wrong(name, "data_offsets do not span the tensor's bytes", bytes + " bytes for shape " + shape + " of " + spec,
                    offsets[1] - offsets[0] + " bytes");
            }
            return new Entry(dtype, shape, offsets[0], offsets[1]);
        }

        /** Every byte of the data belongs to exactly one tensor. */
        void coverage(Map<String, Entry> entries) {
            long reached = 0;
            var previous = "the start of the data";
            var ordered = entries.entrySet().stream()
                .sorted(Comparator.comparingLong((Map.Entry<String, Entry> e) -> e.getValue().from)
                    .thenComparingLong(e -> e.getValue().to))
                .toList();
            for (var entry : ordered) {
                if (entry.getValue().from != reached) {
                    var rule = entry.getValue().from < reached ? "its data overlaps " + previous : "there is a gap after " + previous;
                    throw wrong(entry.getKey(), rule, "data from offset " + reached, "data from offset " + entry.getValue().from);
                }
                reached = entry.getValue().to;
                previous = "'" + entry.getKey() + "'";
            }
            if (reached != dataBytes) {
                throw new FileFormatException("safetensors", file, start, "the tensors do not cover the data", reached
                    + " bytes of data", dataBytes + " bytes");
            }
        }

        Map<?, ?> members(String name, @Nullable Object value) {
            if (value instanceof Map<?, ?> map) {
                return map;
            }
            throw wrong(name, "must be an object", "an object", String.valueOf(value));
        }

        Map<String, @Nullable Object> object(String name, @Nullable Object value) {
            var result = new LinkedHashMap<String, @Nullable Object>();
            members(name, value).forEach((key, member) -> result.put(String.valueOf(key), member));
            return result;
        }

        String string(String name, @Nullable Object value) {
            if (value instanceof String string) {
                return string;
            }
            throw wrong(name, "must be a string", "a string", String.valueOf(value));
        }

        private long[] longs(String name, @Nullable Object value) {
            if (value instanceof List<?> list && list.stream().allMatch(Long.class::isInstance)) {
                return list.stream().mapToLong(item -> (Long) item).toArray();
            }
            throw wrong(name, "must be a list of integers", "a list of integers", String.valueOf(value));
        }

        private Shape shape(String name, long[] sizes) {
            try {
                return Shape.of(sizes);
            } catch (ShapeException e) {
                throw wrong(name, "the shape is impossible", "sizes of at least 0 whose product fits 63 bits", List.of(boxed(sizes)));
            }
        }

        private long bytes(String name, Shape shape, DType dtype) {
            try {
                return Math.multiplyExact(shape.numel(), dtype.bytes());
            } catch (ArithmeticException e) {
                throw wrong(name, "the shape is impossible", "fewer than 2^63 bytes", shape);
            }
        }

        private static Long[] boxed(long[] values) {
            return java.util.Arrays.stream(values).boxed().toArray(Long[]::new);
        }

        private FileFormatException wrong(String name, String rule, Object expected, Object actual) {
            return new FileFormatException("safetensors", file, start, "'" + name + "': " + rule, expected, actual);
        }
    }
}
