package dev.tenon.codegen.emit.api;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import com.palantir.javapoet.WildcardTypeName;
import dev.tenon.codegen.emit.library.JavaFiles;
import dev.tenon.codegen.emit.library.Library;
import dev.tenon.codegen.emit.library.Names;
import dev.tenon.codegen.emit.library.Types;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.Printer;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.Param;
import dev.tenon.codegen.spec.ParamType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Modifier;

/**
 * Writes the catalogue: every operator by its name in the spec, called with arguments by name. One nested class per spec file keeps each
 * class and method within the sizes that class files allow.
 */
public final class CatalogEmitter {
    private static final TypeName RESULTS = Types.nullable(Names.TENSOR_LIST);
    private static final TypeName INFOS = ParameterizedTypeName.get(Names.LIST_CLASS, Names.OP_INFO);
    private static final TypeName ARGUMENTS = ParameterizedTypeName.get(ClassName.get(Map.class), ClassName.get(String.class),
        WildcardTypeName.subtypeOf(Types.nullable(ClassName.get(Object.class))));

    private static final TypeName NAME_LIST = ParameterizedTypeName.get(Names.LIST_CLASS, ClassName.get(String.class));
    private static final TypeName NAME_SET = ParameterizedTypeName.get(ClassName.get(SortedSet.class), ClassName.get(String.class));

    private final Library library;
    private final CatalogArguments arguments;

    public CatalogEmitter(Library library) {
        this.library = library;
        this.arguments = new CatalogArguments(library);
    }

    public List<JavaFile> emit() {
        var files = new LinkedHashMap<String, List<OpEntry>>();
        library.spec().ops().stream().filter(op -> !op.internal())
            .forEach(op -> files.computeIfAbsent(section(op), _ -> new ArrayList<>()).add(op));
        var type = TypeSpec.classBuilder(library.catalog()).addModifiers(Modifier.PUBLIC, Modifier.FINAL)
            .addJavadoc("Every operator by its name in the spec, called with arguments by PyTorch's names.");
        type.addMethod(MethodSpec.constructorBuilder().addModifiers(Modifier.PRIVATE).build());
        type.addMethod(call(files)).addMethod(ops(files)).addMethod(names(files));
        files.forEach((section, ops) -> type.addType(section(section, ops)));
        return List.of(JavaFiles.java(library.apiPackage(), type.build()));
    }

    /** The nested class of a file: {@code PointwiseOps} of {@code pointwise.yaml}. */
    private static String section(OpEntry op) {
        var file = op.at().file();
        var name = file.substring(file.lastIndexOf('/') + 1).replaceAll("\\.ya?ml$", "");
        return Names.pascal(name) + (name.endsWith("ops") ? "Section" : "Ops");
    }

    private static MethodSpec call(Map<String, List<OpEntry>> files) {
        var body = CodeBlock.builder().addStatement("$T call = new $T(name, args)", Names.CATALOG_CALL, Names.CATALOG_CALL);
        if (files.isEmpty()) {
            body.addStatement("throw call.refused(ops())");
        } else {
            found(body, List.copyOf(files.keySet()));
        }
        return MethodSpec.methodBuilder("call").addModifiers(Modifier.PUBLIC, Modifier.STATIC).returns(Names.TENSOR_LIST)
            .addParameter(String.class, "name").addParameter(ARGUMENTS, "args").addCode(body.build())
            .addJavadoc("Calls the operator of that name: of its overloads the first that the arguments fit.\n\n"
                + "@param name the name in the spec, which is PyTorch's\n"
                + "@param args by name: tensors, numbers, booleans, strings, dtypes, lists of these, and null\n"
                + "@return the results in order\n"
                + "@throws dev.tenon.core.ArgumentException if there is no such operator, or none takes these arguments\n")
            .build();
    }

    /** Asks the sections one after another. */
    private static void found(CodeBlock.Builder body, List<String> sections) {
        body.beginControlFlow("try").addStatement("$T results = $L.call(call)", RESULTS, sections.getFirst());
        sections.stream().skip(1)
            .forEach(section -> body.beginControlFlow("if (results == null)").addStatement("results = $L.call(call)", section)
                .endControlFlow());
        body.beginControlFlow("if (results == null)").addStatement("throw call.refused(ops())").endControlFlow()
            .addStatement("return results").nextControlFlow("catch ($T e)", RuntimeException.class)
            .addStatement("throw $T.within(call.name(), e)", Names.OPERATOR_ERRORS).endControlFlow();
    }

