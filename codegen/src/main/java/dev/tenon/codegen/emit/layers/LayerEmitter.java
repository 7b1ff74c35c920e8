package dev.tenon.codegen.emit.layers;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.tenon.codegen.emit.api.Javadocs;
import dev.tenon.codegen.emit.body.MethodBindings;
import dev.tenon.codegen.emit.body.TensorBody;
import dev.tenon.codegen.emit.library.JavaFiles;
import dev.tenon.codegen.emit.library.LayerModel;
import dev.tenon.codegen.emit.library.Library;
import dev.tenon.codegen.emit.library.Names;
import dev.tenon.codegen.emit.library.Types;
import dev.tenon.codegen.emit.shape.RuleMessage;
import dev.tenon.codegen.expr.Expr;
import dev.tenon.codegen.expr.ExprTree;
import dev.tenon.codegen.spec.LayerSpec;
import dev.tenon.codegen.spec.OpEntry;
import dev.tenon.codegen.spec.Param;
import dev.tenon.codegen.spec.ParamType;
import dev.tenon.codegen.spec.Require;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;

/** Writes the class of a layer: what it is made with, and its operator called with that. */
public final class LayerEmitter {
    private static final String GENERATOR = "generator";
    private static final String OPTIONS = "options";
    private static final String INPUTS = "inputs";

    private final Library library;
    private final LayerModel layer;

    public LayerEmitter(Library library, LayerModel layer) {
        this.library = library;
        this.layer = layer;
    }

    public JavaFile emit() {
        var type = TypeSpec.classBuilder(layer.type()).addModifiers(Modifier.PUBLIC, Modifier.FINAL)
            .superclass(layer.isLoss() ? Names.LOSS_LAYER : layer.isJoined() ? Names.JOINED_LAYER : Names.UNARY_LAYER)
            .addJavadoc(Javadocs.layer(layer));
        fields(type);
        var forms = layer.forms();
        forms.subList(0, forms.size() - 1).forEach(form -> type.addMethod(shorter(form)));
        type.addMethod(constructor());
        if (layer.isJoined() && !layer.isLoss()) {
            type.addMethod(forward());
        }
        type.addMethod(output());
        if (layer.spec().all() != null) {
            type.addMethod(outputs(layer.spec().all()));
        }
        type.addMethod(text());
        return JavaFiles.java(layer.type().packageName(), type.build());
    }

    // ---- fields -----------------------------------------------------------------------------------------------------

    private void fields(TypeSpec.Builder type) {
        layer.positional().forEach(param -> type.addField(field(fieldType(param), param.javaName()).build()));
        if (layer.hasOptions()) {
            type.addField(field(layer.options(), OPTIONS).build());
            layer.optional().stream().filter(LayerEmitter::isKept)
                .forEach(param -> type.addField(field(fieldType(param), param.javaName()).build()));
        }
        if (layer.draws()) {
            type.addField(field(Names.tensor("Generator"), GENERATOR).initializer("random($S)", GENERATOR).build());
        }
    }

    private static FieldSpec.Builder field(TypeName type, String name) {
        return FieldSpec.builder(type, name, Modifier.PRIVATE, Modifier.FINAL);
    }

    private TypeName fieldType(Param param) {
        return param.isTensor() ? Types.nullable(Names.PARAMETER) : layer.argument(param);
    }

    /** Whether the layer holds an option in another form than the options: an array, which calls take, or a buffer. */
    private static boolean isKept(Param param) {
        return param.isTensor() || Types.isList(param);
    }

    // ---- constructors -----------------------------------------------------------------------------------------------

    private MethodSpec shorter(LayerModel.Form form) {
        var all = layer.complete();
        var arguments = all.given().stream().map(full -> passed(form, full)).toList();
        var options = !all.options() ? List.<CodeBlock>of() : List.of(form.options() ? CodeBlock.of(OPTIONS) : CodeBlock.of("o -> o"));
        var constructor = MethodSpec.constructorBuilder().addModifiers(Modifier.PUBLIC)
            .addStatement("this($L)", CodeBlock.join(Stream.concat(arguments.stream(), options.stream()).toList(), ", "));
        return parameters(constructor, layer, form).build();
    }

