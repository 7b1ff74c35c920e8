package dev.tenon.io;

import dev.tenon.core.Shape;
import dev.tenon.core.ShapeException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a safetensors file says before its data.
 *
 * @param entries the tensors by name, in file order
 * @param metadata free text by name
 */
record SafetensorsHeader(Map<String, Entry> entries, Map<String, String> metadata) {
    static final String METADATA = "__metadata__";
    /** As many as PyTorch's and NumPy's arrays may have. */
    private static final int MOST_DIMENSIONS = 64;
    /** Members that the format does not name are passed over. */
    private static final int MOST_OTHERS = 100;
    /** Of an entry on the heap, beside its name. */
    private static final int ENTRY = 320;

    /**
     * One tensor: bytes {@code [from, to)} of the data.
     *
     * @param spec the element type's name in the file
     * @param type the element type, or null where Tenon knows none of that name
     */
    record Entry(String spec, @Nullable StoredType type, Shape shape, long from, long to) {
        Entry(StoredType type, Shape shape, long from, long to) {
            this(type.safetensors(), type, shape, from, to);
        }
    }

    /**
     * Reads and checks a header.
     *
     * @param start byte of the file at which it begins
     * @param end byte of the file at which the data begins
     */
    static SafetensorsHeader read(OpenFile file, Origin origin, long start, long end) {
        var header = new SafetensorsHeader(new LinkedHashMap<>(), new LinkedHashMap<>());
        var bytes = new HeaderBytes(file, origin, start, end);
        var json = new HeaderJson(bytes, origin);
        var check = new Check(json, origin, start, file.size() - end);
        json.whole(header.entries.keySet(), name -> {
            if (name.equals(METADATA)) {
                json.object(METADATA, "", header.metadata.keySet(), key -> {
                    var value = json.string(METADATA + ".", key);
                    bytes.keep(ENTRY + 2L * (key.length() + value.length()));
                    header.metadata.put(key, value);
                });
            } else {
                var entry = check.entry(name);
                bytes.keep(ENTRY + 2L * (name.length() + entry.spec.length()) + (long) Long.BYTES * entry.shape.rank());
                header.entries.put(name, entry);
            }
        });
        check.coverage(header.entries);
        return header;
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
        entries.forEach((name, entry) -> text.append(HeaderJson.quoted(name)).append(":{\"dtype\":\"").append(entry.spec)
            .append("\",\"shape\":").append(entry.shape.toString().replace(" ", "")).append(",\"data_offsets\":[").append(entry.from)
            .append(',').append(entry.to).append("]},"));
        if (text.length() > 1) {
            text.setLength(text.length() - 1);
        }
        return text.append('}').toString();
    }

    /** The rules of the format, each with its error. */
    private record Check(HeaderJson json, Origin origin, long start, long dataBytes) {
        private static final class Members {
            final Set<String> seen = new HashSet<>(8);
            int others;
            @Nullable String spec;
            long @Nullable [] sizes;
            long @Nullable [] offsets;
        }

        Entry entry(String name) {
            var members = new Members();
            json.object(name, "", members.seen, key -> {
                switch (key) {
                    case "dtype" -> members.spec = json.string(name, ".dtype");
                    case "shape" -> members.sizes = json.integers(name, ".shape", MOST_DIMENSIONS);
                    case "data_offsets" -> members.offsets = json.integers(name, ".data_offsets", 2);
                    default -> {
                        if (++members.others > MOST_OTHERS) {
                            throw json.malformed("'" + name + "' has too many members", "dtype, shape and data_offsets");
                        }
                        json.skip(0);
                        return;
                    }
                }
                members.seen.add(key);
            });
            var spec = members.spec;
            var sizes = members.sizes;
            var offsets = members.offsets;
            if (spec == null || sizes == null || offsets == null) {
                var missing = spec == null ? ".dtype': must be a string" : sizes == null ? ".shape': must be a list of integers"
                    : ".data_offsets': must be a list of integers";
                throw origin.wrong(start, "'" + name + missing, "dtype, shape and data_offsets", "one of them is missing");
            }
            return entry(name, spec, shape(name, sizes), offsets);
        }

        private Entry entry(String name, String spec, Shape shape, long[] offsets) {
            if (offsets.length != 2 || offsets[0] < 0 || offsets[1] < offsets[0] || offsets[1] > dataBytes) {
                throw wrong(name, "data_offsets lie outside the data", "[from, to] within [0, " + dataBytes + "]",
                    Arrays.toString(offsets));
            }
            var type = StoredType.ofSafetensors(spec);
            // How many bytes an element of an unknown type has is unknown, too; such a tensor is not read.
            if (type != null) {
                long bytes = bytes(name, shape, type);
                if (offsets[1] - offsets[0] != bytes) {
                    throw wrong(name, "data_offsets do not span the tensor's bytes", bytes + " bytes for shape " + shape + " of " + spec,
                        offsets[1] - offsets[0] + " bytes");
                }
            }
            return new Entry(type == null ? spec : type.safetensors(), type, shape, offsets[0], offsets[1]);
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
                throw origin.wrong(start, "the tensors do not cover the data", reached + " bytes of data", dataBytes + " bytes");
            }
        }

        private Shape shape(String name, long[] sizes) {
            try {
                return Shape.of(sizes);
            } catch (ShapeException e) {
                throw wrong(name, "the shape is impossible", "sizes of at least 0 whose product fits 63 bits", Arrays.toString(sizes));
            }
        }

        private long bytes(String name, Shape shape, StoredType type) {
            try {
                // Converted elements may be wider than those of the file.
                long inMemory = Math.multiplyExact(shape.numel(), type.dtype().bytes());
                return inMemory / type.dtype().bytes() * type.bytes();
            } catch (ArithmeticException e) {
                throw wrong(name, "the shape is impossible", "fewer than 2^63 bytes", shape);
            }
        }

        private FileFormatException wrong(String name, String rule, Object expected, Object actual) {
            return origin.wrong(start, "'" + name + "': " + rule, expected, actual);
        }
    }
}
