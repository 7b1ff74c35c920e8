package dev.tenon.codegen.emit.api;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.tenon.codegen.emit.body.MethodBody;
import dev.tenon.codegen.emit.library.JavaFiles;
import dev.tenon.codegen.emit.library.Library;
import dev.tenon.codegen.emit.library.Names;
import dev.tenon.codegen.emit.library.Overload;
import dev.tenon.codegen.emit.library.Types;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.Param;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.Modifier;

/**
 * Writes the class of static methods, one per operator and overload, that of the internal operators, the class of fluent methods, and the records of
 * several results.
 */
public final class ApiEmitter {
    private final Library library;
    private final Types types;
    private final MethodBody bodies;

    public ApiEmitter(Library library) {
        this.library = library;
        this.types = new Types(library.sharedEnums());
        this.bodies = new MethodBody(library);
    }

    public List<JavaFile> emit() {
        var files = new ArrayList<JavaFile>();
        files.add(JavaFiles.java(library.apiPackage(), statics()));
        if (library.spec().ops().stream().anyMatch(OpEntry::internal)) {
            files.add(JavaFiles.java(library.apiPackage(), unchecked()));
        }
        if (library.fluent() != null) {
            files.add(JavaFiles.java(library.apiPackage(), fluent(library.fluent())));
        }
        library.spec().ops().stream().filter(op -> op.sig().results().size() > 1)
            .forEach(op -> files.add(JavaFiles.java(library.apiPackage(), result(op))));
        return files;
    }

    private TypeSpec statics() {
        var type = TypeSpec.classBuilder(library.api()).addModifiers(Modifier.PUBLIC).addJavadoc("The operators as static methods.");
        type.addMethod(
            MethodSpec.constructorBuilder().addModifiers(Modifier.PROTECTED).addJavadoc("For classes that pass on these methods.").build());
        return type.addMethods(staticMethods(false)).build();
    }

    private TypeSpec unchecked() {
        return TypeSpec.classBuilder(library.unchecked()).addModifiers(Modifier.PUBLIC, Modifier.FINAL)
            .addJavadoc(
                "Parts of which the operators of {@link $T} are made, as static methods. They rely on the checks of the operators that they\n"
                    + "are parts of: called in another way they may refuse, with an error that speaks of the wrong thing, or compute nonsense.",
                library.api())
            .addMethod(MethodSpec.constructorBuilder().addModifiers(Modifier.PRIVATE).build()).addMethods(staticMethods(true)).build();
    }

    private Collection<MethodSpec> staticMethods(boolean internal) {
        var methods = new Methods();
        for (var op : library.spec().ops()) {
            if (op.internal() != internal) {
                continue;
            }
            for (var overload : Overload.of(op)) {
                methods.add(overload, staticMethod(overload, ""));
                if (op.inplace() != null && inPlaceFits(overload)) {
                    methods.add(overload, staticMethod(overload, "_"));
                }
            }
        }
        return methods.all();
    }

    private TypeSpec fluent(ClassName name) {
        var type = TypeSpec.classBuilder(name).addModifiers(Modifier.PUBLIC, Modifier.ABSTRACT, Modifier.SEALED)
            .superclass(Names.spi("SealedOperand")).addPermittedSubclass(Names.TENSOR)
            .addJavadoc("The operators as methods of a tensor, which stands for their first tensor parameter.");
        type.addMethod(MethodSpec.methodBuilder("self").addModifiers(Modifier.ABSTRACT).returns(Names.TENSOR).build());
        var methods = new Methods();
        for (var op : library.spec().ops()) {
            if (!isFluent(op)) {
                continue;
            }
            var self = op.sig().tensors().getFirst();
            for (var overload : Overload.of(op)) {
                if (overload.isNumber(self) || overload.omitted().contains(self)) {
                    continue;
                }
                methods.add(overload, fluentMethod(overload, name, op.javaName(), op.javaName()));
                op.head().aliases().forEach(alias -> methods.add(overload, fluentMethod(overload, name, alias, op.javaName())));
                if (op.inplace() != null && inPlaceFits(overload)) {
                    methods.add(overload, fluentMethod(overload, name, op.javaName() + "_", op.javaName() + "_"));
                }
            }
        }
        return type.addMethods(methods.all()).build();
    }

    public static boolean isFluent(OpEntry op) {
        var tensors = op.sig().tensors();
        return op.head().fluent() && !op.internal() && !tensors.isEmpty() && !tensors.getFirst().tensor().list()
            && !tensors.getFirst().tensor().optional();
    }

    private static boolean inPlaceFits(Overload overload) {
        return !overload.isNumber(overload.op().sig().tensors().getFirst());
    }

    /**
     * Methods by what Java tells them apart by. Two operators can ask for the same, such as {@code clamp(input)} with all bounds left out:
     * a method with all parameters wins over a shortened one, otherwise the operator that comes first in the spec.
     */
    private static final class Methods {
        private final Map<Signature, MethodSpec> bySignature = new LinkedHashMap<>();
        private final Set<Signature> complete = new HashSet<>();

        private record Signature(String name, List<TypeName> types) {}

        void add(Overload overload, MethodSpec method) {
            var signature = new Signature(method.name(), method.parameters().stream().map(p -> raw(p.type())).toList());
            if (!bySignature.containsKey(signature) || overload.isComplete() && !complete.contains(signature)) {
                bySignature.put(signature, method);
            }
            if (overload.isComplete()) {
                complete.add(signature);
            }
        }

