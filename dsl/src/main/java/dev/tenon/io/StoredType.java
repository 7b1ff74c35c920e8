package dev.tenon.io;

import dev.tenon.core.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Element types of files. Those that {@link DType} has not are converted to the smallest that holds their values, but for unsigned integers
 * of
 * 64 bits, which int64 holds up to 2^63 - 1.
 */
enum StoredType {
    F64("F64", "f8", 8, DType.FLOAT64),
    F32("F32", "f4", 4, DType.FLOAT32),
    F16("F16", "f2", 2, DType.FLOAT16),
    /** NumPy has no bfloat16; ml_dtypes' is saved as two bytes of no known type. */
    BF16("BF16", "V2", 2, DType.BFLOAT16),
    I64("I64", "i8", 8, DType.INT64),
    I32("I32", "i4", 4, DType.INT32),
    I16("I16", "i2", 2, DType.INT16),
    I8("I8", "i1", 1, DType.INT8),
    U8("U8", "u1", 1, DType.UINT8),
    BOOL("BOOL", "b1", 1, DType.BOOL),
    U16("U16", "u2", 2, DType.INT32),
    U32("U32", "u4", 4, DType.INT64),
    U64("U64", "u8", 8, DType.INT64),
    F8_E4M3("F8_E4M3", Float8::e4m3),
    F8_E5M2("F8_E5M2", Float8::e5m2),
    F8_E4M3FNUZ("F8_E4M3FNUZ", Float8::e4m3UnsignedZero),
    F8_E5M2FNUZ("F8_E5M2FNUZ", Float8::e5m2UnsignedZero),
    F8_E8M0("F8_E8M0", Float8::e8m0);

    private final String safetensors;
    private final @Nullable String numpy;
    private final int bytes;
    private final DType dtype;
    private final @Nullable Supplier<float[]> table;

    StoredType(String safetensors, String numpy, int bytes, DType dtype) {
        this.safetensors = safetensors;
        this.numpy = numpy;
        this.bytes = bytes;
        this.dtype = dtype;
        this.table = null;
    }

    StoredType(String safetensors, Supplier<float[]> table) {
        this.safetensors = safetensors;
        this.numpy = null;
        this.bytes = 1;
        this.dtype = DType.FLOAT32;
        this.table = table;
    }

    /** The name in safetensors' headers. */
    String safetensors() {
        return safetensors;
    }

    /** NumPy's code, without the order of bytes; null where it has none. */
    @Nullable String numpy() {
        return numpy;
    }

    /** Bytes per element in the file. */
    int bytes() {
        return bytes;
    }

    /** What a tensor of such elements has. */
    DType dtype() {
        return dtype;
    }

    /** Whether the file has the very bytes that a tensor has, but for their order. */
    boolean isDirect() {
        return table == null && ordinal() <= BOOL.ordinal();
    }

    /** The value of each byte of a type of eight bits that is converted; null for others. */
    @Nullable Supplier<float[]> table() {
        return table;
    }

    /** How elements of this dtype are written. */
    static StoredType of(DType dtype) {
        for (var type : values()) {
            if (type.isDirect() && type.dtype == dtype) {
                return type;
            }
        }
        throw new IllegalStateException(dtype + " has no form in a file");
    }

    static @Nullable StoredType ofSafetensors(String name) {
        for (var type : values()) {
            if (type.safetensors.equals(name)) {
                return type;
            }
        }
        return null;
    }

    static @Nullable StoredType ofNumpy(String code) {
        for (var type : values()) {
            if (code.equals(type.numpy)) {
                return type;
            }
        }
        return code.equals("bfloat16") ? BF16 : null;
    }

    static List<String> safetensorsNames() {
        var names = new ArrayList<String>();
        for (var type : values()) {
            names.add(type.safetensors);
        }
        return names;
    }

    static List<String> numpyCodes() {
        var codes = new ArrayList<String>();
        for (var type : values()) {
            if (type.numpy != null) {
                codes.add(type.numpy);
            }
        }
        return codes;
    }
}