    private static MethodSpec ops(Map<String, List<OpEntry>> files) {
        var body = CodeBlock.builder().addStatement("var ops = new $T<$T>()", ArrayList.class, Names.OP_INFO);
        files.keySet().forEach(section -> body.addStatement("ops.addAll($L.ops())", section));
        return MethodSpec.methodBuilder("ops").addModifiers(Modifier.PUBLIC, Modifier.STATIC).returns(INFOS).addCode(body.build())
            .addStatement("return ops").addJavadoc("All operators, overloads one by one.\n").build();
    }

    private static MethodSpec names(Map<String, List<OpEntry>> files) {
        var body = CodeBlock.builder().addStatement("var names = new $T<$T>()", TreeSet.class, String.class);
        files.keySet().forEach(section -> body.addStatement("names.addAll($L.NAMES)", section));
        return MethodSpec.methodBuilder("names").addModifiers(Modifier.PUBLIC, Modifier.STATIC).returns(NAME_SET).addCode(body.build())
            .addStatement("return names").addJavadoc("All names that {@link #call} knows, sorted.\n").build();
    }

    private TypeSpec section(String name, List<OpEntry> ops) {
        var type = TypeSpec.classBuilder(name).addModifiers(Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL);
        ops.forEach(op -> type.addField(info(op, constant(op, ops))));
        var byName = new LinkedHashMap<String, List<OpEntry>>();
        for (var op : ops) {
            byName.computeIfAbsent(op.name(), _ -> new ArrayList<>()).add(op);
            op.head().names().forEach(other -> byName.computeIfAbsent(other, _ -> new ArrayList<>()).add(op));
        }
        var methods = new LinkedHashMap<List<OpEntry>, List<String>>();
        byName.forEach((called, overloads) -> methods.computeIfAbsent(overloads, _ -> new ArrayList<>()).add(called));
        type.addField(FieldSpec.builder(NAME_LIST, "NAMES", Modifier.STATIC, Modifier.FINAL)
            .initializer("$T.of($L)", Names.LIST_CLASS,
                byName.keySet().stream().map(n -> CodeBlock.of("$S", n)).collect(CodeBlock.joining(",$W")))
            .build());
        type.addMethod(sectionOps(ops)).addMethod(sectionCall(methods));
        methods.forEach((overloads, names) -> type.addMethod(overloads(method(names), overloads, ops)));
        return type.build();
    }

    private static MethodSpec sectionOps(List<OpEntry> ops) {
        var all = ops.stream().map(op -> constant(op, ops)).collect(Collectors.joining(",$W"));
        return MethodSpec.methodBuilder("ops").addModifiers(Modifier.STATIC).returns(INFOS)
            .addStatement("return $T.of(" + all + ")", Names.LIST_CLASS).build();
    }

    private static MethodSpec sectionCall(Map<List<OpEntry>, List<String>> methods) {
        var body = CodeBlock.builder().beginControlFlow("return switch (call.name())");
        methods.values().forEach(names -> body.addStatement("case $L -> $L(call)",
            names.stream().map(name -> CodeBlock.of("$S", name)).collect(CodeBlock.joining(", ")), method(names)));
        body.addStatement("default -> null").unindent().add("};\n");
        return MethodSpec.methodBuilder("call").addModifiers(Modifier.STATIC).returns(RESULTS).addParameter(Names.CATALOG_CALL, "call")
            .addCode(body.build()).build();
    }

    private static String method(List<String> names) {
        var name = names.getFirst();
        var camel = Names.camel(name) + (name.endsWith("_") && !name.endsWith("__") ? "_" : "");
        return camel.equals("call") || camel.equals("ops") || SourceVersion.isKeyword(camel) ? camel + "Op"
            : name.equals("T") ? "reversed" : camel;
    }

    /** The constant that describes an operator; of two that differ in case only, as {@code t} and {@code T}, the later has a number. */
    private static String constant(OpEntry op, List<OpEntry> all) {
        var name = Names.screaming(op.key());
        var first = all.stream().filter(other -> Names.screaming(other.key()).equals(name)).findFirst().orElse(op);
        return first == op ? name : name + "_2";
    }