        private static TypeName raw(TypeName type) {
            return switch (type) {
                case ParameterizedTypeName list -> list.rawType().withoutAnnotations();
                case ArrayTypeName array -> ArrayTypeName.of(raw(array.componentType()));
                default -> type.withoutAnnotations();
            };
        }

        Collection<MethodSpec> all() {
            return bySignature.values();
        }
    }

    private MethodSpec staticMethod(Overload overload, String suffix) {
        var op = overload.op();
        var method = MethodSpec.methodBuilder(op.javaName() + suffix).addModifiers(Modifier.PUBLIC, Modifier.STATIC).returns(returnType(op))
            .addJavadoc(javadoc(overload, overload.given().stream().map(Overload.Argument::param).toList(), library.api(op),
                op.javaName() + suffix, false));
        overload.given().forEach(argument -> parameter(method, op, argument));
        return method.addCode(suffix.isEmpty() ? bodies.body(overload) : bodies.inPlace(overload)).build();
    }

    private MethodSpec fluentMethod(Overload overload, ClassName owner, String name, String target) {
        var op = overload.op();
        var self = op.sig().tensors().getFirst();
        var shown = overload.given().stream().filter(a -> !a.param().equals(self)).toList();
        var method = MethodSpec.methodBuilder(name).addModifiers(Modifier.PUBLIC, Modifier.FINAL).returns(returnType(op))
            .addJavadoc(javadoc(overload, shown.stream().map(Overload.Argument::param).toList(), owner, name, true));
        shown.forEach(argument -> parameter(method, op, argument));
        var args = overload.given().stream()
            .map(a -> a.param().equals(self) ? CodeBlock.of("self()") : CodeBlock.of("$N", a.param().javaName()))
            .collect(CodeBlock.joining(",$W"));
        return method.addStatement("return $T.$L($L)", library.api(), target, args).build();
    }

    private CodeBlock javadoc(Overload overload, List<Param> shown, ClassName owner, String name, boolean fluent) {
        var op = overload.op();
        var before = name.endsWith("_") ? "Writes the result into the first operand and returns that. " : "";
        if (overload.isComplete()) {
            return Javadocs.method(op, shown, before);
        }
        var complete = Overload.of(op).stream().filter(Overload::isComplete).findFirst().orElseThrow();
        var self = fluent ? op.sig().tensors().getFirst() : null;
        var link = complete.given().stream().filter(a -> !a.param().equals(self)).map(a -> CodeBlock.of("$T", erased(op, a)))
            .collect(CodeBlock.joining(", "));
        return Javadocs.variant(overload, shown, CodeBlock.of("$T#$L($L)", owner, name, link), before);
    }

    private void parameter(MethodSpec.Builder method, OpEntry op, Overload.Argument argument) {
        var type = type(op, argument);
        method.addParameter(ParameterSpec.builder(type, argument.param().javaName()).build());
        if (argument.form() == Overload.Form.VARARGS) {
            method.varargs();
        }
    }

    private TypeName type(OpEntry op, Overload.Argument argument) {
        var param = argument.param();
        return switch (argument.form()) {
            case NUMBER -> param.tensor().optional() ? Types.nullable(ClassName.get(Number.class)) : ClassName.get(Number.class);
            case SINGLE, INTEGRAL -> TypeName.LONG;
            case REAL -> TypeName.DOUBLE;
            case PRIMITIVE -> types.component(op, library.records(), param).withoutAnnotations().unbox();
            case ARRAY, VARARGS -> types.argument(op, library.records(), param);
            case PLAIN -> param.isTensor() ? tensor(param) : types.argument(op, library.records(), param);
        };
    }

    private static TypeName tensor(Param param) {
        if (param.tensor().list()) {
            return Names.TENSOR_LIST;
        }
        return param.tensor().optional() ? Types.nullable(Names.TENSOR) : Names.TENSOR;
    }

    private TypeName erased(OpEntry op, Overload.Argument argument) {
        if (Types.isIndex(argument.param())) {
            return type(op, argument);
        }
        if (argument.form() == Overload.Form.VARARGS || argument.form() == Overload.Form.ARRAY) {
            return ArrayTypeName.of(TypeName.LONG);
        }
        return argument.param().isTensor() && argument.param().tensor().list() ? Names.LIST_CLASS : type(op, argument).withoutAnnotations();
    }

    private TypeName returnType(OpEntry op) {
        return op.sig().listResult() ? Names.TENSOR_LIST : op.sig().results().size() > 1 ? library.result(op) : Names.TENSOR;
    }

    private TypeSpec result(OpEntry op) {
        var constructor = MethodSpec.constructorBuilder();
        op.sig().results().forEach(result -> constructor.addParameter(Names.TENSOR, Names.camel(result.name())));
        var text = CodeBlock.builder().add("The results of {@code $L}.\n", op.key());
        op.sig().results().forEach(result -> text.add("\n@param $L the result {@code $L}", Names.camel(result.name()), result.name()));
        var all = op.sig().results().stream().map(r -> CodeBlock.of("$N", Names.camel(r.name()))).collect(CodeBlock.joining(",$W"));
        return TypeSpec.recordBuilder(library.result(op)).addModifiers(Modifier.PUBLIC).addSuperinterface(Names.RESULTS)
            .addJavadoc(text.build()).recordConstructor(constructor.build())
            .addMethod(MethodSpec.methodBuilder("tensors").addAnnotation(Override.class).addModifiers(Modifier.PUBLIC)
                .returns(Names.TENSOR_LIST).addStatement("return $T.of($L)", Names.LIST_CLASS, all).build())
            .build();
    }
}
