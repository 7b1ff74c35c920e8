package dev.tenon.io;

import dev.tenon.core.DType;
import dev.tenon.core.Shape;
import dev.tenon.core.ShapeException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a .npy file says before its data.
 *
 * @param descr NumPy's dtype
 * @param type the element type, or null where Tenon has none such
 * @param order of the bytes of an element
 * @param fortranOrder whether the first index runs fastest
 */
record NpyHeader(String descr, @Nullable StoredType type, ByteOrder order, boolean fortranOrder, Shape shape) {
    static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    /** Magic and version. */
    static final int PREFIX = MAGIC.length + 2;
    private static final int ALIGNMENT = 64;
    private static final int LONGEST_SHORT = 65_535;
    private static final Set<String> KEYS = Set.of("descr", "fortran_order", "shape");
    private static final int MOST_DIMENSIONS = 64;

    // ---- writing ----------------------------------------------------------------------------------------------------

    /** Magic, version, length and text, padded so that the data begins at a multiple of 64 bytes. */
    static byte[] encode(DType dtype, Shape shape) {
        var sizes = Arrays.stream(shape.toArray()).mapToObj(Long::toString).collect(Collectors.joining(", "));
        var tuple = "(" + sizes + (shape.rank() == 1 ? ",)" : ")");
        var text = "{'descr': '" + descr(dtype) + "', 'fortran_order': False, 'shape': " + tuple + ", }";
        int version = text.length() + ALIGNMENT > LONGEST_SHORT ? 2 : 1;
        int before = PREFIX + (version == 1 ? Short.BYTES : Integer.BYTES);
        int whole = (before + text.length() + 1 + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        int length = whole - before;
        var header = new byte[whole];
        Arrays.fill(header, (byte) ' ');
        System.arraycopy(MAGIC, 0, header, 0, MAGIC.length);
        header[MAGIC.length] = (byte) version;
        header[MAGIC.length + 1] = 0;
        for (int i = 0; i < before - PREFIX; i++) {
            header[PREFIX + i] = (byte) (length >>> 8 * i);
        }
        System.arraycopy(text.getBytes(StandardCharsets.US_ASCII), 0, header, before, text.length());
        header[whole - 1] = '\n';
        return header;
    }

    static String descr(DType dtype) {
        var code = StoredType.of(dtype).numpy();
        return (dtype.bytes() == 1 ? "|" : ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? "<" : ">") + code;
    }

    // ---- reading ----------------------------------------------------------------------------------------------------

    /** Reads and checks the text of a header that begins at byte {@code start}. */
    static NpyHeader parse(Origin origin, String text, long start) {
        var members = new PythonLiteral(origin, text, start).dictionary();
        var check = new Check(origin, start);
        if (!members.keySet().equals(KEYS)) {
            throw check.wrong("the header has the wrong keys", KEYS.stream().sorted().toList(), members.keySet());
        }
        if (!(member(members, "fortran_order") instanceof Boolean fortran)) {
            throw check.wrong("fortran_order is not a truth value", "True or False", member(members, "fortran_order"));
        }
        var descr = member(members, "descr");
        var name = descr instanceof String plain && !plain.isEmpty() ? plain : "a structure " + descr;
        var code = "<>|=".indexOf(name.charAt(0)) >= 0 ? name.substring(1) : name;
        return new NpyHeader(name, StoredType.ofNumpy(code), check.order(name), fortran, check.shape(member(members, "shape")));
    }

    /** Whether the elements are Python objects, pickled. */
    boolean isObjects() {
        return descr.endsWith("O");
    }

    /** The element type. */
    StoredType requireType(Origin origin, long start) {
        if (type == null) {
            var reason = descr.startsWith("a structure") ? "the dtype is a structure"
                : isObjects() ? "arrays of Python objects are not read: they are programs" : "the dtype is not one Tenon has";
            throw origin.wrong(start, reason, StoredType.numpyCodes(), descr);
        }
        return type;
    }

    /** How many bytes of the data the header promises. */
    long bytes(Origin origin, long start) {
        var known = requireType(origin, start);
        try {
            // Converted elements may be wider than those of the file.
            long inMemory = Math.multiplyExact(shape.numel(), known.dtype().bytes());
            return inMemory / known.dtype().bytes() * known.bytes();
        } catch (ArithmeticException e) {
            throw origin.wrong(start, "the shape is impossible", "fewer than 2^63 bytes", shape);
        }
    }

    private static Object member(Map<String, Object> members, String key) {
        return Objects.requireNonNull(members.get(key));
    }

    /** The rules of the format, each with its error. */
    private record Check(Origin origin, long start) {
        ByteOrder order(String descr) {
            return switch (descr.charAt(0)) {
                case '>' -> ByteOrder.BIG_ENDIAN;
                case '=' -> ByteOrder.nativeOrder();
                default -> ByteOrder.LITTLE_ENDIAN;
            };
        }

        Shape shape(Object value) {
            if (!(value instanceof List<?> sizes) || !sizes.stream().allMatch(Long.class::isInstance)) {
                throw wrong("the shape is not a tuple of integers", "a tuple such as (3, 4)", value);
            }
            if (sizes.size() > MOST_DIMENSIONS) {
                throw wrong("the shape is impossible", "at most " + MOST_DIMENSIONS + " dimensions", sizes.size());
            }
            try {
                return Shape.of(sizes.stream().mapToLong(size -> (Long) size).toArray());
            } catch (ShapeException e) {
                throw wrong("the shape is impossible", "sizes of at least 0 whose product fits 63 bits", value);
            }
        }

        FileFormatException wrong(String rule, Object expected, Object actual) {
            return origin.wrong(start, rule, expected, actual);
        }
    }
}
