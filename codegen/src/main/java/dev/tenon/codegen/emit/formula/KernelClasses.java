package dev.tenon.codegen.emit.formula;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import dev.tenon.codegen.emit.library.Names;
import dev.tenon.codegen.expr.Intrinsic;
import java.util.Objects;

/** The classes that kernels in Java call, and how a method of a value is called. */
public final class KernelClasses {
    public static final ClassName SCALAR_MATH = Names.cpu("math", Intrinsic.KERNELS);
    public static final ClassName VECTOR_MATH = Names.cpu("math", "VectorMath");
    public static final ClassName ELEMENTWISE = Names.cpu("math", "Elementwise");
    public static final ClassName RAW_MEMORY = Names.cpu("engine", "UncheckedAccess");
    public static final ClassName VECTOR_OPERATORS = vectors("VectorOperators");

    private KernelClasses() {}

    public static ClassName vectors(String name) {
        return ClassName.get("jdk.incubator.vector", name);
    }

    /** {@code receiver.method(args)}; behind a call the line may end. */
    public static CodeBlock on(CodeBlock receiver, String method, Object... args) {
        var code = CodeBlock.builder().add(text(receiver).endsWith(")") ? "$L$Z.$L(" : "$L.$L(", receiver, method);
        for (int i = 0; i < args.length; i++) {
            code.add(i == 0 ? "$L" : ", $L", args[i]);
        }
        return code.add(")").build();
    }

    /** The whole text; {@link CodeBlock#toString} leaves out what stands behind a place where a line may end. */
    public static String text(CodeBlock code) {
        return CodeBlock.of("$L\n", code).toString().stripTrailing();
    }

    /** A reference to the method of a function, {@code ScalarMath::lgamma}. */
    public static CodeBlock method(Intrinsic intrinsic) {
        var method = intrinsic.javaMethod();
        return CodeBlock.of("$T::$L", owner(Objects.requireNonNull(method.owner())), method.name());
    }

    /** The class of a method in the table of functions. */
    static ClassName owner(String name) {
        return name.equals(Intrinsic.KERNELS) ? SCALAR_MATH : ClassName.get("java.lang", name);
    }
}