    private CodeBlock passed(LayerModel.Form form, LayerModel.Given full) {
        var given = form.given().stream().filter(each -> each.param().equals(full.param())).findFirst();
        if (given.isEmpty()) {
            return layer.defaultArgument(full.param());
        }
        return given.get().as() == LayerModel.As.SINGLE ? CodeBlock.of("new long[] {$N}", full.param().javaName())
            : CodeBlock.of("$N", full.param().javaName());
    }

    /** Adds the parameters of a form. */
    static MethodSpec.Builder parameters(MethodSpec.Builder method, LayerModel layer, LayerModel.Form form) {
        for (var given : form.given()) {
            var type = given.as() == LayerModel.As.SINGLE ? TypeName.LONG : layer.argument(given.param());
            method.addParameter(ParameterSpec.builder(type, given.param().javaName()).build());
            if (given.as() == LayerModel.As.VARARGS) {
                method.varargs();
            }
        }
        if (form.options()) {
            method.addParameter(ParameterizedTypeName.get(ClassName.get(UnaryOperator.class), layer.options()), OPTIONS);
        }
        return method;
    }

    private MethodSpec constructor() {
        var body = CodeBlock.builder();
        if (layer.isJoined() && !layer.isLoss()) {
            body.addStatement("super($L)",
                layer.inputs().stream().map(input -> CodeBlock.of("$S", input.name())).collect(CodeBlock.joining(", ")));
        }
        for (var param : layer.positional()) {
            checks(layer, param, body);
        }
        layer.op().requires().forEach(require -> require(library, layer, require, layer.positional(), body));
        for (var param : layer.positional()) {
            body.addStatement("this.$N = $L", param.javaName(), held(param, CodeBlock.of("$N", param.javaName())));
        }
        if (layer.hasOptions()) {
            body.addStatement("this.$N = $N.apply($T.DEFAULT)", OPTIONS, OPTIONS, layer.options());
            layer.optional().stream().filter(LayerEmitter::isKept)
                .forEach(param -> body.addStatement("this.$N = $L", param.javaName(), kept(param)));
        }
        var constructor = MethodSpec.constructorBuilder().addModifiers(Modifier.PUBLIC).addJavadoc(Javadocs.constructor(layer));
        return parameters(constructor, layer, layer.complete()).addCode(body.build()).build();
    }

    private CodeBlock held(Param param, CodeBlock value) {
        if (layer.isRepeated(param)) {
            return CodeBlock.of("$T.repeated($L, $L, $S, $S)", Names.ATTRIBUTES, value, param.attribute().length(), layer.name(),
                param.name());
        }
        return param.isTensor() ? CodeBlock.of("$L == null ? null : buffer($S, $L)", value, param.name(), value)
            : !Types.isList(param) ? value
                : Types.isNullable(param) ? CodeBlock.of("$L == null ? null : $L.clone()", value, value)
                    : CodeBlock.of("$L.clone()", value);
    }

    private CodeBlock kept(Param param) {
        var value = CodeBlock.of("this.$N.$N()", OPTIONS, param.javaName());
        return param.isTensor() ? held(param, value)
            : Types.isNullable(param) ? CodeBlock.of("$T.array($L)", Names.ATTRIBUTES, value) : CodeBlock.of("$L.toArray()", value);
    }

    /** That an argument is given, and how long a list is: what the operator would refuse in each pass is refused once. */
    static void checks(LayerModel layer, Param param, CodeBlock.Builder body) {
        if (param.isTensor()) {
            return;
        }
        int length = layer.isRepeated(param) ? 0 : param.attribute().length();
        if (length > 0) {
            body.addStatement("$1T.$2L($1T.ints($3N), $4L, $5S, $6S)", Names.ATTRIBUTES,
                Types.mustBeGiven(param) ? "sized" : "sizedIfGiven",
                param.javaName(), length, layer.name(), param.name());
        } else if (!layer.isRepeated(param) && Types.mustBeGiven(param) && param.attribute().kind() != ParamType.Attribute.Kind.NUM) {
            body.addStatement("$T.given($N, $S, $S)", Names.ATTRIBUTES, param.javaName(), layer.name(), param.name());
        }
    }

