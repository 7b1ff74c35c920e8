package dev.tenon.io;

import dev.tenon.core.DType;
import dev.tenon.core.Shape;
import dev.tenon.core.ShapeException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a .npy file says before its data.
 *
 * @param order of the bytes of an element
 * @param fortranOrder whether the first index runs fastest
 */
record NpyHeader(DType dtype, ByteOrder order, boolean fortranOrder, Shape shape) {
    static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    /** Magic and version. */
    static final int PREFIX = MAGIC.length + 2;
    private static final int ALIGNMENT = 64;
    private static final int LONGEST_SHORT = 65_535;
    private static final Set<String> KEYS = Set.of("descr", "fortran_order", "shape");
    /** NumPy has no bfloat16; ml_dtypes' is saved as two bytes of no known type. */
    private static final Map<String, DType> DTYPES = Map.of("f8", DType.FLOAT64, "f4", DType.FLOAT32, "f2", DType.FLOAT16, "V2",
        DType.BFLOAT16,
        "i8", DType.INT64, "i4", DType.INT32, "i2", DType.INT16, "i1", DType.INT8, "u1", DType.UINT8, "b1", DType.BOOL);

    /** How many bytes of the data the header promises. */
    long bytes() {
        return Math.multiplyExact(shape.numel(), dtype.bytes());
    }

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
        var code = DTYPES.entrySet().stream().filter(e -> e.getValue() == dtype).map(Map.Entry::getKey).findFirst().orElseThrow();
        return (dtype.bytes() == 1 ? "|" : ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? "<" : ">") + code;
    }

    // ---- reading ----------------------------------------------------------------------------------------------------

    /** Reads and checks the text of a header that begins at byte {@code start}. */
    static NpyHeader parse(Path file, String text, long start) {
        var members = new PythonLiteral(file, text, start).dictionary();
        var check = new Check(file, start);
        if (!members.keySet().equals(KEYS)) {
            throw check.wrong("the header has the wrong keys", KEYS.stream().sorted().toList(), members.keySet());
        }
        var descr = check.descr(member(members, "descr"));
        if (!(member(members, "fortran_order") instanceof Boolean fortran)) {
            throw check.wrong("fortran_order is not a truth value", "True or False", member(members, "fortran_order"));
        }
        var header = new NpyHeader(check.dtype(descr), check.order(descr), fortran, check.shape(member(members, "shape")));
        check.bytes(header);
        return header;
    }

    private static Object member(Map<String, Object> members, String key) {
        return Objects.requireNonNull(members.get(key));
    }

    /** The rules of the format, each with its error. */
    private record Check(Path file, long start) {
        String descr(Object value) {
            if (value instanceof String text && text.length() >= 2) {
                return text;
            }
            throw wrong("the dtype is a structure", "a plain dtype such as '<f4'", value);
        }

        DType dtype(String descr) {
            var code = "<>|=".indexOf(descr.charAt(0)) >= 0 ? descr.substring(1) : descr;
            if (code.startsWith("O")) {
                throw wrong("arrays of Python objects are not read: they are programs", "numbers or truth values", descr);
            }
            var dtype = code.equals("bfloat16") ? DType.BFLOAT16 : DTYPES.get(code);
            if (dtype == null) {
                throw wrong("the dtype is not one Tenon has", DTYPES.keySet().stream().sorted().toList(), descr);
            }
            return dtype;
        }

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
            try {
                return Shape.of(sizes.stream().mapToLong(size -> (Long) size).toArray());
            } catch (ShapeException e) {
                throw wrong("the shape is impossible", "sizes of at least 0 whose product fits 63 bits", value);
            }
        }

        void bytes(NpyHeader header) {
            try {
                header.bytes();
            } catch (ArithmeticException e) {
                throw wrong("the shape is impossible", "fewer than 2^63 bytes", header.shape);
            }
        }

        FileFormatException wrong(String rule, Object expected, Object actual) {
            return new FileFormatException("npy", file, start, rule, expected, actual);
        }
    }
}