    private MethodSpec overloads(String name, List<OpEntry> overloads, List<OpEntry> all) {
        var body = CodeBlock.builder();
        for (var op : overloads) {
            body.beginControlFlow("if (call.fits($L))", constant(op, all));
            result(op, body);
            body.endControlFlow();
        }
        return MethodSpec.methodBuilder(name).addModifiers(Modifier.PRIVATE, Modifier.STATIC).returns(RESULTS)
            .addParameter(Names.CATALOG_CALL, "call").addCode(body.addStatement("return null").build()).build();
    }

    private void result(OpEntry op, CodeBlock.Builder body) {
        var call = CodeBlock.of("$T.$L($L)", library.api(), op.javaName(), arguments.of(op));
        if (op.sig().listResult()) {
            body.addStatement("return $L", call);
        } else if (op.sig().results().size() > 1) {
            body.addStatement("return $L.tensors()", call);
        } else {
            body.addStatement("return $T.of($L)", Names.LIST_CLASS, call);
        }
    }

    private FieldSpec info(OpEntry op, String constant) {
        var params = op.sig().params().stream().map(CatalogEmitter::parameter).collect(CodeBlock.joining(",$W"));
        var legacy = op.head().legacy().stream().map(name -> CodeBlock.of("$S", name)).collect(CodeBlock.joining(", "));
        var fixed = op.head().fixed().entrySet().stream().map(e -> CodeBlock.of("$S, $L", e.getKey(), value(e.getValue())))
            .collect(CodeBlock.joining(", "));
        boolean differentiable = op.sig().tensors().stream().anyMatch(p -> Library.isDifferentiable(op, p.name()))
            && op.sig().results().stream().anyMatch(r -> r.differentiable());
        return FieldSpec.builder(Names.OP_INFO, constant, Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
            .initializer("new $T($S, $T.Kind.$L, $L,\n$S,\n$T.of($L),\n$T.of($L), $T.of($L))", Names.OP_INFO, op.key(), Names.OP_INFO,
                op.kind(),
                differentiable, op.doc().strip(), Names.LIST_CLASS, params, Names.LIST_CLASS, legacy, Map.class, fixed)
            .build();
    }

    private static CodeBlock value(Expr expr) {
        return switch (expr) {
            case Expr.Name name -> CodeBlock.of("$S", name.name());
            case Expr.Num num when num.integral() -> CodeBlock.of("$LL", num.whole());
            default -> CodeBlock.of("$L", Printer.print(expr));
        };
    }

    private static CodeBlock parameter(Param param) {
        boolean given = !Types.hasDefault(param);
        var text = given ? CodeBlock.of("null") : CodeBlock.of("$S", Printer.print(Types.defaultValue(param)));
        if (!param.isTensor() && param.attribute().kind() == ParamType.Attribute.Kind.ENUM) {
            var constants = param.attribute().constants().stream().map(c -> CodeBlock.of("$S", c)).collect(CodeBlock.joining(", "));
            return CodeBlock.of("new $T.Parameter($S, $T.Type.CONSTANT, $L, $L, $T.of($L))", Names.OP_INFO, param.name(), Names.OP_INFO,
                Types.isNullable(param), text, Names.LIST_CLASS, constants);
        }
        return CodeBlock.of("new $T.Parameter($S, $T.Type.$L, $L, $L)", Names.OP_INFO, param.name(), Names.OP_INFO, type(param),
            Types.isNullable(param), text);
    }

    private static String type(Param param) {
        return switch (param.type()) {
            case ParamType.TensorType tensor -> tensor.list() ? "TENSORS" : tensor.orNumber() ? "TENSOR_OR_NUMBER" : "TENSOR";
            case ParamType.Attribute attribute -> switch (attribute.kind()) {
                case NUM -> "NUMBER";
                case FLOAT -> "REAL";
                case INT -> "INTEGER";
                case BOOL -> "FLAG";
                case INTS, DIMS -> "INTEGERS";
                case FLOATS -> "REALS";
                case DTYPE -> "DTYPE";
                case DEVICE -> "DEVICE";
                case TEXT -> "TEXT";
                case ENUM -> "CONSTANT";
                case INDEX -> "INDEX";
            };
        };
    }
}