    /** A rule of the operator that is about these arguments alone. */
    static void require(Library library, LayerModel layer, Require require, List<Param> known, CodeBlock.Builder body) {
        var names = new LinkedHashSet<>(ExprTree.names(require.condition()));
        require.values().forEach(value -> names.addAll(ExprTree.names(value)));
        boolean here = names.stream().allMatch(name -> known.stream().anyMatch(param -> isSame(layer, name, param)));
        if (!here || names.isEmpty() || callsFunctions(require)) {
            return;
        }
        var values = new LinkedHashMap<String, CodeBlock>();
        names.forEach(name -> known.stream().filter(param -> param.name().equals(name))
            .forEach(param -> values.put(name, CodeBlock.of("$N", param.javaName()))));
        var bodies = new TensorBody(library, layer.op(), new MethodBindings());
        var message = RuleMessage.of(layer.name() + ": ", require, values, bodies::translate);
        body.beginControlFlow("if (!($L))", bodies.translate(require.condition()).text());
        body.addStatement("throw new $T($L)", Names.ARGUMENT_EXCEPTION, message).endControlFlow();
    }

    /** Whether a rule needs the functions of shapes, which only the operator's own check has. */
    private static boolean callsFunctions(Require require) {
        boolean[] found = new boolean[1];
        Stream.concat(Stream.of(require.condition()), require.values().stream())
            .forEach(expr -> ExprTree.walk(expr, part -> found[0] |= part instanceof Expr.Call));
        return found[0];
    }

    /** Whether an argument is the operator's parameter as the rule reads it: under its name, and of the same Java type. */
    private static boolean isSame(LayerModel layer, String name, Param param) {
        var of = layer.op().param(name);
        return of != null && param.name().equals(name) && !param.isTensor() && !of.isTensor()
            && of.attribute().kind() == param.attribute().kind() && switch (param.attribute().kind()) {
                case FLOAT, INT, BOOL -> !Types.isNullable(param) && !Types.isNullable(of);
                default -> false;
            };
    }

    // ---- passes -----------------------------------------------------------------------------------------------------

    /** What the layer computes: of one input, of a loss's two, or of a list. */
    private MethodSpec output() {
        var name = layer.isLoss() ? "loss" : layer.isJoined() ? "joined" : "output";
        var method = MethodSpec.methodBuilder(name).addAnnotation(Override.class).addModifiers(Modifier.PROTECTED).returns(Names.TENSOR);
        if (layer.isJoined() && !layer.isLoss()) {
            method.addParameter(Names.TENSOR_LIST, INPUTS);
            IntStream.range(0, layer.inputs().size())
                .forEach(i -> method.addStatement("var $N = $N.get($L)", layer.inputs().get(i).javaName(), INPUTS, i));
        } else {
            layer.inputs().forEach(input -> method.addParameter(Names.TENSOR, input.javaName()));
        }
        if (layer.draws()) {
            return method.addStatement("return isTraining() ? $N.drawing(() -> $L) : $L", GENERATOR, call(true), call(false)).build();
        }
        return method.addStatement("return $L", call(false)).build();
    }

    /** The call as a person writes it, which hooks and listeners see as they see any other. */
    private MethodSpec forward() {
        var method = MethodSpec.methodBuilder("forward").addModifiers(Modifier.PUBLIC).returns(Names.TENSOR)
            .addJavadoc("The output for these inputs.\n");
        layer.inputs().forEach(input -> method.addParameter(Names.TENSOR, input.javaName()));
        var all = layer.inputs().stream().map(input -> CodeBlock.of("$N", input.javaName())).collect(CodeBlock.joining(", "));
        return method.addStatement("return call($T.of($L))", List.class, all).build();
    }

    /** All outputs where the flag is set. */
    private MethodSpec outputs(LayerSpec.All all) {
        var input = layer.inputs().getFirst();
        var whole = layer.whole(library, all);
        var flag = layer.optional().contains(all.flag()) ? CodeBlock.of("$N.$N()", OPTIONS, all.flag().javaName())
            : CodeBlock.of("$N", all.flag().javaName());
        var results = whole.sig().results().stream().map(result -> CodeBlock.of("all.$N()", Names.camel(result.name())))
            .collect(CodeBlock.joining(", "));
        return MethodSpec.methodBuilder("outputs").addAnnotation(Override.class).addModifiers(Modifier.PROTECTED).returns(Names.TENSOR_LIST)
            .addParameter(Names.TENSOR, input.javaName())
            .beginControlFlow("if (!$L)", flag).addStatement("return super.outputs($N)", input.javaName()).endControlFlow()
            .addStatement("var all = $L", call(whole, false))
            .addStatement("return $T.of($L)", List.class, results).build();
    }

