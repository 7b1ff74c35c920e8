package dev.tenon.codegen.emit.api;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.tenon.codegen.emit.library.JavaFiles;
import dev.tenon.codegen.emit.library.Library;
import dev.tenon.codegen.emit.library.Names;
import dev.tenon.codegen.emit.library.Types;
import dev.tenon.codegen.emit.shape.InferEmitter;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.Param;
import dev.tenon.codegen.spec.ParamType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.lang.model.element.Modifier;

/** Writes the record of an operator's attributes, with its descriptor and its shape and dtype rules, and the enums of attributes. */
public final class OpRecordEmitter {
    private final Library library;
    private final Types types;

    public OpRecordEmitter(Library library) {
        this.library = library;
        this.types = new Types(library.sharedEnums());
    }

    public List<JavaFile> emit() {
        var files = new ArrayList<JavaFile>();
        for (var shared : new TreeMap<>(library.spec().enums()).entrySet()) {
            files.add(JavaFiles.java(library.records(),
                enumType(shared.getKey(), shared.getValue(), "Values of {@code " + shared.getKey() + "} attributes.")));
        }
        for (var op : library.spec().ops()) {
            // A part without enums of its own needs no record, as it is no call.
            if (!Library.isPart(op) || !ownEnums(op).isEmpty()) {
                files.add(JavaFiles.java(library.records(), record(op)));
            }
        }
        return files;
    }

    /** The records without what their entries say: what a compiler needs that will not come to an end. */
    public List<JavaFile> outlines() {
        var files = new ArrayList<JavaFile>();
        library.spec().enums().forEach((name, constants) -> files.add(JavaFiles.java(library.records(), enumType(name, constants, ""))));
        for (var op : library.spec().ops()) {
            var type = TypeSpec.recordBuilder(library.record(op)).addModifiers(Modifier.PUBLIC).addSuperinterface(Names.PRIMITIVE)
                .recordConstructor(components(op)).addMethod(unwritten("descriptor", Names.DESCRIPTOR).build())
                .addMethod(unwritten("infer", TypeName.VOID).addParameter(Names.INFERENCE, "call").build());
            ownEnums(op).forEach((own, param) -> type.addType(enumType(own.simpleName(), param.attribute().constants(), "")));
            if (op instanceof OpEntry.Native
                && ownEnums(op).keySet().stream().noneMatch(own -> own.simpleName().equals(OperandsEmitter.NAME))) {
                type.addType(OperandsEmitter.emit(op));
            }
            files.add(JavaFiles.java(library.records(), type.build()));
        }
        return files;
    }

    private static MethodSpec.Builder unwritten(String name, TypeName result) {
        return MethodSpec.methodBuilder(name).addAnnotation(Override.class).addModifiers(Modifier.PUBLIC).returns(result)
            .addStatement("throw new $T()", UnsupportedOperationException.class);
    }

    private TypeSpec record(OpEntry op) {
        var name = library.record(op);
        var type = TypeSpec.recordBuilder(name).addModifiers(Modifier.PUBLIC)
            .addSuperinterface(Library.isPrimitive(op) ? Names.PRIMITIVE : Names.OP).addJavadoc(Javadocs.record(op))
            .recordConstructor(components(op)).addField(descriptor(op, name));
        if (op.sig().attributes().isEmpty()) {
            type.addField(instance(name));
        }
        checks(op).ifPresent(type::addMethod);
        type.addMethod(descriptorMethod());
        gradFn(op).ifPresent(type::addMethod);
        if (op instanceof OpEntry.Primitive primitive) {
            type.addMethod(new InferEmitter(primitive, types, library.records(),
                owner -> library.owner(primitive, owner)).infer());
        }
        ownEnums(op).forEach((own, param) -> type.addType(
            enumType(own.simpleName(), param.attribute().constants(), "Values of {@code " + param.name() + "}.")));
        if (op instanceof OpEntry.Native) {
            type.addType(OperandsEmitter.emit(op));
        }
        return type.build();
    }

    /** The name that is printed for backward functions, where it does not follow from that of the operator. */
    private static Optional<MethodSpec> gradFn(OpEntry op) {
        if (op.head().gradFn().isEmpty()) {
            return Optional.empty();
        }
        var otherwise = op.head().gradFn().get("*");
        boolean parts = OpEntry.PARTS.equals(otherwise);
        var name = otherwise == null ? CodeBlock.of("DESCRIPTOR.gradFn()") : parts ? CodeBlock.of("null") : CodeBlock.of("$S", otherwise);
        for (var given : op.head().gradFn().entrySet()) {
            var param = op.param(given.getKey());
            name = param == null ? name : CodeBlock.of("$N != null ? $S : $L", param.javaName(), given.getValue(), name);
        }
        return Optional.of(MethodSpec.methodBuilder("gradFn").addAnnotation(Override.class).addModifiers(Modifier.PUBLIC)
            .returns(parts ? Types.nullable(ClassName.get(String.class)) : ClassName.get(String.class)).addStatement("return $L", name)
            .build());
    }

    private MethodSpec components(OpEntry op) {
        var constructor = MethodSpec.constructorBuilder();
        for (var param : op.sig().attributes()) {
            constructor.addParameter(ParameterSpec.builder(types.component(op, library.records(), param), param.javaName()).build());
        }
        return constructor.build();
    }

