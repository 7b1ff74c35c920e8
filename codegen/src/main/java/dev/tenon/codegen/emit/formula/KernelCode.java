package dev.tenon.codegen.emit.formula;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import dev.tenon.codegen.emit.library.Names;
import java.util.ArrayList;
import java.util.Map;
import java.util.regex.Pattern;

/** Turns kernel text that names helper classes into code with their imports. */
public final class KernelCode {
    private static final Map<String, ClassName> CLASSES = Map.of("ScalarMath", Names.cpu("math", "ScalarMath"), "Elementwise",
        Names.cpu("math", "Elementwise"), "VectorMath",
        Names.cpu("math", "VectorMath"), "RawMemory",
        Names.cpu("engine", "RawMemory"), "FloatBlocks", Names.cpu("math", "FloatBlocks"), "DoubleBlocks",
        Names.cpu("math", "DoubleBlocks"),
        "VectorOperators",
        vectors("VectorOperators"), "FloatVector", vectors("FloatVector"), "DoubleVector", vectors("DoubleVector"));
    private static final Pattern CLASS = Pattern.compile("\\b(" + String.join("|", CLASSES.keySet()) + ")\\b(?=\\.|::)");

    private KernelCode() {}

    private static ClassName vectors(String name) {
        return ClassName.get("jdk.incubator.vector", name);
    }

    public static CodeBlock of(String text) {
        var args = new ArrayList<Object>();
        var matcher = CLASS.matcher(text);
        var format = new StringBuilder();
        while (matcher.find()) {
            args.add(CLASSES.get(matcher.group(1)));
            matcher.appendReplacement(format, "\\$T");
        }
        matcher.appendTail(format);
        return CodeBlock.of(format.toString().replace(").", ")$Z."), args.toArray());
    }
}
