package dev.tenon.codegen.spec;

import java.util.List;

/** The dtypes by the names that specs give them. */
public final class DtypeNames {
    public static final List<String> ALL = List.of("float64", "float32", "float16", "bfloat16", "int64", "int32", "int16", "int8",
        "uint8", "bool");

    private DtypeNames() {}
}