    private CodeBlock call(boolean training) {
        return call(layer.op(), training);
    }

    private CodeBlock call(OpEntry op, boolean training) {
        var arguments = layer.op().sig().params().stream().map(param -> argument(param, training)).collect(CodeBlock.joining(",$W"));
        return CodeBlock.of("$T.$N($L)", library.api(), op.javaName(), arguments);
    }

    /** What the operator is called with for this parameter. */
    private CodeBlock argument(Param param, boolean training) {
        if (layer.inputs().contains(param)) {
            return CodeBlock.of("$N", param.javaName());
        }
        var argument = layer.spec().argument(param.name());
        if (argument == null) {
            return param.name().equals(LayerSpec.TRAINING) && layer.draws() ? CodeBlock.of("$L", training) : fixed(param);
        }
        var own = argument.param();
        if (own.isTensor()) {
            return CodeBlock.of("$N == null ? null : $N.value()", own.javaName(), own.javaName());
        }
        boolean option = layer.optional().contains(own) && !isKept(own);
        return option ? CodeBlock.of("$N.$N()", OPTIONS, own.javaName()) : CodeBlock.of("$N", own.javaName());
    }

    private CodeBlock fixed(Param param) {
        Expr value = layer.spec().fixed().get(param.name());
        var valued = value == null ? param : new Param(param.name(), param.javaName(), param.type(), value, param.at());
        return layer.types().defaultArgument(layer.op(), layer.records(), valued);
    }

    /** As PyTorch prints it. */
    private MethodSpec text() {
        var code = CodeBlock.builder().add("return new $T()", Names.LAYER_TEXT);
        var shown = layer.spec().shown();
        if (shown != null) {
            shown.forEach(each -> code.add("\n").add(shown(each)));
        } else if (!layer.isJoined()) {
            Stream.concat(layer.positional().stream(), layer.optional().stream())
                .filter(param -> !param.isTensor() && !layer.isFlag(param))
                .forEach(param -> code.add("\n.add($S, $L)", param.name(), value(param.name())));
        }
        return MethodSpec.methodBuilder("extraRepr").addAnnotation(Override.class).addModifiers(Modifier.PROTECTED).returns(String.class)
            .addStatement(code.add(".arguments()").build()).build();
    }

    private CodeBlock shown(LayerSpec.Shown shown) {
        if (shown.text() != null) {
            return CodeBlock.of(".add($S, $S)", shown.name(), shown.text());
        }
        var value = shown.otherwise() == null ? value(shown.name())
            : CodeBlock.of("$T.requireNonNullElse($L, $L)", Objects.class, value(shown.name()), value(shown.otherwise()));
        return shown.placed() ? CodeBlock.of(".add($L)", value)
            : shown.repeated() > 0 ? CodeBlock.of(".repeated($S, $L, $L)", shown.name(), shown.repeated(), value)
                : shown.optional() ? CodeBlock.of(".add($S, $L, null)", shown.name(), value)
                    : CodeBlock.of(".add($S, $L)", shown.name(), value);
    }

    private CodeBlock value(String name) {
        if (layer.optional().stream().anyMatch(param -> param.name().equals(name))) {
            var param = layer.optional().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
            return CodeBlock.of("$N.$N()", OPTIONS, param.javaName());
        }
        return layer.positional().stream().filter(each -> each.name().equals(name)).findFirst()
            .map(LayerEmitter::shown).orElseThrow();
    }

    private static CodeBlock shown(Param param) {
        if (!Types.isList(param)) {
            return CodeBlock.of("$N", param.javaName());
        }
        return Types.isNullable(param) ? CodeBlock.of("$T.ints($N)", Names.ATTRIBUTES, param.javaName())
            : CodeBlock.of("$T.of($N)", Names.INTS, param.javaName());
    }
}
