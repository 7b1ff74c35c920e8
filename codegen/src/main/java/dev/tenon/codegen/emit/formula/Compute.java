package dev.tenon.codegen.emit.formula;

import com.palantir.javapoet.TypeName;

/** The types that kernels in Java compute in. */
public enum Compute {
    F64("f64", TypeName.DOUBLE, TypeName.DOUBLE, Dialect.JAVA_DOUBLE), F32("f32", TypeName.FLOAT, TypeName.DOUBLE, Dialect.JAVA_DOUBLE),
    I64("i64", TypeName.LONG, TypeName.LONG, Dialect.JAVA_LONG);

    private final String method;
    private final TypeName element;
    private final TypeName scalar;
    private final Dialect dialect;

    Compute(String method, TypeName element, TypeName scalar, Dialect dialect) {
        this.method = method;
        this.element = element;
        this.scalar = scalar;
        this.dialect = dialect;
    }

    /** The name of the kernel method and of the memory access. */
    public String method() {
        return method;
    }

    /** The type of one element in memory. */
    public TypeName element() {
        return element;
    }

    /** The type in which a scalar formula is evaluated: float32 is computed in double, which serves as the reference. */
    public TypeName scalar() {
        return scalar;
    }

    public Dialect dialect() {
        return dialect;
    }
}