    private static FieldSpec descriptor(OpEntry op, ClassName name) {
        var inputs = op.sig().tensors().stream().map(p -> CodeBlock.of(",$W$S", p.name())).collect(CodeBlock.joining(""));
        var written = op instanceof OpEntry.Native kernel ? kernel.writes() : List.<String>of();
        var writes = written.isEmpty() ? CodeBlock.of("")
            : CodeBlock.of(".writing($L)", written.stream().map(p -> CodeBlock.of("$S", p)).collect(CodeBlock.joining(", ")));
        return FieldSpec.builder(Names.DESCRIPTOR, "DESCRIPTOR", Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
            .initializer("new $T($S, $T.Kind.$L,$W$T.class$L)$L", Names.DESCRIPTOR, op.key(), Names.DESCRIPTOR, op.kind(), name, inputs,
                CodeBlock.of("$L$L$L$L", writes, isChoice(op) ? ".choosing()" : "", taken(op), autocast(op)))
            .build();
    }

    private static CodeBlock autocast(OpEntry op) {
        var autocast = op.head().autocast();
        return autocast == null ? CodeBlock.of("") : CodeBlock.of(".autocast($T.Autocast.$L)", Names.DESCRIPTOR, autocast);
    }

    /** What is checked of operands before anything begins, where no shape rule does it. */
    private static CodeBlock taken(OpEntry op) {
        if (Library.isPrimitive(op) && (op.inplace() == null || op.inplace().method() == null) || op.sig().tensors().isEmpty()) {
            return CodeBlock.of("");
        }
        return CodeBlock.of(".taking($L)", op.sig().tensors().stream().map(Param::tensor)
            .map(type -> CodeBlock.of("$S", (type.list() ? 'X' : type.letter()) + (type.optional() ? "?" : "")))
            .collect(CodeBlock.joining(", ")));
    }

    /** Whether Java numbers may be operands of a formula that chooses among its operands and does not compute with them. */
    private static boolean isChoice(OpEntry op) {
        return op instanceof OpEntry.Pointwise pointwise && op.sig().tensors().stream().anyMatch(p -> p.tensor().orNumber())
            && pointwise.formula().values().stream().allMatch(OpRecordEmitter::isChosen);
    }

    private static boolean isChosen(Expr formula) {
        return switch (formula) {
            case Expr.Name _ -> true;
            case Expr.Cond cond -> isChosen(cond.then()) && isChosen(cond.otherwise());
            case Expr.Call call -> (call.function().equals("min") || call.function().equals("max"))
                && call.args().stream().allMatch(OpRecordEmitter::isChosen);
            default -> false;
        };
    }

    static FieldSpec instance(ClassName name) {
        return FieldSpec.builder(name, "INSTANCE", Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
            .addJavadoc("The only value: this operator has no attributes.").initializer("new $T()", name).build();
    }

    private Optional<MethodSpec> checks(OpEntry op) {
        var body = CodeBlock.builder();
        for (var param : op.sig().attributes()) {
            int length = param.attribute().length();
            if (length > 0 && Types.mustBeGiven(param)) {
                body.addStatement("$N = $T.sized($N, $L, $S, $S)", param.javaName(), Names.ATTRIBUTES, param.javaName(), length, op.key(),
                    param.name());
            } else if (length > 0 && !Library.isPrimitive(op)) {
                body.addStatement("$N = $T.sizedIfGiven($N, $L, $S, $S)", param.javaName(), Names.ATTRIBUTES, param.javaName(), length,
                    op.key(), param.name());
            } else if (length > 0) {
                body.beginControlFlow("if ($N != null)", param.javaName());
                body.addStatement("$N = $T.sized($N, $L, $S, $S)", param.javaName(), Names.ATTRIBUTES, param.javaName(), length, op.key(),
                    param.name());
                body.endControlFlow();
            } else if (param.attribute().kind() == ParamType.Attribute.Kind.NUM) {
                body.addStatement("$N = $T.$L($N, $S, $S)", param.javaName(), Names.ATTRIBUTES,
                    Types.mustBeGiven(param) ? "number" : "numberOrNull", param.javaName(), op.key(), param.name());
            } else if (Types.mustBeGiven(param)) {
                body.addStatement("$N = $T.given($N, $S, $S)", param.javaName(), Names.ATTRIBUTES, param.javaName(), op.key(),
                    param.name());
            }
        }
        if (body.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(MethodSpec.compactConstructorBuilder().addModifiers(Modifier.PUBLIC).addCode(body.build()).build());
    }

    public static MethodSpec descriptorMethod() {
        return MethodSpec.methodBuilder("descriptor").addAnnotation(Override.class).addModifiers(Modifier.PUBLIC).returns(Names.DESCRIPTOR)
            .addStatement("return DESCRIPTOR").build();
    }

    private Map<ClassName, Param> ownEnums(OpEntry op) {
        var enums = new TreeMap<ClassName, Param>();
        for (var param : op.sig().attributes()) {
            if (param.attribute().kind() == ParamType.Attribute.Kind.ENUM && param.attribute().enumName() == null) {
                enums.put(types.enumClass(op, library.records(), param), param);
            }
        }
        return enums;
    }

    private static TypeSpec enumType(String name, List<String> constants, String doc) {
        var type = TypeSpec.enumBuilder(name).addModifiers(Modifier.PUBLIC).addJavadoc(doc);
        constants.forEach(constant -> type.addEnumConstant(Names.constant(constant)));
        return type.build();
    }
}
